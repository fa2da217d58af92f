import type { ErrorArea } from './entry.js';

/** Keys and certificates of an organisation's own authority. */
export const CERTIFICATE_ERRORS = {
  KEY_EXISTS: {
    category: 'conflict',
    retryable: false,
    title: { zh: '同名密钥已存在', en: 'A key of this name exists' },
    next: { zh: '请换一个名称；密钥从不被覆盖。', en: 'Choose another name; a key is never replaced.' },
  },
  KEY_NOT_FOUND: {
    category: 'not_found',
    retryable: false,
    title: { zh: '密钥不存在', en: 'There is no such key' },
    next: { zh: '请核对密钥名称，或先创建该密钥。', en: "Check the key's name, or create the key first." },
  },
  KEY_NAME_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '密钥名称不合规', en: 'The name cannot name a key' },
    next: {
      zh: '请使用 1 至 64 个字母、数字、“.”、“_”或“-”，首字符为字母或数字。',
      en: 'Use 1 to 64 letters, digits, ".", "_" or "-", beginning with a letter or digit.',
    },
  },
  KEY_UNSUPPORTED: {
    category: 'refused',
    retryable: false,
    title: { zh: '不支持该密钥算法', en: 'Keys of this algorithm are not supported' },
    next: { zh: '请使用 expected 所列算法的密钥。', en: 'Use a key of an algorithm listed in expected.' },
  },
  KEYSTORE_PASSPHRASE_WRONG: {
    category: 'internal',
    retryable: false,
    title: { zh: '密钥库口令不正确', en: 'The passphrase does not open the key store' },
    next: {
      zh: '请配置创建该密钥库时使用的口令。',
      en: 'Configure the passphrase the key store was made with.',
    },
  },
  KEYSTORE_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '密钥库文件损坏', en: 'A file of the key store is damaged' },
    next: { zh: '请从备份恢复所指文件。', en: 'Restore the file named from a backup.' },
  },
  PKCS11_MODULE_MISSING: {
    category: 'internal',
    retryable: false,
    title: { zh: '无法加载密码模块的驱动', en: "The hardware module's library cannot be loaded" },
    next: {
      zh: '请核对 HANLIAN_KEYS 中的 module-path；若 pkcs11js 未编译，请安装 C++ 编译器后运行 npm rebuild pkcs11js。',
      en: 'Check module-path in HANLIAN_KEYS; if pkcs11js was not compiled, install a C++ compiler and run npm rebuild pkcs11js.',
    },
  },
  PKCS11_TOKEN_ABSENT: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '找不到密码模块中的令牌', en: 'The token is not there' },
    next: {
      zh: '请接通密码模块，并核对 HANLIAN_KEYS 中的 token（及 serial）。',
      en: 'Connect the module, and check token (and serial) in HANLIAN_KEYS.',
    },
  },
  PKCS11_PIN_REFUSED: {
    category: 'internal',
    retryable: false,
    title: { zh: '令牌拒绝 PIN', en: 'The token refuses the PIN' },
    next: {
      zh: '请核对 HANLIAN_KEYS_PIN 或 pin-source 所指文件；令牌若已锁定，由其安全管理员解锁。',
      en: 'Check HANLIAN_KEYS_PIN or the file of pin-source; if the token is locked, its security officer unlocks it.',
    },
  },
  PKCS11_UNAVAILABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '密码模块暂不可用', en: 'The hardware module cannot do its work now' },
    next: {
      zh: '请稍后重试；若持续出现，请检查密码模块及其驱动日志。',
      en: "Try again later; if it stays, look at the module and its library's log.",
    },
  },
  PKCS11_KEY_AMBIGUOUS: {
    category: 'internal',
    retryable: false,
    title: { zh: '令牌中的密钥不唯一或不成对', en: 'A key of the token is there twice, or by half' },
    next: {
      zh: '请用密码模块的工具查看所指标签或标识的对象，并移除多余的对象。',
      en: "Look at the objects of that label or id with the module's own tool, and remove what is too many.",
    },
  },
  PEM_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '不是有效的 PEM 文本', en: 'The text is not valid PEM' },
    next: { zh: '请提供带 BEGIN/END 行的 PEM 文本。', en: 'Send PEM text with its BEGIN and END lines.' },
  },
  REQUEST_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '证书申请无效', en: 'The certification request is not valid' },
    next: {
      zh: '请用待认证的私钥重新生成 PKCS#10 申请。',
      en: 'Make a new PKCS#10 request with the private key it is for.',
    },
  },
  AUTHORITY_UNAVAILABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '证书机构没有应答', en: "The organisation's authority does not answer" },
    next: {
      zh: '请启动证书机构（npm run network -- up）后重试。',
      en: 'Start the authority (npm run network -- up) and try again.',
    },
  },
  ENROLMENT_REFUSED: {
    category: 'refused',
    retryable: false,
    title: { zh: '证书机构拒绝签发身份证书', en: "The organisation's authority refuses the identity" },
    next: {
      zh: '一个身份只签发一次：若私钥已丢失，请恢复本节点的数据目录或改用新名称；示例城市可运行 npm run network -- clean 重来。',
      en: 'An identity is certified once: if its key is lost, restore the data folder of this hub or use another name; for a sample city, begin anew with npm run network -- clean.',
    },
  },
} as const satisfies ErrorArea;
