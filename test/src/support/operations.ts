import { readFileSync } from 'node:fs';
import type { JsonObject, Scope } from '@hanlian/chaincode/domain';

/** One operation of the committed API description, as far as tests ask for it. */
export interface Operation {
  /** `POST /v1/licenses/{id}/suspend` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** What a caller must be allowed to do; undefined where nobody need be known. */
  readonly scope: Scope | undefined;
  readonly statuses: readonly string[];
  /** The media type of its body, and the example, where it takes one. */
  readonly media: string | undefined;
  readonly example: JsonObject | undefined;
  /** A write that carries an Idempotency-Key. */
  readonly once: boolean;
}

interface Described {
  readonly 'x-scope'?: Scope;
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: JsonObject }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

const FILE = new URL('../../../gateway/openapi.json', import.meta.url);

function operationOf(method: string, path: string, described: Described): Operation {
  const [[media, body] = [undefined, undefined]] = Object.entries(described.requestBody?.content ?? {});
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    scope: described['x-scope'],
    statuses: Object.keys(described.responses),
    media,
    example: body?.example,
    once: described.parameters.some(({ name }) => name === 'Idempotency-Key'),
  };
}

/** Every operation of `gateway/openapi.json`. */
export const OPERATIONS: readonly Operation[] = Object.entries(
  (JSON.parse(readFileSync(FILE, 'utf8')) as { paths: Record<string, Record<string, Described>> }).paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => operationOf(method, path, described)),
);

let keys = 0;

/** A request of an operation with its example as body, for whoever holds the key. */
export const requestOf = (
  { method, media, example, once }: Operation,
  path: string,
  bearer?: string,
): { method: string; path: string; headers: Record<string, string>; body?: string } => ({
  method,
  path,
  headers: {
    ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    ...(once && { 'Idempotency-Key': `operation-${++keys}-${Date.now()}` }),
    ...(media !== undefined && { 'Content-Type': media }),
  },
  ...(media !== undefined && { body: example === undefined ? '' : JSON.stringify(example) }),
});
