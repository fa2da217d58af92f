import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/consents/{id}',
  summary: {
    zh: '查询一项授权及其下的每次查询',
    en: 'Read a consent and every pull under it',
  },
  scope: 'sharing:getConsent',
  idempotent: false,
  params,
  query: api.consentReportQuery,
  answer: { status: 200, schema: api.consentReport },
  refusals: ['CONSENT_UNKNOWN', 'CONSENT_FORGOTTEN'],
  handler: ({ hub, caller, params: { id }, query }) => hub.services.consents.get(caller, id, query),
});
