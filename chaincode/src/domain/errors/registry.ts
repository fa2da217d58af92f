import type { ErrorArea } from './entry.js';

/** Departments, certificate types, accreditation, and who may act. */
export const REGISTRY_ERRORS = {
  TYPE_UNKNOWN: {
    category: 'refused',
    retryable: false,
    title: { zh: '证照类型未登记', en: 'The certificate type is not registered' },
    next: {
      zh: '请核对 21 位类型代码，或先登记该类型。',
      en: 'Check the 21-character type code, or register the type first.',
    },
  },
  TYPE_EXPIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '证照类型已停用', en: 'The certificate type is no longer in force' },
    next: { zh: '请使用现行的证照类型。', en: 'Use the type now in force.' },
  },
  NOT_ACCREDITED: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '本部门无权签发该类型证照',
      en: 'The department is not accredited for this certificate type',
    },
    next: {
      zh: '请向登记机构申请该类型在该期间的授权。',
      en: 'Ask the registrar to accredit the department for this type and period.',
    },
  },
  DEPARTMENT_UNKNOWN: {
    category: 'refused',
    retryable: false,
    title: { zh: '部门未登记', en: 'The department is not registered' },
    next: {
      zh: '请核对部门代码，或先登记该部门。',
      en: "Check the department's code, or register it first.",
    },
  },
  DEPARTMENT_NOT_IN_FORCE: {
    category: 'refused',
    retryable: false,
    title: { zh: '部门在该时间未设立或已撤并', en: 'The department was not in being at that time' },
    next: {
      zh: '请核对部门的登记期间；已撤并的由承继部门办理。',
      en: "Check the department's registered period; after a merger its successor acts.",
    },
  },
  BINDING_NOT_ALLOWED: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '该单位不能绑定此密钥', en: 'This body may not bind that key' },
    next: {
      zh: '持证主体的密钥由核验其身份的政府部门绑定；已登记部门或银行自身的密钥由登记机构绑定。',
      en: 'A department of government that saw the evidence binds a holder’s key; that of a registered department or bank, the registrar.',
    },
  },
  SUCCESSION_INVALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '部门承继关系不成立', en: 'The succession of departments is not possible' },
    next: {
      zh: '承继部门须为另一已登记部门，不得循环或重复承继，生效时间不得早于登记之时。',
      en: 'The successor must be another registered department, once only, without a circle, and not dated back.',
    },
  },
  RECORD_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '登记簿中没有该记录', en: 'The registry holds no such record' },
    next: { zh: '请核对记录的种类和编号。', en: 'Check the kind and the identifiers of the record.' },
  },
  RECORD_FINAL: {
    category: 'refused',
    retryable: false,
    title: { zh: '该登记内容已生效，不得改动', en: 'This part of the record is final' },
    next: {
      zh: '请另行登记新的内容；已生效的规则、已报告的泄露和已绑定密钥的持有者不得更改。',
      en: 'Register anew instead: rules in force, reported compromises and whose a bound key is are not rewritten.',
    },
  },
  WRONG_MSP: {
    category: 'forbidden',
    retryable: false,
    title: {
      zh: '证书所属组织与部门登记不符',
      en: "The caller's organisation is not the one the department is registered with",
    },
    next: {
      zh: '请使用本部门所属组织签发的证书。',
      en: "Use a certificate issued by the department's own organisation.",
    },
  },
  ROLE_NOT_ALLOWED: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '当前角色不能办理此操作', en: "The caller's role does not allow this operation" },
    next: { zh: '请由具备相应角色的人员办理。', en: 'Have someone with the role needed do it.' },
  },
  OTHER_DEPARTMENT: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '该记录属于其他部门', en: 'The record belongs to another department' },
    next: { zh: '请由所属部门办理。', en: 'Ask the department it belongs to.' },
  },
} as const satisfies ErrorArea;
