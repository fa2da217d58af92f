import { join } from 'node:path';
import { errorEntry, HanlianError, isErrorCode, type ErrorCode } from '@hanlian/chaincode/domain';
import { ConfigError } from './config.js';
import { LedgerError } from './ledger/port.js';
import type { SampleCallerKey } from './seed/index.js';
import { TYPES } from './seed/types.js';

/** What someone who has just started the city reads. */
export function greeting(
  data: string,
  urls: ReadonlyMap<string, string>,
  callers: readonly SampleCallerKey[],
  isEmpty = false,
): string {
  const [first] = urls.values();
  const addresses = [...urls].map(([name, url]) => `  ${name.padEnd(8)} ${url}`);
  const keys = callers.map(
    ({ role, organisation, name, key }) => `  ${organisation.padEnd(8)} ${role.padEnd(10)} ${key}  ${name}`,
  );
  return [
    'Hanlian (汉链) is running.',
    '',
    ...addresses,
    '',
    ...(first === undefined ? [] : [`接口说明 / The API: ${first}/docs`, '']),
    ...(keys.length === 0 ? [] : [`Sample callers (${join(data, 'sample-callers.json')}):`, ...keys, '']),
    ...(isEmpty ? FIRST_CALLER : commands(callers)),
  ].join('\n');
}

const FIRST_CALLER = [
  'Nobody may call these hubs yet. Stop them, and appoint an operator and a registrar:',
  '  npm start -- caller-add <hub> <role> <id> <department> <officer id> <name>',
  'README.md, “Your own city”, leads from there to the first certificate.',
  '',
];

function commands(callers: readonly SampleCallerKey[]): string[] {
  const clerk = callers.find(
    ({ role, department }) => role === 'clerk' && department === TYPES.foodBusiness.issuer,
  );
  if (clerk === undefined) return [];
  const { url, key } = clerk;
  const body = JSON.stringify({
    type: TYPES.foodBusiness.code,
    basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
    certificates: [
      {
        holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
        fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
      },
    ],
  });
  return [
    'Try:',
    `  curl -s ${url}/v1/types`,
    `  curl -s ${url}/v1/licenses -H 'Authorization: Bearer ${key}' -H 'Idempotency-Key: try' -H 'Content-Type: application/json' -d '${body}'`,
    `  curl -s ${url}/v1/verifications -H 'Content-Type: application/json' -d '{"id":"<the id it answered>"}'`,
    '',
  ];
}

/** What to do about failures of the machine, by the code Node gives them. */
const MACHINE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Stop the other program, or set HANLIAN_PORT to a free port',
  ENOSPC: 'There is no room left on the disk: free some and start again',
  EDQUOT: 'There is no room left for this user: free some and start again',
  EACCES: 'Choose a folder you may write with HANLIAN_DATA',
  EROFS: 'Choose a folder you may write with HANLIAN_DATA',
  ENOTDIR: 'Choose a folder, and no file, with HANLIAN_DATA',
  EADDRNOTAVAIL: 'Set HANLIAN_HOST to an address of this machine',
  ENOTFOUND: 'Set HANLIAN_HOST to an address of this machine',
};

/** One sentence on why the city does not start, and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigError) return error.message;
  const code = 'code' in error ? String(error.code) : '';
  const next = MACHINE[code];
  if (next !== undefined) return `${error.message}. ${next}.`;
  const known = error instanceof HanlianError || error instanceof LedgerError;
  return known && isErrorCode(code) ? explained(code, error.message) : (error.stack ?? error.message);
}

function explained(code: ErrorCode, message: string): string {
  const { title, next } = errorEntry(code);
  return `${code} ${title.zh} / ${title.en}: ${message.replace(/\.$/, '')}. ${next.zh} / ${next.en}`;
}
