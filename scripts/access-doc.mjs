// Prints docs/access.md: who may ask for what, made from the endpoints and the policy table.
import { ROLES, scopesOf } from '@hanlian/chaincode/domain';
import { endpoints } from '../gateway/dist/endpoints/index.js';
import { ownershipOf } from '../gateway/dist/endpoints/objects.js';

const INTRODUCTION = `# Who may ask for what · 谁能做什么

Which scope opens which address, which roles have that scope, and whose the thing behind the address must be. A key may
grant fewer scopes than its caller's role has; without the scope the answer is \`403\`, and of a thing that is another's it
is that of a thing that does not exist. The contract decides every write again, from the certificate that signed it.

各地址需要哪个权限、哪些角色有此权限，以及地址所指对象须归谁所有。密钥的权限可以少于角色的权限；无权限答 \`403\`，对象属于他人时与
不存在一样。每次写入都由合约依签名证书再次判定。

- **open** · 公开: the registry, the ledger and what follows from them, which every member's peer holds
- **state** · 状态: anyone let in reads how it stands; its document and every act are its department's
- **department** · 部门, **caller** · 调用方: to anybody else it is not there
- —: the address names no one thing; a list shows what the caller may know

This page is written by \`npm run generate\`. Each line is tried by every role at every hub
(\`test/src/scenario/access\`).`;

/** The interfaces of the field show their key in the body, and an access of their own says what they may. */
const isDeployed = (path) => /^\/(query|download|verify)/.test(path);

function rolesOf({ scope, path }) {
  if (isDeployed(path)) return 'who has interface access · 有接口权限者';
  return scope === 'public'
    ? 'anyone · 任何人'
    : ROLES.filter((role) => scopesOf(role).has(scope)).join(', ');
}

const line = ({ method, path, scope }) => [
  `\`${method} ${path}\``,
  scope === 'public' ? '—' : `\`${scope}\``,
  rolesOf({ scope, path }),
  ownershipOf(path) ?? '—',
];

const places = ({ method, path }) => `${path} ${method}`;
const inOrder = endpoints.toSorted((a, b) => (places(a) < places(b) ? -1 : 1));
const rows = [['address', 'scope', 'roles', 'whose'], ...inOrder.map(line)];
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));

/** Columns of a fixed-width font: a Chinese character takes two. */
function widthOf(text) {
  return [...text].reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
}

const shown = (row) =>
  `| ${row.map((cell, i) => cell + ' '.repeat(widths[i] - widthOf(cell))).join(' | ')} |`;
const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
const [head, ...body] = rows.map(shown);

process.stdout.write(`${[INTRODUCTION, [head, rule, ...body].join('\n')].join('\n\n')}\n`);
