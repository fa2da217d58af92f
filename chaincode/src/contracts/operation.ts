import type { z } from 'zod';
import type { LedgerEvent, Scope } from '../domain/index.js';
import { canonicalize, checked, parseJson, requireRole } from '../domain/index.js';
import type { TransactionContext } from './context.js';

/** A transaction as the contracts' methods call it: one JSON text in, one canonical JSON text out. */
export type Handler = (ctx: TransactionContext, request: string) => Promise<string>;

/** What a write answers its caller, and what its event tells everyone. */
export interface Outcome {
  readonly answer: object;
  readonly event: Omit<LedgerEvent, 'v' | 'type'>;
}

/** Twice what Fabric's block takes would never be ordered. */
const MAX_BYTES = 2 * 1024 * 1024;
const MAX_DEPTH = 16;

const readRequest = <Request>(text: string, schema: z.ZodType<Request>): Request =>
  checked(schema, parseJson(text, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH }));

/** A transaction that changes the state: it sets one event, named after its scope. */
export const write =
  <Request>(
    scope: Scope,
    schema: z.ZodType<Request>,
    run: (ctx: TransactionContext, request: Request) => Promise<Outcome>,
  ): Handler =>
  async (ctx, text) => {
    const request = readRequest(text, schema);
    requireRole(scope, ctx.creator);
    const { answer, event } = await run(ctx, request);
    ctx.emit({ v: 1, type: scope.replace(':', '.'), ...event });
    return canonicalize(answer);
  };

/** A transaction that only reads. */
export const read =
  <Request>(
    scope: Scope,
    schema: z.ZodType<Request>,
    run: (ctx: TransactionContext, request: Request) => Promise<object>,
  ): Handler =>
  async (ctx, text) => {
    const request = readRequest(text, schema);
    requireRole(scope, ctx.creator);
    return canonicalize(await run(ctx, request));
  };
