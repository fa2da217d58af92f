import type { ErrorArea } from './entry.js';

/** Callers of a hub and what they prove themselves by. */
export const CALLER_ERRORS = {
  SCOPE_NOT_HELD: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '不能授予自己没有的权限或更长的期限',
      en: 'A credential cannot grant more, or for longer, than the one it is made with',
    },
    next: {
      zh: '请缩小所列权限，或将有效期改为不晚于当前凭证。',
      en: 'Name fewer scopes, or an expiry no later than that of the credential you use.',
    },
  },
  ROLE_NOT_GRANTED: {
    category: 'refused',
    retryable: false,
    title: { zh: '此角色不能通过接口任免', en: 'This role is not appointed by an operator' },
    next: {
      zh: '登记员请在本机用 npm start -- caller-add 任命；停用则不受此限。',
      en: 'Appoint registrars on the hub’s own machine with npm start -- caller-add; anyone may be disabled.',
    },
  },
  CALLER_TAKEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该调用方标识已被使用', en: 'The caller id is taken' },
    next: {
      zh: '请换一个标识；停用的调用方的标识也不再使用。',
      en: 'Choose another id; that of a disabled caller is not used again either.',
    },
  },
  CALLER_DISABLED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该调用方已停用', en: 'The caller is disabled' },
    next: { zh: '停用不可恢复；请新建一个调用方。', en: 'That is for good: make another caller.' },
  },
  CREDENTIAL_TAKEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该证书或密钥已登记', en: 'The certificate or key is registered already' },
    next: {
      zh: '一张证书只能代表一个调用方；请换用其他证书或密钥标识。',
      en: 'A certificate stands for one caller: use another one, or another key id.',
    },
  },
  CREDENTIAL_ENDED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该凭证已到期、已吊销或已更换', en: 'The credential has ended or was replaced' },
    next: { zh: '请使用现行凭证，或新建一个。', en: 'Use the one in force, or make a new one.' },
  },
  CERTIFICATE_UNTRUSTED: {
    category: 'refused',
    retryable: false,
    title: { zh: '客户端证书不受信任或已过期', en: 'The client certificate is not trusted or not in force' },
    next: {
      zh: '请使用本系统信任的签发机构签发、且在有效期内的证书。',
      en: 'Use a certificate in force from an authority this hub trusts for its callers.',
    },
  },
  SIGNING_MOVED_ON: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该内容已不再等待签名', en: 'This no longer waits for a signature' },
    next: {
      zh: '请重新查询该签名事项，按其现在的内容签名。',
      en: 'Read the signing again and sign what it asks for now.',
    },
  },
  SIGNING_LAPSED: {
    category: 'refused',
    retryable: false,
    title: { zh: '未在期限内签名，该事项已失效', en: 'It was not signed in time, and has lapsed' },
    next: {
      zh: '链上没有任何记录；如仍需办理，请以新的 Idempotency-Key 重新提交。',
      en: 'Nothing of it is on the ledger. If it is still wanted, send it anew under another Idempotency-Key.',
    },
  },
  SIGNING_CANCELLED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该事项已由提交人取消', en: 'Who sent it has cancelled it' },
    next: {
      zh: '链上没有任何记录；如仍需办理，请以新的 Idempotency-Key 重新提交。',
      en: 'Nothing of it is on the ledger. If it is still wanted, send it anew under another Idempotency-Key.',
    },
  },
  SIGNING_OVERTAKEN: {
    category: 'refused',
    retryable: false,
    title: { zh: '等待签名期间情况已变化，该事项已终止', en: 'What it rests on has changed while it waited' },
    next: {
      zh: '链上没有任何记录；如仍需办理，请以新的 Idempotency-Key 重新提交。',
      en: 'Nothing of it is on the ledger. If it is still wanted, send it anew under another Idempotency-Key.',
    },
  },
  SIGNATURE_AWAITED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '仍在等待调用方签名', en: "The caller's signature is still awaited" },
    next: {
      zh: '请查询该签名事项，对重新给出的内容签名。',
      en: 'Read the signing: what is to be signed is made anew.',
    },
  },
} as const satisfies ErrorArea;
