import { api } from '@hanlian/chaincode/domain';
import type { Bilingual, ErrorCode, JsonObject, Operation } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import type { Endpoint } from '../../http/endpoint.js';
import type { ActBody } from '../../services/types.js';
import { withRevision } from '../revision.js';
import { FOR_TWO, isTask, locationOf } from '../tasks/waiting.js';
import { actExample } from './examples.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

const REFUSALS: readonly ErrorCode[] = [
  ...OF_IDENTIFIER,
  'STALE',
  'ALREADY_APPLIED',
  'ILLEGAL_TRANSITION',
  'TXTIME_TOO_OLD',
  'OTHER_DEPARTMENT',
  'OFFICER_UNKNOWN',
];

/** `confirmTransferOut` is at `confirm-transfer-out`. */
const segmentOf = (operation: Operation): string =>
  operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The endpoint of one operation on a certificate; `more` is what its example says besides every act's. */
export const act = (
  operation: Operation,
  summary: Bilingual,
  body: z.ZodType<ActBody>,
  more: JsonObject = {},
): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/v1/licenses/{id}/${segmentOf(operation)}`,
    summary,
    scope: `license:${operation}`,
    idempotent: true,
    signedByCaller: true,
    params: licenseParams,
    body,
    example: { ...actExample, ...more },
    answer: { status: 200, schema: api.actAnswer },
    instead: FOR_TWO,
    refusals: REFUSALS,
    handler: ({ hub, caller, params, body: input, once, ifMatch }) =>
      hub.services.licenses.act(caller, operation, params.id, withRevision(input, ifMatch), once),
    headers: (answer): Record<string, string> => (isTask(answer) ? locationOf(answer) : {}),
  });
