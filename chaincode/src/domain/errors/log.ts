import type { ErrorArea } from './entry.js';

/** The verifiable log: notes, checkpoints, tiles, proofs and cosignatures. */
export const LOG_ERRORS = {
  NOTE_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '签名文本的格式不正确', en: 'The signed note is not built as its format wants it' },
    next: {
      zh: '请取未经改动的原文：UTF-8，以换行符（LF）结尾的正文、空行、签名行。',
      en: 'Fetch the original bytes: UTF-8, a text that ends in LF, an empty line, signature lines.',
    },
  },
  NOTE_KEY_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '验签公钥的格式不正确', en: 'The verifier key is not built as its format wants it' },
    next: {
      zh: '请核对公钥文本：名称+八位十六进制编号+base64。',
      en: 'Compare the key: name+eight hexadecimal digits+base64, where the digits follow from the rest.',
    },
  },
  NOTE_SIGNATURE_WRONG: {
    category: 'refused',
    retryable: false,
    title: { zh: '已知密钥的签名不成立', en: 'A signature by a known key does not verify' },
    next: {
      zh: '请勿采信该文本，保留原件并通知日志运营方和见证方。',
      en: 'Do not rely on the note; keep it, and tell the log and its witnesses.',
    },
  },
  NOTE_UNSIGNED: {
    category: 'refused',
    retryable: false,
    title: { zh: '没有所要求密钥的签名', en: 'The note carries no signature by the key it must have' },
    next: {
      zh: '请取含有该签名的文本，或核对信任包中的密钥。',
      en: 'Fetch the note with that signature, or compare the keys in your trust bundle.',
    },
  },
  CHECKPOINT_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '检查点的格式不正确', en: 'The checkpoint is not built as its format wants it' },
    next: {
      zh: '请取未经改动的检查点：来源、大小、根，以及本日志的扩展行。',
      en: 'Fetch the original checkpoint: origin, size, root, then the extension lines of this log.',
    },
  },
  LOG_PROOF_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '日志证明的格式不正确', en: 'The log proof is not built as its format wants it' },
    next: {
      zh: '请重新取得日志证明（c2sp.org/tlog-proof@v1）。',
      en: 'Fetch the proof anew (c2sp.org/tlog-proof@v1).',
    },
  },
  TILE_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '日志块的路径或长度不正确', en: 'The path or the length of the tile is wrong' },
    next: {
      zh: '请核对路径（tile/层/序号[.p/宽度]），或重新下载该日志块。',
      en: 'Compare the path (tile/level/index[.p/width]), or fetch the tile again.',
    },
  },
  LOG_ENTRY_TOO_LARGE: {
    category: 'too_large',
    retryable: false,
    title: { zh: '日志条目过大', en: 'The log entry is too large' },
    next: { zh: '日志条目不得超过 65535 字节。', en: 'An entry takes at most 65,535 bytes.' },
  },
  CHECKPOINT_FOREIGN: {
    category: 'refused',
    retryable: false,
    title: { zh: '检查点属于另一日志', en: 'The checkpoint is of another log' },
    next: { zh: '请核对来源行与信任包。', en: 'Compare its origin with the log you trust.' },
  },
  CHECKPOINT_GOES_BACK: {
    category: 'conflict',
    retryable: false,
    title: { zh: '检查点不比已发布的更新', en: 'The checkpoint does not continue the newest one' },
    next: {
      zh: '请以最新检查点为准；日志只增不减。',
      en: 'Go on from the newest checkpoint: a log only grows.',
    },
  },
  CHECKPOINT_UNKNOWN: {
    category: 'not_found',
    retryable: true,
    title: { zh: '没有该大小的检查点', en: 'No checkpoint of that size was published' },
    next: { zh: '请选用已发布的检查点。', en: 'Ask for a size that was published, or for the newest.' },
  },
  LOG_KEYS_UNKNOWN: {
    category: 'refused',
    retryable: true,
    title: { zh: '该机构尚未登记日志密钥', en: 'The organisation has registered no key for this' },
    next: {
      zh: '请先登记日志密钥与见证密钥。',
      en: "Register the organisation's log and witness keys first.",
    },
  },
  QUORUM_MISSING: {
    category: 'refused',
    retryable: true,
    title: { zh: '共同签署的机构数不足', en: 'Too few organisations have signed the checkpoint' },
    next: {
      zh: '请等待见证方签署后重新取得检查点。',
      en: 'Wait for the witnesses and fetch the checkpoint again.',
    },
  },
  LOG_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '日志文件损坏', en: "The log's files are damaged" },
    next: {
      zh: '请运维人员停止节点并运行 rebuild-log，从账本重建日志。',
      en: 'Ask the operator to stop the hub and run rebuild-log, which makes the log anew from the ledger.',
    },
  },
  LOG_HALTED: {
    category: 'unavailable',
    retryable: false,
    title: {
      zh: '日志出现分叉，已暂停办理',
      en: 'The log has forked, and the hub has stopped taking writes',
    },
    next: {
      zh: '请运维人员核查分叉证据（GET /v1/log/witnesses），查明后停止节点并运行 accept-fork。',
      en: 'Ask the operator to look into the evidence (GET /v1/log/witnesses); when it is explained, stop the hub and run accept-fork.',
    },
  },
  LOG_PENDING: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '日志证明尚未生成', en: 'The log proof does not exist yet' },
    next: { zh: '请等待下一个检查点后重试。', en: 'Wait for the next checkpoint and try again.' },
  },
} as const satisfies ErrorArea;
