import { api, errorEntry } from '@hanlian/chaincode/domain';
import type { ErrorCode, JsonObject } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { Endpoint } from '../http/endpoint.js';
import { statusOf } from '../http/problem.js';
import { schemaOf } from './components.js';

const ALWAYS: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FIELD_UNKNOWN', 'OVERLOADED', 'INTERNAL'];
const OF_PARAMETERS: readonly ErrorCode[] = ['REQUEST_MALFORMED', 'FIELD_INVALID'];
const OF_BODY: readonly ErrorCode[] = ['CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE'];
const OF_JSON: readonly ErrorCode[] = [
  'UTF8_INVALID',
  'JSON_INVALID',
  'JSON_DUPLICATE_KEY',
  'JSON_TOO_DEEP',
  'FIELD_MISSING',
  'FIELD_INVALID',
];
const OF_FILE: readonly ErrorCode[] = ['CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE', 'REQUEST_MALFORMED'];
const OF_WRITE: readonly ErrorCode[] = [
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'LEDGER_UNAVAILABLE',
  'LEDGER_OUTCOME_UNKNOWN',
];

/** Every code an endpoint may answer with: its own, and those its parts bring along. */
const codesOf = ({
  scope,
  params,
  query,
  body,
  takes,
  idempotent,
  takesFile,
  unlimited,
  refusals,
}: Endpoint): readonly ErrorCode[] => [
  ...new Set<ErrorCode>([
    ...refusals,
    ...(unlimited ? [] : (['LIMIT_REACHED'] as const)),
    ...(scope === 'public' ? [] : (['FORBIDDEN'] as const)),
    ...(params === undefined && query === undefined ? [] : OF_PARAMETERS),
    ...(body === undefined ? [] : OF_BODY),
    ...(body === undefined || takes !== undefined ? [] : OF_JSON),
    ...(takesFile ? OF_FILE : []),
    ...(idempotent ? OF_WRITE : []),
    ...ALWAYS,
  ]),
];

const REQUEST_ID: JsonObject = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
const RATE_LIMIT: JsonObject = { RateLimit: { $ref: '#/components/headers/RateLimit' } };
const ETAG: JsonObject = { ETag: { $ref: '#/components/headers/ETag' } };

function problemResponse(codes: readonly ErrorCode[]): JsonObject {
  const lines = codes.map((code) => `- \`${code}\`: ${errorEntry(code).title.en}`);
  return {
    description: lines.join('\n'),
    headers: REQUEST_ID,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function problemResponses(codes: readonly ErrorCode[]): JsonObject {
  const byStatus = Map.groupBy(codes, statusOf);
  if (codes.includes('STALE')) byStatus.set(412, ['STALE']);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [String(status), problemResponse(ofStatus)]),
  );
}

/** A media type as OpenAPI keys it: without parameters. */
const bareMedia = (media: string): string => media.split(';')[0] ?? media;

/** What a write answers whose caller keeps its key. */
const SIGNING = { status: 202, schema: api.signingAnswer } as const;

/** What an endpoint answers when it does as it is asked; of one status there may be several. */
export const successesOf = ({
  answer,
  instead,
  signedByCaller,
}: Endpoint): readonly { readonly status: number; readonly schema: z.ZodType }[] => [
  answer,
  ...(instead ? [instead] : []),
  ...(signedByCaller ? [SIGNING] : []),
];

/** An endpoint's responses by status. */
export function responsesOf(endpoint: Endpoint): JsonObject {
  const { method, answer, summary, unlimited } = endpoint;
  const tagged = method === 'GET' && answer.media === undefined && answer.files === undefined;
  const media = answer.files ?? [bareMedia(answer.media ?? 'application/json')];
  const success = (schemas: readonly JsonObject[]): JsonObject => {
    const [only, ...others] = schemas;
    const schema = only !== undefined && others.length === 0 ? only : { anyOf: [...schemas] };
    return {
      description: summary.en,
      headers: { ...REQUEST_ID, ...(!unlimited && RATE_LIMIT), ...(tagged && ETAG) },
      content: Object.fromEntries(media.map((type) => [type, { schema }])),
    };
  };
  const byStatus = Map.groupBy(successesOf(endpoint), ({ status }) => status);
  return {
    ...Object.fromEntries(
      [...byStatus].map(([status, those]) => [status, success(those.map(({ schema }) => schemaOf(schema)))]),
    ),
    ...(tagged && { 304: { description: 'What the reader has (If-None-Match) is still right' } }),
    ...problemResponses(codesOf(endpoint)),
  };
}
