import type { ErrorArea } from './entry.js';

const ask = {
  zh: '请向出具方重新索取该检查点的证明；多次不符时请保留证据并告知审计方。',
  en: 'Ask for the proof at that checkpoint anew; if it fails again, keep it as evidence and tell the auditor.',
} as const;

/** The state map and its proofs. */
export const MAP_ERRORS = {
  MAP_PROOF_LENGTH: {
    category: 'malformed',
    retryable: false,
    title: { zh: '状态证明的长度不正确', en: 'The map proof has the wrong length' },
    next: ask,
  },
  MAP_PROOF_FOREIGN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '状态证明属于其他键', en: 'The map proof is for another key' },
    next: ask,
  },
  MAP_PROOF_NOT_CANONICAL: {
    category: 'malformed',
    retryable: false,
    title: { zh: '状态证明不是规范形式', en: 'The map proof is not in its one canonical form' },
    next: ask,
  },
  MAP_PROOF_ROOT_DIFFERS: {
    category: 'malformed',
    retryable: false,
    title: {
      zh: '状态证明与检查点的状态根不符',
      en: "The map proof does not lead to the checkpoint's map root",
    },
    next: ask,
  },
  MAP_PROOF_MISSING: {
    category: 'malformed',
    retryable: false,
    title: { zh: '缺少所需记录的状态证明', en: 'The proof of a record that is needed is missing' },
    next: ask,
  },
  MAP_CHECKPOINT_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '该检查点的状态证明不可得', en: 'No map proofs are kept for that checkpoint' },
    next: {
      zh: '请改用较新的检查点；记录自带全部历史，新检查点同样可证明过去的状态。',
      en: 'Name a newer checkpoint: a record carries its whole history, so a newer one proves the past as well.',
    },
  },
  MAP_TILE_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '状态树的存储损坏', en: 'The state map on disk is damaged' },
    next: {
      zh: '请停机后运行 rebuild：状态树可由账本重建。',
      en: 'Stop the hub and run rebuild: the map is built anew from the ledger.',
    },
  },
} as const satisfies ErrorArea;
