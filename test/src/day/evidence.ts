import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { receiptBytes, type Receipt, type ReceiptLine, type SignedReceipt } from '@hanlian/chaincode/domain';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { RunningCity } from '../support/city.js';
import { cosignedCheckpoint } from '../support/level.js';
import type { DayCity } from './city.js';
import type { Office } from './offices.js';
import type { Planted } from './traffic.js';

const run = promisify(execFile);
const COPY_LOG = fileURLToPath(new URL('../../../gateway/dist/monitor/copy-log.js', import.meta.url));

export const receiptsOf = ({ code }: Pick<Office, 'code'>): string => `receipts-${code}.jsonl`;

/** A department whose receipts are handed over, by whoever exports them. */
export type Exporter = Pick<Office, 'code' | 'caller'>;

/** Publishes what the ledger has by now, and saves what an auditor is given into a folder, as each hub exports it. */
export async function exportEvidence(
  city: RunningCity,
  providers: readonly Exporter[],
  folder: string,
): Promise<void> {
  for (let round = 0; round < 2; round++) await cosignedCheckpoint(city);
  const auditorName = CALLERS.find(({ id }) => id === 'auditor')?.name;
  const auditor = city.callers.find(({ name }) => name === auditorName)!;
  await save(auditor, '/v1/audit/sharing-ledger', join(folder, 'grants.jsonl'));
  await save(auditor, '/v1/trust', join(folder, 'trust.json'));
  for (const provider of providers) {
    const path = `/v1/sharing/receipts?provider=${provider.code}`;
    await save(provider.caller, path, join(folder, receiptsOf(provider)));
  }
  const from = `${city.url('auditor')}/v1/log`;
  await run(process.execPath, [COPY_LOG, '--url', from, '--folder', join(folder, 'log')]);
}

async function save({ url, key }: SampleCallerKey, path: string, file: string): Promise<void> {
  const { status, body } = await fetch(url + path, { headers: { Authorization: `Bearer ${key}` } });
  if (status !== 200 || body === null) throw new Error(`${path} was answered with ${status}`);
  const out = createWriteStream(file);
  await pipeline(Readable.fromWeb(body), out);
  if (!out.closed) await once(out, 'close');
}

/** Bends a provider's export as it would itself: takes reads out, and changes what it wrote, signed anew or not. */
export async function bendExport(
  { running }: DayCity,
  { code, hub }: Office,
  planted: readonly Planted[],
  file: string,
  random: () => number,
): Promise<void> {
  const { keys } = running.hub(hub).administration.exchange;
  const of = (wrong: Planted['wrong']): ReadonlySet<string> =>
    new Set(planted.filter((one) => one.provider === code && one.wrong === wrong).map(({ query }) => query));
  const [hidden, altered] = [of('hiddenRead'), of('alteredReceipt')];
  if (hidden.size + altered.size === 0) return;
  const bend = async (text: string): Promise<string[]> => {
    const line = JSON.parse(text) as ReceiptLine;
    const query = queryIn(line);
    if (hidden.has(query)) return [];
    if (!altered.has(query) || !('record' in line) || line.record.kind !== 'release') return [text];
    const record: Receipt = { ...line.record, rows: line.record.rows + 6 };
    const isSigned = random() < 0.5;
    const signature = isSigned ? await keys.sign(code, receiptBytes(record)) : line.signature;
    return [JSON.stringify({ record, signature } satisfies SignedReceipt)];
  };
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const bent = await Promise.all(lines.map(bend));
  await writeFile(
    file,
    bent
      .flat()
      .map((line) => `${line}\n`)
      .join(''),
  );
}

function queryIn(line: ReceiptLine): string {
  if (!('record' in line)) return line.acknowledgement.query;
  const { record } = line;
  if (record.kind === 'onward') return record.id;
  return record.kind === 'request' ? record.asked.query.id : record.query;
}
