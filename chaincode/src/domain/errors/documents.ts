import type { ErrorArea } from './entry.js';

/** Certificate documents and the encrypted store that keeps them. */
export const DOCUMENT_ERRORS = {
  DOCUMENT_ERASED: {
    category: 'not_found',
    retryable: false,
    title: { zh: '证照内容已依法清除', en: "The document's content has been lawfully erased" },
    next: {
      zh: '账本仍可证明其曾经存在及状态，但内容不可恢复。',
      en: 'The ledger still proves that it existed and its state; the content cannot be brought back.',
    },
  },
  DOCUMENT_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '证照内容损坏，无法读取', en: 'The stored document is damaged and cannot be read' },
    next: {
      zh: '请运维人员从备份恢复文档库。',
      en: 'Ask the operator to restore the document store from a backup.',
    },
  },
  DOCUMENT_VERSION_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '不认识该证照文件的格式版本', en: 'The format of the document is not known here' },
    next: {
      zh: '请升级校验程序，或核对文件是否为本系统签发的证照文件。',
      en: 'Update the verifier, or check that this is a document of the hub.',
    },
  },
  DOCUMENT_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '证照文件的结构不正确', en: 'The document is not built as its format wants it' },
    next: {
      zh: '请向持证主体索取未经改动的原文件。',
      en: 'Ask the holder for the original file, unaltered.',
    },
  },
  CHARACTER_NOT_PRINTABLE: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '证照含有字体中没有的字，无法打印',
      en: 'The certificate has a character that the font lacks',
    },
    next: {
      zh: '请改用 JSON 存证文件；所缺的字见 received。',
      en: 'Use the JSON document instead; received names the character.',
    },
  },
  SM2_SEAL_NEEDED: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '本部门没有 SM2 印章，无法加盖 OFD 电子印章',
      en: 'The department has no seal in SM2, which an OFD needs',
    },
    next: {
      zh: '请登记机构为本部门登记 SM2 印章（sm2SealSince），或下载 PDF 或存证文件。',
      en: 'Have the registrar enter an SM2 seal for the department (sm2SealSince), or download the PDF or the evidence document.',
    },
  },
  HOLDER_KEY_REFUSED: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '该密钥不是本证照持证主体所绑定的有效密钥',
      en: "The key is not one that is bound to this certificate's holder and in force",
    },
    next: {
      zh: '请先绑定持证主体的密钥（/v1/holder-keys）；自然人的密钥由本部门绑定，并随附公钥和盐。',
      en: 'Bind the holder’s key first (/v1/holder-keys); a person’s key is bound by this department, and its public key and salt come along.',
    },
  },
} as const satisfies ErrorArea;
