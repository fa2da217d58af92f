import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const issuers = endpoint({
  method: 'GET',
  path: '/v1/pki/issuers',
  summary: { zh: '列出印章证书的签发机构', en: 'List the issuing authorities of seal certificates' },
  scope: 'public',
  idempotent: false,
  answer: { status: 200, schema: api.issuerList },
  refusals: [],
  handler: ({ hub }) => hub.services.pki.issuers(),
});
