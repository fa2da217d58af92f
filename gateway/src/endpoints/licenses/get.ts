import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}',
  summary: { zh: '查询证照的当前状态', en: "Read a certificate's present standing" },
  scope: 'license:get',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: api.licenseAnswer },
  refusals: OF_IDENTIFIER,
  handler: ({ hub, caller, params }) => hub.services.licenses.get(caller, params.id),
});
