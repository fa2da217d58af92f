import type { ErrorArea } from './entry.js';

/** Consents of those whose data it is, and their use. */
export const SHARING_ERRORS = {
  CONSENT_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该授权', en: 'There is no such consent' },
    next: { zh: '请核对授权编号。', en: "Check the consent's id." },
  },
  CONSENT_FORGOTTEN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '该授权的内容已依规清除', en: 'What the consent said has been purged' },
    next: {
      zh: '持有原文的一方仍可凭链上承诺值证明其内容。',
      en: 'Whoever kept the text can still prove it by the commitment on the ledger.',
    },
  },
  CONSENT_PAUSED: {
    category: 'refused',
    retryable: true,
    title: { zh: '授权已被企业暂停', en: 'The enterprise has paused the consent' },
    next: { zh: '请待企业恢复授权后再查询。', en: 'Ask again after the enterprise has resumed it.' },
  },
  CONSENT_WITHDRAWN: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权已被企业撤回', en: 'The enterprise has withdrawn the consent' },
    next: {
      zh: '如确有需要，请企业重新授权。',
      en: 'If it is still needed, ask the enterprise for a new one.',
    },
  },
  CONSENT_EXPIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权已到期', en: 'The consent has run out' },
    next: { zh: '请企业重新授权。', en: 'Ask the enterprise for a new one.' },
  },
  CONSENT_NOT_BEGUN: {
    category: 'refused',
    retryable: true,
    title: { zh: '授权尚未生效', en: 'The consent has not begun yet' },
    next: { zh: '请在授权起始时间之后查询。', en: 'Ask from its beginning on.' },
  },
  CONSENT_OF_ANOTHER: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '该授权不是给予本机构的', en: 'The consent was given to another' },
    next: {
      zh: '请使用企业给予本机构的授权。',
      en: 'Use a consent that the enterprise gave to your institution.',
    },
  },
  CONSENT_NOT_COVERED: {
    category: 'refused',
    retryable: false,
    title: { zh: '用途或字段超出授权范围', en: 'The purpose or a field lies beyond the consent' },
    next: {
      zh: '请只查询授权列明的用途和字段，或请企业另行授权。',
      en: 'Ask for the purpose and fields it names, or have the enterprise consent to more.',
    },
  },
  CONSENT_EXHAUSTED: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权的查询次数已用完', en: 'All pulls the consent allows are used' },
    next: {
      zh: '按月或按日计次的授权请待下一期；否则请企业重新授权。',
      en: 'Where it counts by month or day, wait for the next; else ask the enterprise for a new one.',
    },
  },
  CONSENT_ACT_IMPOSSIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权在当前状态下不能这样变更', en: "The consent's state does not allow this" },
    next: {
      zh: '请查看授权当前状态；已撤回的授权不能恢复。',
      en: 'Look at its state; one that was withdrawn is given anew, not resumed.',
    },
  },
  CONSENT_NOT_ENDED: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权仍有效，不能清除', en: 'The consent is still in force and cannot be purged' },
    next: { zh: '请待授权撤回或到期后再清除。', en: 'Purge it after it was withdrawn or has run out.' },
  },
  PULL_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该次查询', en: 'There is no such pull' },
    next: {
      zh: '请核对授权编号、期间和序号；只有查询的银行可以取得其报告。',
      en: 'Check consent, window and slot; the report is for the bank that pulled it.',
    },
  },
  PULL_SLOT_TAKEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该次查询名额已被占用', en: 'This pull of the consent is taken' },
    next: { zh: '请取下一个名额。', en: 'Take the next one.' },
  },
  HOLDER_KEY_NOT_BOUND: {
    category: 'refused',
    retryable: false,
    title: { zh: '签名密钥未绑定到该主体或已失效', en: 'The key is not bound to the signer, or no longer' },
    next: {
      zh: '请使用已登记且在有效期内的密钥签名，或先办理密钥绑定。',
      en: 'Sign with a key bound in the registry and within its period, or have one bound first.',
    },
  },
  STATEMENT_OUT_OF_TIME: {
    category: 'refused',
    retryable: false,
    title: { zh: '声明的签署时间不在允许范围内', en: 'The statement was signed too long ago, or ahead' },
    next: { zh: '请校准时钟后重新签署。', en: 'Set the clock right and sign anew.' },
  },
  STATEMENT_REPLAYED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该签名声明已使用过', en: 'This signed statement was used before' },
    next: { zh: '请重新签署后提交。', en: 'Sign a new one.' },
  },
  AGREEMENT_NOT_IN_FORCE: {
    category: 'refused',
    retryable: false,
    title: { zh: '协议文本已停用或尚未启用', en: 'The agreement is not in force' },
    next: { zh: '请使用现行的协议文本。', en: 'Use the text now in force.' },
  },
  TRANSIENT_MISSING: {
    category: 'malformed',
    retryable: false,
    title: { zh: '缺少不上链的附带数据', en: 'Data that travels beside the transaction is missing' },
    next: {
      zh: '请以瞬态数据附上所列内容；它不得写入区块。',
      en: 'Send what is named as transient data; it must never stand in a block.',
    },
  },
  EVIDENCE_TOO_OLD: {
    category: 'conflict',
    retryable: false,
    title: { zh: '登记状态证明已过时', en: "The proof of the registry's state is out of date" },
    next: { zh: '请以最新检查点重新取得证明。', en: 'Take the proof again at the newest checkpoint.' },
  },
  EVIDENCE_NOT_COSIGNED: {
    category: 'refused',
    retryable: false,
    title: { zh: '检查点未经其他组织联署', en: 'No other organisation has cosigned the checkpoint' },
    next: {
      zh: '请使用已由其他组织联署的检查点。',
      en: 'Use a checkpoint that another organisation has cosigned.',
    },
  },
} as const satisfies ErrorArea;
