import { api } from '@hanlian/chaincode/domain';
import type { Bilingual, EntryOperation, ErrorCode, JsonObject } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import type { Endpoint } from '../../http/endpoint.js';
import type { EntryActBody } from '../../services/credit-services.js';
import { withRevision } from '../revision.js';
import { BASIS } from './examples.js';
import { OF_ENTRY } from './params.js';

const REFUSALS: readonly ErrorCode[] = [
  ...OF_ENTRY,
  'STALE',
  'ALREADY_APPLIED',
  'ENTRY_ACT_IMPOSSIBLE',
  'ENTRY_HISTORY_FULL',
  'TXTIME_TOO_OLD',
  'RULES_MISSING',
];

interface More {
  /** What its example says besides every act's. */
  readonly example?: JsonObject;
  readonly refusals?: readonly ErrorCode[];
}

/** `applyRepair` is at `apply-repair`. */
const segmentOf = (operation: EntryOperation): string =>
  operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The endpoint of one act on a credit entry. */
export const act = (
  operation: EntryOperation,
  summary: Bilingual,
  body: z.ZodType<EntryActBody>,
  { example = {}, refusals = [] }: More = {},
): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/credit/entries/{subject}/{entry}/${segmentOf(operation)}`,
    summary,
    scope: `credit:${operation}`,
    idempotent: true,
    signedByCaller: true,
    params: api.entryParams,
    body,
    example: { basis: BASIS, ...example },
    answer: { status: 200, schema: api.entryActAnswer },
    refusals: [...REFUSALS, ...refusals],
    handler: ({ hub, caller, params, body: input, once, ifMatch }) =>
      hub.services.credit.act(caller, operation, params, withRevision(input, ifMatch), once),
    headers: ({ revision }) => ({ ETag: `"${revision}"` }),
  });
