// Prints docs/errors.md, made from the registry in chaincode/src/domain/errors.
import { ERROR_AREAS } from '@hanlian/chaincode/domain';

const AREA_TITLES = {
  input: 'Texts, JSON and fields · 输入',
  codes: 'National codes and dates · 代码与日期',
  registry: 'Departments, types, authority · 部门、类型与权限',
  license: 'Certificates and batches · 证照与批次',
  documents: 'Documents · 证照文件',
  certificates: 'Keys and certificates · 密钥与证书',
  ledger: 'The ledger · 账本',
  http: 'The gateway · 网关',
};

const INTRODUCTION = `# Error codes · 错误代码

Every refusal of the hub carries one of these codes, whether it comes from a contract, the gateway or the command line.
Codes are stable: none is renamed or given another meaning. The category decides the HTTP status; _retryable_ says
whether the same request, sent again unchanged, may succeed later.

每个错误都带有下列代码之一，合约、网关与命令行一致。代码长期稳定，含义不变；“可重试”表示原样重发以后可能成功。

This page is written by \`npm run generate\` from \`chaincode/src/domain/errors\`.`;

const section = ([code, { category, retryable, title, next }]) => `### ${code}

\`${category}\` · ${retryable ? 'retryable · 可重试' : 'not retryable · 不可重试'}

- ${title.en}. ${next.en}
- ${title.zh}。${next.zh}`;

const area = ([name, codes]) =>
  [`## ${AREA_TITLES[name] ?? name}`, ...Object.entries(codes).map(section)].join('\n\n');

process.stdout.write(`${[INTRODUCTION, ...Object.entries(ERROR_AREAS).map(area)].join('\n\n')}\n`);
