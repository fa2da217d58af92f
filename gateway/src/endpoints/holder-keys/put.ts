import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

const DIGEST_EXAMPLE = 'A'.repeat(43);

export const put = putRecord({
  operation: 'bindHolderKey',
  path: '/v1/holder-keys/{id}',
  summary: {
    zh: '凭证照或身份认证结果绑定持证主体的密钥',
    en: "Bind a holder's key on the evidence of a certificate or an identity provider",
  },
  params,
  body: api.holderKeyInput,
  example: {
    holder: { kind: 'person', keyDigest: DIGEST_EXAMPLE },
    evidence: { kind: 'identityProvider', digest: DIGEST_EXAMPLE },
    since: '2026-01-01',
  },
  refusals: [
    'OTHER_DEPARTMENT',
    'BINDING_NOT_ALLOWED',
    'RECORD_FINAL',
    'DEPARTMENT_UNKNOWN',
    'DEPARTMENT_NOT_IN_FORCE',
    'CHECK_CHARACTER_WRONG',
  ],
});
