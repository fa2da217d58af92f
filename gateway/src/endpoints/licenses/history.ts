import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const history = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/history',
  summary: { zh: '查询证照的全部变更', en: 'Read everything that happened to a certificate' },
  scope: 'license:get',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: api.historyAnswer },
  refusals: OF_IDENTIFIER,
  handler: ({ hub, caller, params }) => hub.services.licenses.history(caller, params.id),
});
