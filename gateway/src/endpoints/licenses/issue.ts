import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { issueExample } from './examples.js';

/** A batch of 10,000 certificates with ordinary fields takes about 5 MiB. */
const BATCH_LIMIT = 8 * 1024 * 1024;

export const issue = endpoint({
  method: 'POST',
  path: '/v1/licenses',
  summary: { zh: '签发一张或一批电子证照', en: 'Issue one certificate, or a batch of one type' },
  scope: 'license:issue',
  idempotent: true,
  body: api.issueInput,
  example: issueExample,
  bodyLimit: BATCH_LIMIT,
  answer: { status: 201, schema: api.issueAnswer },
  refusals: ['TYPE_UNKNOWN', 'TYPE_EXPIRED', 'NOT_ACCREDITED', 'SERIAL_TAKEN', 'SERIAL_IS_CITIZEN_NUMBER'],
  handler: ({ hub, caller, body, once }) => hub.services.licenses.issue(caller, body, once),
  headers: ({ certificates }): Record<string, string> => {
    const [only, ...others] = certificates;
    return only === undefined || others.length > 0 ? {} : { Location: `/v1/licenses/${only.id}` };
  },
});
