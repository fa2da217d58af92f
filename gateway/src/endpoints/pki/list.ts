import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/pki/certificates',
  summary: { zh: '列出已签发的印章证书', en: 'List the seal certificates that were given' },
  scope: 'registry:list',
  idempotent: false,
  query: api.certificatesQuery,
  answer: { status: 200, schema: api.sealCertificatePage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.pki.page(query),
});
