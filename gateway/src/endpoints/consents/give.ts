import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { bankExample, digestExample, officeExample, signatureExample, signedExample } from './examples.js';

/** The statement carries its own intent: sent again it is the same consent, so there is no Idempotency-Key. */
export const give = endpoint({
  method: 'POST',
  path: '/v1/consents',
  summary: {
    zh: '提交企业签署的授权：给予哪家银行、何种用途、哪些字段、期限和查询次数；无需登录，凭签名生效',
    en: 'Hand in a consent an enterprise has signed: which bank, what for, which fields, how long and how often; no login, the signature counts',
  },
  scope: 'public',
  idempotent: false,
  body: api.consentInput,
  example: {
    statement: {
      ...signedExample,
      kind: 'consent',
      holder: '91350100M000100Y43',
      provider: officeExample,
      recipient: bankExample,
      purpose: 'credit-approval',
      fields: ['permit', 'penalty', 'evaluation'],
      keepDays: 30,
      since: 1795132800,
      until: 1797724800,
      pulls: { limit: 3, per: 'term' },
      agreement: digestExample,
    },
    signature: signatureExample,
  },
  answer: { status: 201, schema: api.consentReceipt },
  refusals: [
    'FIELD_INVALID',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'CONSENT_EXPIRED',
    'OTHER_DEPARTMENT',
    'AGREEMENT_NOT_IN_FORCE',
    'DEPARTMENT_NOT_IN_FORCE',
    'RECORD_UNKNOWN',
    'STALE',
    'LOG_PENDING',
    'CHECKPOINT_UNKNOWN',
  ],
  handler: ({ hub, body }) => hub.services.consents.give(body),
  headers: ({ id }): Record<string, string> => ({ Location: `/v1/consents/${id}` }),
});
