import type { ErrorArea } from './entry.js';

/** Queries between departments, what is released, and the receipts of it. */
export const RECEIPT_ERRORS = {
  ACCESS_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '您的数据没有该次访问', en: 'There is no such access to your data' },
    next: { zh: '请以查阅结果中的访问编号提出异议。', en: 'Object to one of the accesses you are shown.' },
  },
  PRESENTATION_NOT_VALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '出示的证照不能证明您的身份', en: 'The certificate shown does not prove who you are' },
    next: {
      zh: '请出示有效的、持证主体为您一人且已绑定密钥的证照，披露持证主体，用途和受众与要求一致。',
      en: 'Show a certificate in force that is yours alone and bound to your key, with its holder disclosed, for the purpose and the department asked for.',
    },
  },
  QUERY_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该次数据查询', en: 'There is no such query' },
    next: { zh: '请核对查询编号。', en: "Check the query's id." },
  },
  QUERY_REPLAYED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该编号的查询已收到过', en: 'A query of that id was received before' },
    next: {
      zh: '请查看该次查询的结果；如需再次取得数据，请以新编号另行查询。',
      en: 'Look what came of it; to get data again, ask anew under another id.',
    },
  },
  QUERY_OPENING_WRONG: {
    category: 'refused',
    retryable: false,
    title: { zh: '查询对象或用途说明与签名的承诺不符', en: 'Subject or reason is not what was signed for' },
    next: {
      zh: '请以同一对象、用途说明和盐值重新签署查询。',
      en: 'Sign the query anew over the same subject, reason and salts.',
    },
  },
  QUERY_RATE_EXCEEDED: {
    category: 'limited',
    retryable: true,
    title: { zh: '查询频率超过授权规定', en: 'More queries a minute than the grant allows' },
    next: { zh: '请在一分钟后再查询。', en: 'Ask again after a minute.' },
  },
  QUERY_NETWORK_NOT_ALLOWED: {
    category: 'refused',
    retryable: false,
    title: { zh: '查询来自授权以外的网络地址', en: 'The query comes from an address outside the grant' },
    next: {
      zh: '请从授权列明的网络地址查询。',
      en: 'Ask from the networks the grant names.',
    },
  },
  ENCRYPTION_CERTIFICATE_UNUSABLE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '不能以该证书加密', en: 'Nothing can be encrypted to that certificate' },
    next: {
      zh: '请提供 P-256 公钥的 X.509 证书（DER，Base64）。',
      en: 'Give an X.509 certificate with a P-256 key, its DER in base64.',
    },
  },
  RESOURCE_NOT_SERVED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '提供方尚未接入该资源的数据源', en: 'The provider has no source for this resource yet' },
    next: {
      zh: '请联系提供方在其中枢配置该资源的数据源。',
      en: "Have the provider name the resource's source in its hub.",
    },
  },
  SOURCE_LATE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '提供方的数据源未在规定时间内答复', en: "The provider's source did not answer in time" },
    next: { zh: '请稍后以新编号再次查询。', en: 'Ask again later, under another id.' },
  },
  SOURCE_FAILED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '提供方的数据源暂时无法查询', en: "The provider's source cannot be asked now" },
    next: {
      zh: '请稍后以新编号再次查询；持续失败请联系提供方。',
      en: 'Ask again later, under another id; if it goes on, tell the provider.',
    },
  },
  SOURCE_ROWS_TOO_MANY: {
    category: 'refused',
    retryable: false,
    title: { zh: '数据源返回的记录数超过上限', en: 'The source gave more rows than may be released' },
    next: {
      zh: '请提供方核查其数据，或调整该资源的记录数上限。',
      en: "Have the provider look at its data, or at the resource's limit.",
    },
  },
  SOURCE_SUBJECT_OTHER: {
    category: 'unavailable',
    retryable: false,
    title: { zh: '数据源返回了其他对象的数据', en: 'The source gave data about somebody else' },
    next: {
      zh: '数据未放出；请提供方核查其数据源的查询条件。',
      en: 'Nothing was released; have the provider look at how its source looks people up.',
    },
  },
  LEDGER_VIEW_STALE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '账本已有一段时间没有答复', en: 'The ledger has not answered for a while' },
    next: {
      zh: '授权可能已变更，暂不放出数据；请待账本恢复后再查询。',
      en: 'The grant may have changed, so nothing is released; ask again when the ledger answers.',
    },
  },
  ACKNOWLEDGEMENT_OF_ANOTHER: {
    category: 'refused',
    retryable: false,
    title: { zh: '签收内容与放出回执不符', en: 'The acknowledgement is not for that release' },
    next: {
      zh: '请对收到的放出回执签收。',
      en: 'Acknowledge the release record that came with the data.',
    },
  },
  ONWARD_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '没有该次产品交付', en: 'There is no such handing on of a product' },
    next: { zh: '请核对交付编号。', en: 'Check the id it was handed on under.' },
  },
  ONWARD_OF_SEVERAL: {
    category: 'conflict',
    retryable: false,
    title: {
      zh: '多家运营单位的产品交付使用了该编号',
      en: 'Several operators handed a product on under that id',
    },
    next: {
      zh: '请以 operator 参数写明运营单位的统一社会信用代码。',
      en: "Say whose product is meant: add the operator's code as operator=….",
    },
  },
  ONWARD_REPLAYED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '该编号的产品交付已有记录', en: 'A handing on of that id is on record' },
    next: {
      zh: '请查看该次交付的记录；另一次交付请使用新编号。',
      en: 'Look at its record; hand another product on under another id.',
    },
  },
  ONWARD_NOT_RELEASED: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '产品所含内容未依该授权放出给本单位',
      en: 'The product is not made of what was released to you under that grant',
    },
    next: {
      zh: '请列明产品所依据的、依该授权已取得数据的查询，并只列入其放出的信息项。',
      en: 'Name the queries under that grant that were answered with data, and no fields but those released.',
    },
  },
  ONWARD_PRODUCT_OTHER: {
    category: 'refused',
    retryable: false,
    title: { zh: '收到的产品与交付回执不符', en: 'The product is not the one that the receipt names' },
    next: {
      zh: '请核对产品文件的 SHA-256；不符的请向运营单位索取，不要签收。',
      en: "Check the file's SHA-256; where it differs, ask the operator, and confirm nothing.",
    },
  },
  ANCHOR_NOT_NEXT: {
    category: 'conflict',
    retryable: false,
    title: { zh: '回执锚定不连续', en: 'The anchor does not go on where the last one ended' },
    next: {
      zh: '请从该数据使用方上一次锚定之后的第一条回执开始锚定。',
      en: 'Begin each stretch with the record after the last anchored one.',
    },
  },
} as const satisfies ErrorArea;
