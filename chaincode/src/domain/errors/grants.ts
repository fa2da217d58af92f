import type { ErrorArea } from './entry.js';

/** One department's right to another's data: asked for, decided, used, ended. */
export const GRANT_ERRORS = {
  GRANT_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该数据共享授权', en: 'There is no such grant' },
    next: { zh: '请核对授权编号。', en: 'Check the id of the grant.' },
  },
  GRANT_ACT_IMPOSSIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权的现状不允许此操作', en: 'The grant as it stands does not allow this' },
    next: {
      zh: '请先查看授权的状态；已拒绝或已撤回的，请另行申请。',
      en: 'Look at its state; one that was refused or withdrawn is asked for anew.',
    },
  },
  GRANT_NOT_OVERDUE: {
    category: 'refused',
    retryable: true,
    title: { zh: '答复期限尚未届满', en: 'The time to answer is not over yet' },
    next: { zh: '请待期限届满后再提请督办。', en: 'Escalate it once the time is over.' },
  },
  GRANT_NOT_BEFORE_BUREAU: {
    category: 'refused',
    retryable: false,
    title: { zh: '该申请未提请督办，也无争议', en: 'The request was neither escalated nor disputed' },
    next: {
      zh: '期限届满后提请督办，或对决定提出异议后，主管部门方可处理。',
      en: 'The bureau settles what was escalated after its time, or disputed.',
    },
  },
  GRANT_HISTORY_FULL: {
    category: 'refused',
    retryable: false,
    title: { zh: '该授权的变更次数已达上限', en: 'The grant takes no more changes' },
    next: { zh: '请撤回该授权，另行申请。', en: 'Withdraw it and ask for a new one.' },
  },
  GRANT_NOT_GIVEN: {
    category: 'refused',
    retryable: false,
    title: { zh: '该申请尚未获准或已被拒绝', en: 'What was asked for has not been granted' },
    next: {
      zh: '请等待提供部门决定；期限届满可提请督办。',
      en: 'Wait for the provider’s decision; after its time the request can be escalated.',
    },
  },
  GRANT_NOT_BEGUN: {
    category: 'refused',
    retryable: true,
    title: { zh: '授权期限尚未开始', en: 'The grant has not begun' },
    next: { zh: '请在授权期限内查询。', en: 'Ask within its period.' },
  },
  GRANT_EXPIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权期限已届满', en: 'The grant has run out' },
    next: { zh: '如仍需要，请重新申请。', en: 'If the data is still needed, ask for a new grant.' },
  },
  GRANT_PAUSED: {
    category: 'refused',
    retryable: true,
    title: { zh: '授权已暂停', en: 'The grant is paused' },
    next: {
      zh: '请等待提供部门恢复，或提出异议。',
      en: 'Wait until the provider resumes it, or dispute it.',
    },
  },
  GRANT_WITHDRAWN: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权已撤回', en: 'The grant was withdrawn' },
    next: { zh: '如仍需要，请重新申请。', en: 'If the data is still needed, ask for a new grant.' },
  },
  GRANT_OF_ANOTHER: {
    category: 'refused',
    retryable: false,
    title: { zh: '授权未列明该使用部门', en: 'The grant is for others' },
    next: { zh: '请以授权列明的部门查询。', en: 'Ask as one of the departments the grant names.' },
  },
  GRANT_NOT_COVERED: {
    category: 'refused',
    retryable: false,
    title: { zh: '所请求的内容超出授权范围', en: 'The grant does not cover what is asked for' },
    next: {
      zh: '请按授权列明的资源、信息项、用途和事项查询。',
      en: 'Ask for the resource, the fields, the purpose and the matter the grant names.',
    },
  },
  GRANT_NOT_ONWARD: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '授权未列明可向该单位交付产品',
      en: 'The grant does not let products be handed on to that recipient',
    },
    next: {
      zh: '请只向授权运营列明的产品接收单位交付；需增加接收单位的，请另行申请授权。',
      en: 'Hand products on to the recipients that the operating grant names; for others, ask for another grant.',
    },
  },
  GRANT_KEPT_BACK: {
    category: 'refused',
    retryable: false,
    title: { zh: '负面清单现已规定不予共享', en: 'The negative list keeps it back by now' },
    next: {
      zh: '请查看提供部门的负面清单及其依据；期满后可再查询。',
      en: "See the provider's negative list and the law it cites; it ends on the day named there.",
    },
  },
  GRANT_RESOURCE_RETIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '资源已从目录撤下，授权不再适用', en: 'The resource has left the catalogue' },
    next: {
      zh: '请在资源目录中查看撤下的原因；如有替代资源，请另行申请。',
      en: 'See in the catalogue why it was retired; ask anew for what has taken its place, if anything has.',
    },
  },
  GRANT_CONSENT_NOT_LIVE: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '授权所依据的企业同意已暂停、撤回或到期',
      en: 'The consent behind the grant does not stand',
    },
    next: {
      zh: '请向企业取得新的同意，再申请授权；暂停的同意恢复后可继续查询。',
      en: 'Have the enterprise consent anew and ask for another grant; a paused consent can be resumed.',
    },
  },
  GRANT_QUOTA_EXHAUSTED: {
    category: 'refused',
    retryable: true,
    title: { zh: '授权的次数已用完', en: 'The quota of the grant is used up' },
    next: {
      zh: '按月或按日计的请待下一期；否则请重新申请。',
      en: 'Where it counts by month or day, wait for the next; else ask for a new grant.',
    },
  },
  GRANT_LEASE_TAKEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该份配额已被领取', en: 'This lease of the quota is taken' },
    next: { zh: '请领取下一份。', en: 'Take the next one.' },
  },
} as const satisfies ErrorArea;
