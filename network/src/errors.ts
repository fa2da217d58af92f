import { CaError } from '@hanlian/ca-client';

/**
 * What can go wrong while building, starting or tending a network. Every failure is one sentence: the process, the
 * cause, the next step, in Chinese and in English.
 */

/** A text in the two languages the tools speak. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

interface Failure {
  readonly cause: Text;
  readonly next: Text;
}

const LOGS: Text = {
  zh: '查看 `npm run network -- logs {process}`',
  en: 'read `npm run network -- logs {process}`',
};
const CLEAN: Text = {
  zh: '运行 `npm run network -- clean` 后重新启动（账本数据将被删除）',
  en: 'run `npm run network -- clean` and start again (this deletes the ledger)',
};

/** `{name}` in a text is replaced by the detail of that name. */
const FAILURES = {
  TOPOLOGY_INVALID: {
    cause: { zh: '拓扑文件无效：{reason}', en: 'the topology is not valid: {reason}' },
    next: { zh: '更正该文件', en: 'correct the file' },
  },
  TOPOLOGY_CHANGED: {
    cause: {
      zh: '拓扑或端口与通道建立时不同，而通道配置已固定',
      en: 'the topology or its ports differ from those the channel was created with',
    },
    next: {
      zh: '恢复原拓扑，或运行 `npm run network -- clean` 重建（账本数据将被删除）',
      en: 'restore the old topology, or run `npm run network -- clean` to begin anew (this deletes the ledger)',
    },
  },
  NO_FREE_PORTS: {
    cause: { zh: '找不到一组空闲端口', en: 'no set of free ports was found' },
    next: { zh: '停止其他网络后重试', en: 'stop other networks and try again' },
  },
  PORT_IN_USE: {
    cause: { zh: '端口 {port} 已被其他程序占用', en: 'port {port} is in use by another program' },
    next: {
      zh: '停止该程序，或用 HANLIAN_PORT_OFFSET 移动全部端口',
      en: 'stop that program, or move all ports with HANLIAN_PORT_OFFSET',
    },
  },
  BINARIES_MISSING: {
    cause: { zh: '缺少程序 {binary}', en: 'the program {binary} is missing' },
    next: {
      zh: '运行 `node scripts/build-fabric.mjs` 构建，或用 HANLIAN_FABRIC_BIN 指定发行版目录',
      en: 'run `node scripts/build-fabric.mjs` to build it, or name a folder of release binaries in HANLIAN_FABRIC_BIN',
    },
  },
  BINARIES_WRONG_VERSION: {
    cause: {
      zh: '版本为 {version}，支持的版本为 {supported}',
      en: 'it is version {version}, and {supported} is what this network supports',
    },
    next: {
      zh: '运行 `node scripts/build-fabric.mjs` 构建受支持的版本，或更换 HANLIAN_FABRIC_BIN',
      en: 'run `node scripts/build-fabric.mjs` to build a supported one, or change HANLIAN_FABRIC_BIN',
    },
  },
  BUSY: {
    cause: { zh: '进程 {pid} 正在操作此网络', en: 'process {pid} is already working on this network' },
    next: { zh: '等待其结束', en: 'wait for it to end' },
  },
  DISK_FULL: {
    cause: { zh: '磁盘空间不足（剩余 {free}）', en: 'the disk is full ({free} left)' },
    next: {
      zh: '释放空间后重试，已提交的数据不受影响',
      en: 'free space and try again; nothing committed is lost',
    },
  },
  PROCESS_DIED: {
    cause: { zh: '启动时退出：{reason}', en: 'it ended while starting: {reason}' },
    next: LOGS,
  },
  NOT_READY: {
    cause: { zh: '{seconds} 秒内未就绪', en: 'it was not ready within {seconds} s' },
    next: LOGS,
  },
  NOT_RUNNING: {
    cause: { zh: '进程未运行', en: 'it is not running' },
    next: { zh: '运行 `npm run network -- up`', en: 'run `npm run network -- up`' },
  },
  WILL_NOT_STOP: {
    cause: { zh: '收到终止信号后仍未退出', en: 'it did not end when told to' },
    next: { zh: '检查进程 {pid} 的状态', en: 'look at what process {pid} is doing' },
  },
  UNKNOWN_PROCESS: {
    cause: {
      zh: '网络中没有此名称；可选：{names}',
      en: 'the network has no such process; there are {names}',
    },
    next: { zh: '更正名称', en: 'correct the name' },
  },
  UNKNOWN_ORGANISATION: {
    cause: { zh: '没有此机构；可选：{names}', en: 'there is no such organisation; there are {names}' },
    next: { zh: '更正名称', en: 'correct the name' },
  },
  UNKNOWN_IDENTITY: {
    cause: { zh: '没有身份 {identity}', en: 'it has no identity {identity}' },
    next: {
      zh: '运行 `npm run network -- enrol {process} {identity} role=… dept=…`',
      en: 'run `npm run network -- enrol {process} {identity} role=… dept=…`',
    },
  },
  CRYPTO_WIPED: {
    cause: {
      zh: '账本数据存在，但其证书和私钥已丢失',
      en: 'there is ledger data, but its certificates and keys are gone',
    },
    next: {
      zh: '从备份恢复 organisations 目录，或运行 `npm run network -- clean` 重建（账本数据将被删除）',
      en: 'restore the organisations folder, or run `npm run network -- clean` to begin anew (this deletes the ledger)',
    },
  },
  STALE_DATA: {
    cause: {
      zh: '账本数据属于另一套证书，不能用新证书打开',
      en: 'its ledger was made under other certificates and must not be opened under these',
    },
    next: CLEAN,
  },
  CERTIFICATE_EXPIRED: {
    cause: { zh: '证书 {file} 已于 {date} 过期', en: 'its certificate {file} expired on {date}' },
    next: {
      zh: '运行 `npm run network -- renew`，然后重新启动',
      en: 'run `npm run network -- renew` and start again',
    },
  },
  CLOCK_BEHIND: {
    cause: {
      zh: '证书 {file} 自 {date} 起才有效，本机时钟落后',
      en: 'its certificate {file} counts only from {date}: the clock of this machine is behind',
    },
    next: { zh: '校准本机时钟后重新启动', en: "set this machine's clock right and start again" },
  },
  CA_REFUSED: {
    cause: { zh: '拒绝 {request}：{reason}', en: 'it refused {request}: {reason}' },
    next: LOGS,
  },
  CA_UNREACHABLE: {
    cause: { zh: '无法连接：{reason}', en: 'it cannot be reached: {reason}' },
    next: { zh: '运行 `npm run network -- up`', en: 'run `npm run network -- up`' },
  },
  NO_CA: {
    cause: {
      zh: '此网络由 cryptogen 生成证书，没有证书机构',
      en: 'this network has certificates from cryptogen and no certificate authority',
    },
    next: { zh: '不带 --quick 重新建立网络', en: 'build the network again without --quick' },
  },
  NO_QUORUM: {
    cause: {
      zh: '排序节点没有领导者（存活 {alive}/{total}）',
      en: 'the orderers have no leader ({alive} of {total} are alive)',
    },
    next: {
      zh: '用 `npm run network -- up` 启动其余排序节点',
      en: 'start the others with `npm run network -- up`',
    },
  },
  COMMAND_FAILED: {
    cause: { zh: '`{command}` 失败：{reason}', en: '`{command}` failed: {reason}' },
    next: LOGS,
  },
  CHAINCODE_NOT_BUILT: {
    cause: {
      zh: '{folder} 中没有可运行的链码：{reason}',
      en: '{folder} holds no runnable chaincode: {reason}',
    },
    next: { zh: '运行 `npm run build`', en: 'run `npm run build`' },
  },
  CHAINCODE_UNKNOWN: {
    cause: { zh: '此通道上没有链码', en: 'no such chaincode is committed on the channel' },
    next: { zh: '先运行 `npm run network -- up`', en: 'run `npm run network -- up` first' },
  },
  PACKAGE_ID_MISMATCH: {
    cause: {
      zh: '节点 {peer} 算出的包标识为 {actual}，应为 {expected}',
      en: '{peer} computed package id {actual} where {expected} was expected',
    },
    next: CLEAN,
  },
  DEFINITION_CHANGED: {
    cause: {
      zh: '已提交的版本、背书策略或私有数据集与现在的不同',
      en: 'the channel holds another version, policy or collections of it',
    },
    next: {
      zh: '运行 `npm run network -- upgrade {process}`',
      en: 'run `npm run network -- upgrade {process}`',
    },
  },
  USAGE: {
    cause: { zh: '用法错误：{reason}', en: '{reason}' },
    next: { zh: '运行 `npm run network -- help`', en: 'run `npm run network -- help`' },
  },
} satisfies Record<string, Failure>;

export type FailureCode = keyof typeof FAILURES;

export type Details = Readonly<Record<string, string | number>> & { readonly process: string };

/** A failure a person can act on. `message` is the English sentence; `text` has both. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: FailureCode;
  readonly process: string;
  readonly text: Text;

  constructor(code: FailureCode, details: Details, options?: ErrorOptions) {
    const failure: Failure = FAILURES[code];
    const text = {
      zh: fill(`{process}：${failure.cause.zh}；${failure.next.zh}。`, details),
      en: fill(`{process}: ${failure.cause.en}; ${failure.next.en}.`, details),
    };
    super(text.en, options);
    this.code = code;
    this.process = details.process;
    this.text = text;
  }
}

function fill(template: string, details: Details): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(details[name] ?? placeholder));
}

/** An error from outside becomes a sentence of ours when it is one people meet; anything else is passed on unchanged. */
export function explain(error: unknown, process: string): unknown {
  if (error instanceof CaError) {
    const { code, authority, request, reason } = error;
    return new NetworkError(code, { process: authority, request, reason }, { cause: error });
  }
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC') {
    return new NetworkError('DISK_FULL', { process, free: '0' }, { cause: error });
  }
  return error;
}
