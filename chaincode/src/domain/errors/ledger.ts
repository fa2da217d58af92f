import type { ErrorArea } from './entry.js';

/** What a ledger, embedded or Fabric, may answer. */
export const LEDGER_ERRORS = {
  LEDGER_MVCC_READ_CONFLICT: {
    category: 'conflict',
    retryable: true,
    title: { zh: '读取的记录在提交前被修改', en: 'A record that was read changed before the commit' },
    next: { zh: '未写入任何内容；请重新背书后提交。', en: 'Nothing was written; endorse anew and submit.' },
  },
  LEDGER_PHANTOM_READ_CONFLICT: {
    category: 'conflict',
    retryable: true,
    title: { zh: '查询的范围在提交前发生变化', en: 'A range that was read changed before the commit' },
    next: { zh: '未写入任何内容；请重新背书后提交。', en: 'Nothing was written; endorse anew and submit.' },
  },
  LEDGER_DUPLICATE_TXID: {
    category: 'conflict',
    retryable: false,
    title: { zh: '交易编号已被使用', en: 'The transaction id has been used already' },
    next: {
      zh: '请按交易编号查询首次提交的结果，不要重发。',
      en: 'Ask for the outcome of the first by its transaction id; do not send it again.',
    },
  },
  LEDGER_BAD_SIGNATURE: {
    category: 'unauthenticated',
    retryable: false,
    title: { zh: '交易签名无效', en: "The transaction's signature does not verify" },
    next: {
      zh: '请用证书对应的私钥对返回的摘要签名（ECDSA P-256，low-S）。',
      en: "Sign the digest given with the certificate's own key (ECDSA P-256, low-S).",
    },
  },
  LEDGER_CREATOR_UNKNOWN: {
    category: 'unauthenticated',
    retryable: false,
    title: { zh: '交易创建者的证书不被承认', en: "The creator's certificate is not accepted" },
    next: {
      zh: '请使用本通道组织 CA 签发且在有效期内的证书。',
      en: "Use a certificate within its period, issued by the CA of one of the channel's organisations.",
    },
  },
  LEDGER_TIMESTAMP_OUTSIDE_WINDOW: {
    category: 'refused',
    retryable: false,
    title: { zh: '交易时间超出允许的偏差', en: "The transaction's time is too far from the peer's clock" },
    next: { zh: '请校准时钟后重新签名提交。', en: 'Set the clock right, sign again and resend.' },
  },
  LEDGER_TOO_LARGE: {
    category: 'too_large',
    retryable: false,
    title: { zh: '交易超过大小限制', en: 'The transaction is over the size limit' },
    next: { zh: '请减少单笔交易中的记录数。', en: 'Put fewer records into one transaction.' },
  },
  LEDGER_TIMEOUT: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '账本未在时限内应答', en: 'The ledger did not answer in time' },
    next: { zh: '请稍后重试。', en: 'Try again a little later.' },
  },
  LEDGER_UNAVAILABLE: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '账本暂时不可用', en: 'The ledger cannot be reached now' },
    next: { zh: '请稍后重试。', en: 'Try again a little later.' },
  },
  LEDGER_OUTCOME_UNKNOWN: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '交易结果尚不确定', en: 'Whether the transaction took effect is not yet known' },
    next: {
      zh: '请按交易编号查询；以同一 Idempotency-Key 重试不会重复生效。',
      en: 'Ask by transaction id; a retry with the same Idempotency-Key cannot take effect twice.',
    },
  },
  LEDGER_ENDORSEMENT_FAILED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '未能取得足够的背书', en: 'The endorsements needed could not be gathered' },
    next: {
      zh: '请稍后重试；若持续出现，请检查各组织节点。',
      en: "Try again; if it stays, look at the organisations' peers.",
    },
  },
  LEDGER_CHAINCODE_UNKNOWN: {
    category: 'unavailable',
    retryable: false,
    title: { zh: '链码未部署', en: 'The chaincode is not deployed' },
    next: { zh: '请核对链码名称与部署状态。', en: "Check the chaincode's name and its deployment." },
  },
  LEDGER_WRITE_AFTER_PAGED_QUERY: {
    category: 'internal',
    retryable: false,
    title: { zh: '分页查询之后不能写入', en: 'A transaction may not write after a paginated query' },
    next: { zh: '请在合约中改用普通范围查询。', en: 'Use a plain range query in the contract.' },
  },
  LEDGER_COLLECTION_NOT_MEMBER: {
    category: 'forbidden',
    retryable: false,
    title: {
      zh: '本组织不是该私有数据集的成员',
      en: 'The organisation is not a member of the private collection',
    },
    next: { zh: '请由成员组织读取或写入。', en: 'Let a member organisation read or write it.' },
  },
  LEDGER_WRITE_AFTER_PRIVATE_QUERY: {
    category: 'internal',
    retryable: false,
    title: {
      zh: '查询私有数据范围的交易不能写入',
      en: 'A transaction may not write and query a range of private data',
    },
    next: {
      zh: '请在合约中逐键读取，或拆成两笔交易。',
      en: 'Read key by key in the contract, or use two transactions.',
    },
  },
  LEDGER_PRIVATE_DATA_UNAVAILABLE: {
    category: 'unavailable',
    retryable: false,
    title: { zh: '本节点没有该私有数据的值', en: 'The private value is not held here' },
    next: {
      zh: '请向成员组织的节点查询；若为提交，请重新背书。',
      en: "Ask a member organisation's peer; to submit, endorse anew.",
    },
  },
  LEDGER_MESSAGE_INVALID: {
    category: 'malformed',
    retryable: false,
    title: { zh: '提案或交易的字节无法识别', en: 'The bytes are no valid proposal or transaction' },
    next: { zh: '请原样交回账本给出的字节。', en: 'Give the bytes back exactly as the ledger gave them.' },
  },
  LEDGER_CONTRACT_FAILED: {
    category: 'internal',
    retryable: false,
    title: { zh: '合约执行失败', en: 'The contract failed' },
    next: {
      zh: '未写入任何内容；请查看合约给出的原因。',
      en: 'Nothing was written; see the reason the contract gave.',
    },
  },
  LEDGER_NOT_DETERMINISTIC: {
    category: 'internal',
    retryable: false,
    title: { zh: '合约两次执行的结果不同', en: 'The contract did not do the same twice' },
    next: {
      zh: '请从合约中去除时钟、随机数、时区与语言环境的影响。',
      en: 'Remove clock, randomness, time zone and locale from the contract.',
    },
  },
  LEDGER_POSITION_AHEAD: {
    category: 'internal',
    retryable: false,
    title: { zh: '读取位置超出账本最新区块', en: "The position lies beyond the ledger's newest block" },
    next: {
      zh: '账本可能已从旧备份恢复；请核对后从头重建读模型。',
      en: 'The ledger may have been restored from an older backup; check, then rebuild the read model from block 0.',
    },
  },
  LEDGER_ORGANISATION_UNKNOWN: {
    category: 'internal',
    retryable: false,
    title: { zh: '该组织不在通道中', en: 'The organisation is not on the channel' },
    next: { zh: '请核对配置中的 MSP 编号。', en: 'Check the MSP id in the configuration.' },
  },
  LEDGER_FOREIGN: {
    category: 'internal',
    retryable: false,
    title: {
      zh: '目录中是另一账本或未知版本',
      en: 'The folder holds another ledger, or a format not known here',
    },
    next: {
      zh: '请指定正确的数据目录或使用相应版本。',
      en: 'Name the right data folder, or use the version that wrote it.',
    },
  },
  LEDGER_DAMAGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '账本数据损坏', en: "The ledger's data is damaged" },
    next: {
      zh: '请勿继续写入；运行 fsck 查看原因，并从备份恢复。',
      en: 'Do not write on; run fsck for the reason and restore from a backup.',
    },
  },
  LEDGER_BLOCK_FORGED: {
    category: 'internal',
    retryable: false,
    title: { zh: '节点给出的区块未通过校验', en: 'A block from the peer does not hang together' },
    next: {
      zh: '请勿信任该节点：与其他机构核对该区块，重建节点后再启动中枢。',
      en: 'Do not trust that peer: compare the block with other organisations, rebuild the peer, then start the hub again.',
    },
  },
  LEDGER_LOCKED: {
    category: 'unavailable',
    retryable: false,
    title: { zh: '数据目录正被另一进程使用', en: 'Another process is using the data folder' },
    next: {
      zh: '请先停止另一进程，或指定其他数据目录。',
      en: 'Stop the other process, or choose another data folder.',
    },
  },
  LEDGER_DISK_FULL: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '磁盘已满，无法写入', en: 'The disk is full and nothing can be written' },
    next: {
      zh: '请释放空间后重试；已确认的记录均完好。',
      en: 'Free space and try again; every acknowledged record is safe.',
    },
  },
  LEDGER_CLOSED: {
    category: 'unavailable',
    retryable: true,
    title: { zh: '账本正在关闭', en: 'The ledger is closing' },
    next: { zh: '请待服务重新启动后重试。', en: 'Try again when the service is back.' },
  },
} as const satisfies ErrorArea;
