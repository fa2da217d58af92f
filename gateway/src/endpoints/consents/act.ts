import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { signatureExample, signedExample } from './examples.js';
import { params } from './params.js';

/** Signed over the consent's revision: sent again it has taken effect, and replayed later it is refused. */
export const act = endpoint({
  method: 'POST',
  path: '/v1/consents/{id}/acts',
  summary: {
    zh: '提交企业签署的暂停、恢复或撤回授权；自此刻起按新状态决定能否查询，无需登录',
    en: 'Hand in what an enterprise has signed to pause, resume or withdraw its consent; it holds from now on, no login',
  },
  scope: 'public',
  idempotent: false,
  params,
  body: api.consentActInput,
  example: {
    statement: { ...signedExample, kind: 'consent-act', act: 'withdraw', revision: 0 },
    signature: signatureExample,
  },
  answer: { status: 200, schema: api.consentReceipt },
  refusals: [
    'CONSENT_UNKNOWN',
    'CONSENT_FORGOTTEN',
    'CONSENT_ACT_IMPOSSIBLE',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'STALE',
    'LOG_PENDING',
  ],
  handler: ({ hub, params: { id }, body }) => hub.services.consents.act(id, body),
});
