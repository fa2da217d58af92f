import type { ErrorArea } from './entry.js';

/** The offline verifier's files and arguments. */
export const VERIFIER_ERRORS = {
  FILE_UNREADABLE: {
    category: 'not_found',
    retryable: false,
    title: { zh: '无法读取文件', en: 'The file cannot be read' },
    next: {
      zh: '请核对文件名，以及是否有读取权限。',
      en: 'Check the name, and that you may read the file.',
    },
  },
  EVIDENCE_OF_OTHER_CHECKPOINT: {
    category: 'conflict',
    retryable: true,
    title: {
      zh: '账本记录与日志不是同一检查点的',
      en: 'The export of the ledger and the copy of the log are of two checkpoints',
    },
    next: {
      zh: '两次导出之间日志有了新的检查点：请重新导出账本记录并复制日志。',
      en: 'A checkpoint came in between: export the records and copy the log again.',
    },
  },
  FILE_IS_FOLDER: {
    category: 'malformed',
    retryable: false,
    title: { zh: '这是文件夹，不是文件', en: 'This is a folder, not a file' },
    next: {
      zh: '请写出其中的文件，例如“文件夹/*.json”。',
      en: 'Name the files in it, for example folder/*.json.',
    },
  },
  FILE_EMPTY: {
    category: 'malformed',
    retryable: false,
    title: { zh: '文件是空的', en: 'The file is empty' },
    next: { zh: '请重新下载或索取该文件。', en: 'Download it again, or ask for it anew.' },
  },
  FILE_TOO_LARGE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '文件过大，不可能是证照文件', en: 'The file is larger than any document' },
    next: {
      zh: '请核对是否选错了文件。',
      en: 'Check that this is the file you meant.',
    },
  },
  BATCH_REFUSED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '批量压缩包不被接受', en: 'The batch of files is not taken' },
    next: {
      zh: '请用普通 zip 重新打包证照文件：至少一份、不加密、不重名、路径不含上级目录、解压后大小正常。',
      en: 'Pack the documents anew as a plain zip: at least one, no encryption, no name twice, no steps upwards, no tighter than documents go.',
    },
  },
  SD_JWT_UNREADABLE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '该文件不是可出示的 SD-JWT', en: 'The file is no SD-JWT that can be shown' },
    next: {
      zh: '请用发证机关导出的原文件，不要改动。',
      en: 'Take the file as the issuer exported it, unchanged.',
    },
  },
  PRESENTATION_NOT_COMPACT: {
    category: 'malformed',
    retryable: false,
    title: { zh: '该出示件不能做成二维码', en: 'No QR code can be made of this presentation' },
    next: {
      zh: '请少披露几项，或直接出示全文；须为本系统导出并由持证主体签名的 SD-JWT。',
      en: 'Disclose less, or show the text itself; it must be an SD-JWT that a hub exported and its holder signed.',
    },
  },
  TRUST_FILE_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '信任文件不正确', en: 'The trust file is not one' },
    next: {
      zh: '请从您信任的机构重新取得信任文件。',
      en: 'Get the trust file again from the organisation you trust.',
    },
  },
  TRUST_SIGNATURE_WRONG: {
    category: 'malformed',
    retryable: false,
    title: { zh: '信任文件的签名不成立', en: 'The signature of the trust file does not hold' },
    next: {
      zh: '文件在签名后被改动或损坏，请重新取得；不要使用这一份。',
      en: 'It was changed or damaged after it was signed: get it again, and do not use this one.',
    },
  },
  TRUST_SIGNER_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '信任文件不是由指定的机构签名', en: 'The trust file is not signed by the hub you named' },
    next: {
      zh: '请核对 --trust-signer 给出的证书，或向该机构重新取得信任文件。',
      en: 'Compare the certificate given with --trust-signer, or get the trust file from that hub.',
    },
  },
  ARGUMENTS_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '命令的参数不正确', en: 'The command was called wrongly' },
    next: { zh: '用 --help 查看用法。', en: 'See --help.' },
  },
} as const satisfies ErrorArea;
