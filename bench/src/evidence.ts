import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { audit, readTrust, trustLogs, type AuditReport } from '@hanlian/certificates';

const COPY_LOG = fileURLToPath(import.meta.resolve('@hanlian/gateway/monitor/copy-log'));
const RECEIPTS = 'receipts.jsonl';
const run = promisify(execFile);

/** A hub's address, and the key of somebody who may ask it. */
export interface Door {
  readonly url: string;
  readonly key: string;
}

interface Exporters {
  /** Whose receipts they are, by its code. */
  readonly department: string;
  readonly provider: Door;
  readonly auditor: Door;
}

/** Saves what an auditor is given into a folder; gives the provider's receipts. */
export async function exportTo(
  folder: string,
  { department, provider, auditor }: Exporters,
): Promise<string> {
  await save(auditor, '/v1/audit/sharing-ledger', join(folder, 'grants.jsonl'));
  await save(auditor, '/v1/trust', join(folder, 'trust.json'));
  const log = join(folder, 'copied-log');
  await run(process.execPath, [COPY_LOG, '--url', `${auditor.url}/v1/log`, '--folder', log]);
  return save(provider, `/v1/sharing/receipts?provider=${department}`, join(folder, RECEIPTS));
}

/** Puts other receipts in the place of those that were exported. */
export const replaceReceipts = (folder: string, receipts: string): Promise<void> =>
  writeFile(join(folder, RECEIPTS), receipts);

async function save({ url, key }: Door, path: string, file: string): Promise<string> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}: ${text}`);
  await writeFile(file, text);
  return text;
}

/** Audits a folder of exported files by nothing else. */
export async function auditOf(folder: string): Promise<AuditReport> {
  const trust = readTrust(await readFile(join(folder, 'trust.json')));
  return audit({
    grants: join(folder, 'grants.jsonl'),
    receipts: [join(folder, RECEIPTS)],
    log: join(folder, 'copied-log'),
    trust: trustLogs(trust.logs ?? []),
    staleness: 60,
    now: Math.floor(Date.now() / 1000),
    seen: () => undefined,
  });
}
