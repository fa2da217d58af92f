import type { ErrorArea } from './entry.js';

const keepAndTell = {
  zh: '请保留证据，停止采信该日志，并告知日志运营方与其他机构。',
  en: 'Keep the evidence, rely on the log no further, and tell its operator and the other organisations.',
} as const;

/** Witnesses and monitors of logs. */
export const WITNESS_ERRORS = {
  WITNESS_REQUEST_MALFORMED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '共同签署请求的格式不正确', en: 'The request for a cosignature is not well formed' },
    next: {
      zh: '请按 c2sp.org/tlog-witness 发送：old 行、证明行、空行、检查点。',
      en: 'Send what c2sp.org/tlog-witness asks for: an old line, proof lines, an empty line, the checkpoint.',
    },
  },
  WITNESS_LOG_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '见证方不认识该日志', en: 'The witness does not know this log' },
    next: { zh: '请先将日志公钥配置到见证方。', en: "Configure the log's key at the witness first." },
  },
  WITNESS_SIZE_CONFLICT: {
    category: 'conflict',
    retryable: true,
    title: { zh: '旧大小与见证方所签的不同', en: 'The witness last cosigned another size' },
    next: { zh: '请以应答中的大小重新证明一致性。', en: 'Prove consistency from the size in the answer.' },
  },
  WITNESS_AHEAD: {
    category: 'conflict',
    retryable: false,
    title: { zh: '见证方已签署更新的检查点', en: 'The witness has cosigned a newer checkpoint than this' },
    next: {
      zh: '请提交最新的检查点；若没有更新的，说明日志曾回退，请保留证据。',
      en: 'Submit the newest checkpoint; if there is none newer, the log went back: keep the evidence.',
    },
  },
  WITNESS_UNAVAILABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '见证方没有应答', en: 'The witness does not answer' },
    next: {
      zh: '请稍后重试；达不到机构数时检查点不可采信。',
      en: 'Try again later; without enough witnesses nobody relies on the checkpoint.',
    },
  },
  WITNESS_ANSWER_INVALID: {
    category: 'refused',
    retryable: false,
    title: { zh: '见证方的应答不成立', en: 'The answer of the witness does not hold' },
    next: {
      zh: '请核对见证方公钥，保留应答并告知其运营方。',
      en: "Compare the witness's key; keep the answer and tell its operator.",
    },
  },
  WITNESS_STATE_MISSING: {
    category: 'internal',
    retryable: false,
    title: {
      zh: '见证方的密钥尚在而记录缺失',
      en: 'The witness has its key but not its record of what it signed',
    },
    next: {
      zh: '请从备份恢复记录；无法恢复时应停用该密钥，不可重新开始。',
      en: 'Restore the record from a backup; if there is none, retire the key: it must not begin anew.',
    },
  },
  LOG_FORKED: {
    category: 'conflict',
    retryable: false,
    title: { zh: '日志分叉：同一大小有两个检查点', en: 'The log forked: two checkpoints of one size' },
    next: keepAndTell,
  },
  LOG_WENT_BACK: {
    category: 'conflict',
    retryable: false,
    title: {
      zh: '日志回退：检查点小于先前所见',
      en: 'The log went back: its checkpoint is smaller than one seen before',
    },
    next: keepAndTell,
  },
  LOG_INCONSISTENT: {
    category: 'refused',
    retryable: false,
    title: { zh: '检查点与先前所见的不一致', en: 'The checkpoint does not continue the one seen before' },
    next: keepAndTell,
  },
  MONITOR_STATE_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '监测程序的记录损坏', en: "The monitor's record of what it has seen is damaged" },
    next: {
      zh: '请从备份恢复；移走该文件会从头读取日志，但不再记得先前所见的检查点。',
      en: 'Restore it from a backup; without it the log is read from its beginning, and what was seen before is forgotten.',
    },
  },
  LOG_UNREACHABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '日志没有应答', en: 'The log does not answer' },
    next: {
      zh: '请稍后重试；长时间不应答应告知其运营方。',
      en: 'Try again later; tell its operator if it stays silent.',
    },
  },
} as const satisfies ErrorArea;
