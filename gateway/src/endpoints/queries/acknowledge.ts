import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { acknowledgementExample } from './examples.js';

export const acknowledge = endpoint({
  method: 'POST',
  path: '/v1/exchange/acknowledgements',
  summary: {
    zh: '供其他部门中枢调用：签收已放出的数据',
    en: "For other departments' hubs: acknowledge data that was released to them",
  },
  scope: 'public',
  idempotent: false,
  body: schemas.signedAcknowledgement,
  example: acknowledgementExample,
  answer: { status: 200, schema: api.acknowledged },
  refusals: [
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'OTHER_DEPARTMENT',
    'QUERY_UNKNOWN',
    'ACKNOWLEDGEMENT_OF_ANOTHER',
  ],
  handler: ({ hub, body }) => hub.services.queries.acknowledge(body),
});
