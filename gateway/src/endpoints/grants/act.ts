import { api } from '@hanlian/chaincode/domain';
import type { Bilingual, ErrorCode, GrantActInput, JsonObject } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import type { Endpoint } from '../../http/endpoint.js';
import type { GrantOperation } from '../../services/grant-services.js';
import { withRevision } from '../revision.js';
import { BASIS } from './examples.js';
import { OF_GRANT } from './params.js';

const REFUSALS: readonly ErrorCode[] = [
  ...OF_GRANT,
  'STALE',
  'ALREADY_APPLIED',
  'GRANT_ACT_IMPOSSIBLE',
  'GRANT_HISTORY_FULL',
  'TXTIME_TOO_OLD',
];

/** Codes of what is judged anew when a grant is to be given after all. */
const ON_GIVING: readonly ErrorCode[] = [
  'GRANT_EXPIRED',
  'CATALOGUE_ENTRY_UNKNOWN',
  'CATALOGUE_ENTRY_RETIRED',
  'RESOURCE_UNKNOWN',
  'RULES_MISSING',
];

interface Act {
  readonly operation: GrantOperation;
  /** The last part of its address. */
  readonly segment: string;
  readonly summary: Bilingual;
  readonly refusals?: readonly ErrorCode[];
}

/** The endpoint of an act on a grant that says nothing but on what it rests. */
export const act = (of: Act): Endpoint =>
  endpointOf(of, api.grantActInput, { basis: BASIS }, [...REFUSALS, ...(of.refusals ?? [])]);

/** The endpoint of a decision: to grant, or to refuse. */
export const decision = (of: Act): Endpoint =>
  endpointOf(of, api.grantDecisionInput, { decision: 'grant', basis: BASIS }, [
    ...REFUSALS,
    ...ON_GIVING,
    ...(of.refusals ?? []),
  ]);

const endpointOf = (
  { operation, segment, summary }: Act,
  body: z.ZodType<GrantActInput>,
  example: JsonObject,
  refusals: readonly ErrorCode[],
): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/grants/{id}/${segment}`,
    summary,
    scope: `sharing:${operation}`,
    idempotent: true,
    signedByCaller: true,
    params: api.grantParams,
    body,
    example,
    answer: { status: 200, schema: api.grantActAnswer },
    refusals,
    handler: ({ hub, caller, params, body: input, once, ifMatch }) =>
      hub.services.grants.act(caller, operation, params.id, withRevision(input, ifMatch), once),
    headers: ({ revision }) => ({ ETag: `"${revision}"` }),
  });
