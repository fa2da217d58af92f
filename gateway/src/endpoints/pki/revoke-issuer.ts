import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { byIssuer } from './params.js';

export const revokeIssuer = endpoint({
  method: 'POST',
  path: '/v1/pki/issuers/{issuer}/revoke',
  summary: {
    zh: '吊销签发机构并写明原因：列入根机构的吊销列表，此后的印章由新机构签发',
    en: 'Revoke an issuing authority for a reason: its root lists it, and another issues the next seal',
  },
  scope: 'pki:rotate',
  idempotent: true,
  params: byIssuer,
  body: api.revokeInput,
  example: { reason: 'keyCompromise' },
  answer: { status: 200, schema: api.issuer },
  refusals: ['NOT_FOUND', 'RECORD_FINAL', 'FIELD_INVALID', 'DATE_IMPOSSIBLE'],
  handler: ({ hub, caller, params: { issuer }, body, once }) =>
    hub.services.pki.revokeIssuer(caller, issuer, body, once),
});
