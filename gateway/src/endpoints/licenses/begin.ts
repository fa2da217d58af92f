import { api } from '@hanlian/chaincode/domain';
import type { Bilingual, ErrorCode, IssueAnswer, JsonObject } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import type { Endpoint, Scope } from '../../http/endpoint.js';
import type { Caller, Idempotency, OrWaits, Services } from '../../services/types.js';
import { FOR_TWO, locationOf } from '../tasks/waiting.js';

/** A batch of 10,000 certificates with ordinary fields takes about 5 MiB. */
const BATCH_LIMIT = 8 * 1024 * 1024;

const REFUSALS: readonly ErrorCode[] = [
  'TYPE_UNKNOWN',
  'TYPE_EXPIRED',
  'NOT_ACCREDITED',
  'DATE_IMPOSSIBLE',
  'SERIAL_TAKEN',
  'SERIAL_IS_CITIZEN_NUMBER',
  'OFFICER_UNKNOWN',
  'BATCH_INCOMPLETE',
];

interface Beginning<Input> {
  readonly path: string;
  readonly scope: Exclude<Scope, 'public'>;
  readonly summary: Bilingual;
  readonly body: z.ZodType<Input>;
  readonly example: JsonObject;
  /** What it may be refused with besides every beginning's. */
  readonly refusals?: readonly ErrorCode[];
  readonly work: (
    licenses: Services['licenses'],
    caller: Caller,
    input: Input,
    once: Idempotency,
  ) => Promise<OrWaits<IssueAnswer>>;
}

/** The endpoint of one way in which certificates begin to stand here. */
export const begin = <Input>({ work, refusals = [], ...described }: Beginning<Input>): Endpoint =>
  endpoint({
    ...described,
    method: 'POST',
    idempotent: true,
    signedByCaller: true,
    bodyLimit: BATCH_LIMIT,
    answer: { status: 201, schema: api.issueAnswer },
    instead: FOR_TWO,
    refusals: [...REFUSALS, ...refusals],
    handler: ({ hub, caller, body, once }) => work(hub.services.licenses, caller, body, once),
    headers: (answer): Record<string, string> => {
      if ('preparer' in answer) return locationOf(answer);
      const [only, ...others] = answer.certificates;
      return only === undefined || others.length > 0 ? {} : { Location: `/v1/licenses/${only.id}` };
    },
  });
