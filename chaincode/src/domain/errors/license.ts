import type { ErrorArea } from './entry.js';

/** Issuing certificates and changing their state. */
export const LICENSE_ERRORS = {
  STALE: {
    category: 'conflict',
    retryable: false,
    title: { zh: '记录已被他人更新', en: 'The record has changed since you read it' },
    next: {
      zh: '请重新读取记录，确认后以新的版本号再次提交。',
      en: 'Read the record again, decide anew, and send the version you have now seen.',
    },
  },
  ALREADY_APPLIED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该操作此前已经生效', en: 'This operation has already taken effect' },
    next: {
      zh: '无需重做；请查看所列交易的结果。',
      en: 'Do not repeat it; look up the outcome of the transaction named.',
    },
  },
  ILLEGAL_TRANSITION: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '证照在当前状态下不能办理此操作',
      en: "The certificate's state does not allow this operation",
    },
    next: { zh: '请查看证照当前状态及可办理的操作。', en: 'Look at the current state and what it allows.' },
  },
  LICENSE_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '证照不存在', en: 'There is no such certificate' },
    next: {
      zh: '请核对类型、机构、流水号和版本。',
      en: 'Check type, issuer, serial and version.',
    },
  },
  EFFECTIVE_BEFORE_LAST: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '生效时间早于上一次变更的生效时间',
      en: 'The act is dated before the last one took effect',
    },
    next: {
      zh: '请改用不早于所列时刻的生效时间；只有撤销可以追溯。',
      en: 'Date it no earlier than the instant named; only an annulment may reach back.',
    },
  },
  EFFECTIVE_TOO_LATE: {
    category: 'refused',
    retryable: false,
    title: { zh: '生效时间过于靠后', en: 'The act is dated too far ahead' },
    next: {
      zh: '请核对年份；最迟不得晚于所列时刻。',
      en: 'Check the year; it may be dated no later than the instant named.',
    },
  },
  SEAL_KEY_NOT_LIVE: {
    category: 'refused',
    retryable: false,
    title: { zh: '签章密钥在签章时未登记或已失效', en: 'The seal key was not live when the seal was made' },
    next: {
      zh: '请使用本部门已登记且在有效期内的签章密钥重新签章。',
      en: 'Seal again with a key registered for the department, within its period and not compromised.',
    },
  },
  SEAL_ELSEWHERE: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '现主管部门的签章不在本中枢',
      en: 'The department in charge keeps no seal in this hub',
    },
    next: {
      zh: '请到保管该部门签章的中枢办理，或由登记员在本中枢为其制作签章。',
      en: "Ask the hub that keeps the department's seal, or have a registrar make it one here.",
    },
  },
  SEAL_NOT_COMPROMISED: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '该批次现行印章的密钥未登记为失密',
      en: 'No key of the seal that counts is reported as stolen',
    },
    next: {
      zh: '无需重新签章；若密钥确已失密，请先由登记人员登记失密时间。',
      en: 'There is nothing to seal anew; if a key was stolen, have the registrar say since when first.',
    },
  },
  SEAL_SUITE_WRONG: {
    category: 'refused',
    retryable: false,
    title: { zh: '签章密钥登记的算法与其用途不符', en: 'The seal key is registered for another suite' },
    next: {
      zh: '请以 P-256 密钥加盖主印章，以 SM2 密钥加盖 SM2 印章。',
      en: 'Make the main seal with a key on P-256, and the SM2 seal with an SM2 key.',
    },
  },
  SM2_SEAL_MISSING: {
    category: 'refused',
    retryable: false,
    title: { zh: '缺少 SM2 印章', en: 'The SM2 seal is missing' },
    next: {
      zh: '该部门已登记双印章：请在批次声明中写明 SM2 密钥，并提交 SM2 印章的摘要。',
      en: 'The department seals in both suites: declare the SM2 key in the statement and give the SM2 seal’s digest.',
    },
  },
  SEALED_AT_OUTSIDE_WINDOW: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '签章时间与交易时间相差超过 15 分钟',
      en: 'The seal was made more than 15 minutes from the transaction time',
    },
    next: { zh: '请校准时钟后重新签章提交。', en: 'Set the clock right, seal again and submit.' },
  },
  SERIAL_TAKEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '流水号已被使用', en: 'The serial number is already in use' },
    next: {
      zh: '请换一个流水号；变更或延续请使用相应操作。',
      en: 'Choose another serial; to change or renew a certificate use those operations.',
    },
  },
  SERIAL_IS_CITIZEN_NUMBER: {
    category: 'refused',
    retryable: false,
    title: { zh: '流水号含有公民身份号码', en: 'The serial number contains a citizen number' },
    next: {
      zh: '请使用随机流水号；个人信息不得上链。',
      en: 'Use a random serial; personal data must never reach the ledger.',
    },
  },
  HOLDS_CITIZEN_NUMBER: {
    category: 'refused',
    retryable: false,
    title: { zh: '上链内容含有公民身份号码', en: 'What goes on the ledger contains a citizen number' },
    next: {
      zh: '依据写法律条文，人员用内部编号；个人信息写入决定文书。',
      en: 'Name the law as the basis and officers by their opaque ids; what is personal belongs in the decision.',
    },
  },
  SERIAL_TOO_SHORT: {
    category: 'refused',
    retryable: false,
    title: { zh: '自然人证照的流水号过短', en: "The serial of a natural person's certificate is too short" },
    next: {
      zh: '请使用至少 20 位的随机流水号，原证号写入证照内容。',
      en: 'Use a random serial of at least 20 characters; the old number belongs in the body.',
    },
  },
  TXTIME_TOO_OLD: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '交易时间早于上次变更 15 分钟以上',
      en: 'The transaction time lies more than 15 minutes before the last change',
    },
    next: { zh: '请校准时钟后重新签名提交。', en: 'Set the clock right, sign again and resend.' },
  },
  SECOND_PERSON_MISSING: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '该类型须由经办、审核两人签名',
      en: 'This type needs the signatures of a preparer and a reviewer',
    },
    next: { zh: '请由另一名人员审核签名后提交。', en: 'Have another officer review and sign, then submit.' },
  },
  SAME_PERSON_TWICE: {
    category: 'refused',
    retryable: false,
    title: { zh: '经办与审核为同一人', en: 'Preparer and reviewer are the same officer' },
    next: { zh: '请由另一名人员审核签名。', en: 'Have another officer review and sign.' },
  },
  SIGNATURE_INVALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '签名无效', en: 'A signature does not verify' },
    next: {
      zh: '请确认签名的正是所提交的内容，且密钥已登记并在有效期内。',
      en: 'Make sure exactly the submitted content was signed, by a registered key within its period.',
    },
  },
  BATCH_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '批次不存在', en: 'There is no such batch' },
    next: { zh: '请先开启批次，或核对批次号。', en: 'Open the batch first, or check its id.' },
  },
  BATCH_PATH_INVALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '证照与批次根不相符', en: 'The certificates do not lead to the root of the batch' },
    next: {
      zh: '请用开启批次时的同一组证照重新计算路径。',
      en: 'Compute the path again from exactly the certificates the batch was opened with.',
    },
  },
  RUN_NOT_ALIGNED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '分段未按块对齐', en: 'The run of certificates is not aligned' },
    next: {
      zh: '分段须从 512 的整数倍开始，除最后一段外须取满。',
      en: 'Begin runs at multiples of the block size and fill all but the last.',
    },
  },
  PROOF_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '默克尔证明的形状不正确', en: 'The Merkle proof does not have the shape its tree needs' },
    next: {
      zh: '请核对树的大小、位置与路径长度后重新获取证明。',
      en: 'Check tree size, position and path length, and fetch the proof again.',
    },
  },
} as const satisfies ErrorArea;
