import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/consents',
  summary: {
    zh: '列出给予本机构（或由本部门出具报告）的授权及其状态',
    en: "List the consents given to the caller's institution, or under which its department releases, and how they stand",
  },
  scope: 'sharing:getConsent',
  idempotent: false,
  query: api.consentQuery,
  answer: { status: 200, schema: api.consentPage },
  refusals: [],
  handler: ({ hub, caller, query }) => hub.services.consents.list(caller, query),
});
