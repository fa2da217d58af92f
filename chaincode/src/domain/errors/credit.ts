import type { ErrorArea } from './entry.js';

/** Public credit information: entries, their subjects, and the rules they stand under. */
export const CREDIT_ERRORS = {
  SUBJECT_FORM_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '信用主体代码的形式无法识别', en: 'The code of the subject has no known form' },
    next: {
      zh: '请使用 18 位统一社会信用代码；尚未换码的企业使用 15 位工商注册号。',
      en: 'Use the unified social credit code of 18 characters, or the 15-digit registration number not exchanged yet.',
    },
  },
  SUBJECT_IS_PERSON: {
    category: 'refused',
    retryable: false,
    title: { zh: '信用主体可能是自然人', en: 'The subject may be a natural person' },
    next: {
      zh: '链上只记录企业信用信息；请删除该条，或改用企业的统一社会信用代码。',
      en: 'Only enterprises stand on the ledger: leave the entry out, or give the enterprise by its unified social credit code.',
    },
  },
  SUBJECT_UNKNOWN: {
    category: 'refused',
    retryable: false,
    title: { zh: '信用主体尚未登记', en: 'The enterprise is not registered here' },
    next: {
      zh: '请先公示该企业的登记注册基本信息，再报送其他信息。',
      en: 'Publish the registration of the enterprise first, then its other entries.',
    },
  },
  SUBJECT_ENDED: {
    category: 'refused',
    retryable: false,
    title: { zh: '信用主体已合并、换码或注销', en: 'The enterprise has become another, or is no more' },
    next: {
      zh: '该日起的决定请记在承继主体名下；此前的决定可照常报送。',
      en: 'Publish decisions since that day under its successor; those from before may still be sent.',
    },
  },
  SUBJECT_SUCCESSION_INVALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '信用主体变更不成立', en: 'The succession of enterprises is not possible' },
    next: {
      zh: '合并与换码须指明另一已登记企业，更名与注销不得指明；不得循环或重复，也不得晚于今日。',
      en: 'A merger and a new code name another registered enterprise, a rename and a deregistration name none; once only, without a circle, and not dated ahead.',
    },
  },
  SOURCE_NOT_ALLOWED: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '该单位不能作为信用信息来源', en: 'This body is no source of public credit information' },
    next: {
      zh: '公共信用信息由政府部门报送；请由作出决定的部门办理。',
      en: 'Public credit information comes from departments of government: ask the one that decided.',
    },
  },
  NOT_CREDIT_OFFICE: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '只有信用主管部门可以办理', en: 'Only a credit office may do this' },
    next: {
      zh: '请由信用主管部门办理。',
      en: 'Ask the credit office.',
    },
  },
  SAME_ORGANISATION: {
    category: 'refused',
    retryable: false,
    title: { zh: '认定与复核不得为同一部门', en: 'The one that decided may not review' },
    next: {
      zh: '请由另一信用主管部门复核。',
      en: 'Have another credit office review it.',
    },
  },
  ENTRY_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该信用信息条目', en: 'There is no such credit entry' },
    next: {
      zh: '请核对主体代码和条目编号。',
      en: "Check the subject's code and the id of the entry.",
    },
  },
  ENTRY_EXISTS: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该条目已经公示', en: 'The entry has been published' },
    next: {
      zh: '内容相同则无须重报；有变化请作更正。',
      en: 'If nothing changed there is nothing to send; otherwise correct the entry.',
    },
  },
  ENTRY_DUPLICATE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '同一批中同一条目出现两次', en: 'The same entry stands twice in the request' },
    next: {
      zh: '请删去重复的一条。',
      en: 'Leave one of the two out.',
    },
  },
  ENTRY_REPAIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该条目已完成信用修复', en: 'The entry has been repaired' },
    next: {
      zh: '不得再公示、共享或使用该条目；请停止使用已有的副本。',
      en: 'It is no longer published, shared or used: stop using copies of it.',
    },
  },
  ENTRY_ANNULLED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该条目已撤销', en: 'The entry has been annulled' },
    next: {
      zh: '请停止使用该条目。',
      en: 'Stop using the entry.',
    },
  },
  ENTRY_NOT_PUBLISHED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该条目在此时不公示', en: 'The entry is not published at that time' },
    next: {
      zh: '按所列规则，该条目不予公示或公示期已满。',
      en: 'By the rule named it is not published, or its time is over.',
    },
  },
  ENTRY_HISTORY_FULL: {
    category: 'refused',
    retryable: false,
    title: { zh: '该条目的变更次数已达上限', en: 'The entry takes no more changes' },
    next: {
      zh: '请撤销该条目，另行公示新的条目。',
      en: 'Annul the entry and publish a new one.',
    },
  },
  ENTRY_ACT_IMPOSSIBLE: {
    category: 'refused',
    retryable: false,
    title: { zh: '条目的现状不允许此操作', en: 'The entry as it stands does not allow this' },
    next: {
      zh: '请先查看条目的状态和修复进度。',
      en: "Look at the entry's state and at how far its repair has come.",
    },
  },
  DECIDED_IN_FUTURE: {
    category: 'refused',
    retryable: false,
    title: { zh: '决定日期在今天之后', en: 'The date lies in the future' },
    next: {
      zh: '请核对日期；尚未作出的决定不能公示。',
      en: 'Check the date: what is not decided yet cannot be published.',
    },
  },
  STOP_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该停止使用义务', en: 'There is no such duty to stop' },
    next: {
      zh: '请核对条目与接收方承诺值。',
      en: "Check the entry and the recipient's commitment.",
    },
  },
  STOP_ACKNOWLEDGED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该停止使用义务已确认', en: 'The duty to stop has been acknowledged' },
    next: {
      zh: '无须重复确认。',
      en: 'There is nothing more to acknowledge.',
    },
  },
  RULES_MISSING: {
    category: 'refused',
    retryable: true,
    title: { zh: '所需的规则尚未登记', en: 'The rules this needs are not registered' },
    next: {
      zh: '请先登记所列规则集。',
      en: 'Register the rule set named first.',
    },
  },
  RULES_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '规则集的内容不成立', en: 'The rule set does not hold together' },
    next: {
      zh: '请按说明修正指出之处；最后一条须适用于所有条目。',
      en: 'Mend the place named; the last term must be about all entries.',
    },
  },
  RULES_OVERLAP: {
    category: 'refused',
    retryable: false,
    title: { zh: '规则版本相互重叠', en: 'Versions of the rules overlap' },
    next: {
      zh: '新规则自登记后施行，不得追溯覆盖已施行的期间；同一规则集中条件不得重复。',
      en: 'A new set begins after it is registered and never reaches back into days another was in force; no condition stands twice in a set.',
    },
  },
  GROUND_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '规则中没有该不予修复的理由', en: 'The rules know no such ground of refusal' },
    next: {
      zh: '请使用现行规则集列出的理由。',
      en: 'Use one of the grounds the rule set in force lists.',
    },
  },
  ENTRY_BODY_MISSING: {
    category: 'refused',
    retryable: true,
    title: {
      zh: '条目的内容不在本机构，无法出具报告',
      en: 'What an entry says is not kept in this hub, so that no report can be made',
    },
    next: {
      zh: '请来源部门重新报送该条目；文书号见 received。',
      en: 'Have its source send the entry again; received names its document.',
    },
  },
} as const satisfies ErrorArea;
