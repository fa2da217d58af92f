import { api } from '@hanlian/chaincode/domain';
import type { Bilingual, ErrorCode, JsonObject, JsonValue } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import type { Endpoint } from '../../http/endpoint.js';
import type { RegistryChange } from '../../services/types.js';
import { withRevision } from '../revision.js';

/** What every change of the registry may be refused with. */
export const OF_CHANGE: readonly ErrorCode[] = [
  'STALE',
  'ALREADY_APPLIED',
  'TXTIME_TOO_OLD',
  'WRONG_MSP',
  'DATE_IMPOSSIBLE',
];

type Stated = Readonly<Record<string, JsonValue | undefined>> & {
  readonly expectedRevision?: number | undefined;
};

interface Put {
  readonly operation: RegistryChange['operation'];
  readonly path: string;
  readonly summary: Bilingual;
  /** What names the record. */
  readonly params: z.ZodObject;
  /** All else that is to stand in it. */
  readonly body: z.ZodType<Stated>;
  readonly example: JsonObject;
  readonly refusals?: readonly ErrorCode[];
}

/** The endpoint that makes or changes one kind of record: 201 where it is new. */
export const put = ({ operation, refusals = [], ...described }: Put): Endpoint =>
  endpoint({
    ...described,
    method: 'PUT',
    scope: `registry:${operation}`,
    idempotent: true,
    signedByCaller: true,
    answer: { status: 200, schema: api.registryAnswer },
    instead: { status: 201, schema: api.registryAnswer, applies: ({ revision }) => revision === 0 },
    refusals: [...OF_CHANGE, ...refusals],
    handler: ({ hub, caller, params, body, once, ifMatch }) => {
      const { expectedRevision, ...stated } = withRevision(body, ifMatch);
      const facts = { ...(params as Readonly<Record<string, JsonValue>>), ...stated };
      return hub.services.registry.put(caller, { operation, facts, expectedRevision }, once);
    },
  });
