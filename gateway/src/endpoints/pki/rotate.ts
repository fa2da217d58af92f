import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const rotate = endpoint({
  method: 'POST',
  path: '/v1/pki/issuers',
  summary: {
    zh: '更换签发机构密钥：新机构接续签发，旧印章不受影响',
    en: "Change the issuing authority's key: a new one issues from now on, and old seals stay as they are",
  },
  scope: 'pki:rotate',
  idempotent: true,
  body: api.newIssuerInput,
  example: { algorithm: 'ES256' },
  answer: { status: 201, schema: api.issuer },
  refusals: [],
  handler: ({ hub, caller, body, once }) => hub.services.pki.rotate(caller, body, once),
});
