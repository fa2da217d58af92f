import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  receiptBytes,
  receiptDigest,
  type Receipt,
  type ReceiptLine,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { RunningCity } from '../support/city.js';
import { cosignedCheckpoint } from '../support/level.js';
import type { Planted } from '../support/planted.js';
import type { DayCity } from './city.js';
import type { Office } from './offices.js';

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

/** Every second receipt that is altered keeps its old signature: it is nobody's word then, and counts as no release. */
export const alteredUnsigned = (planted: readonly Planted[]): readonly Planted[] =>
  planted.filter(({ wrong }) => wrong === 'alteredReceipt').filter((_, n) => n % 2 === 1);

/**
 * Bends the export of a provider, or of an operator, as it would itself: takes records out, changes what it wrote, signed
 * anew or not, and confirms what nobody confirmed.
 */
export async function bendExport(
  { running, offices }: DayCity,
  { code, hub }: Office,
  planted: readonly Planted[],
  file: string,
): Promise<void> {
  const { keys } = running.hub(hub).administration.exchange;
  const of = (wrong: Planted['wrong']): ReadonlySet<string> =>
    new Set(planted.filter((one) => one.provider === code && one.wrong === wrong).map(({ query }) => query));
  const hidden = of('hiddenRead').union(of('removedProduct'));
  const [altered, unconfirmed] = [of('alteredReceipt'), of('forgedConfirmation')];
  const unsigned = new Set(alteredUnsigned(planted).map(({ query }) => query));
  if (hidden.size + altered.size + unconfirmed.size === 0) return;
  const changed = async ({ record: real, signature }: SignedReceipt): Promise<SignedReceipt> => {
    if (real.kind !== 'release') return { record: real, signature };
    const record: Receipt = { ...real, rows: real.rows + 6 };
    if (unsigned.has(real.query)) return { record, signature };
    return { record, signature: await keys.sign(code, receiptBytes(record)) };
  };
  const forged = async (receipt: SignedReceipt): Promise<SignedAcknowledgement> => {
    const { requester, at } = receipt.record;
    const recipient = offices.find((office) => office.code === requester)!;
    const { id: key } = await running.hub(recipient.hub).administration.exchange.keys.of(requester);
    const acknowledgement = {
      ...({ v: 1, kind: 'acknowledgement', provider: code, requester, query: queryIn(receipt) } as const),
      ...{ release: receiptDigest(nodeHashes.sha256, receipt), key, issuedAt: at },
    };
    return { acknowledgement, signature: await keys.sign(code, receiptBytes(acknowledgement)) };
  };
  const bend = async (text: string): Promise<string[]> => {
    const line = JSON.parse(text) as ReceiptLine;
    const query = queryIn(line);
    if (hidden.has(query)) return [];
    if (!('record' in line)) return [text];
    if (altered.has(query)) return [JSON.stringify(await changed(line))];
    return unconfirmed.has(query) ? [text, JSON.stringify(await forged(line))] : [text];
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
