import { writeSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EvidenceDocument } from '@hanlian/certificates';
import { openSmallCity } from '../crash/city.js';
import { ask, clerkOf } from '../crash/requests.js';

/** What a worker is told, in a file named on its command line. */
export interface WorkerInput {
  readonly data: string;
  /** Where stamps are given, and under which root (PEM). */
  readonly url: string;
  readonly root: string;
  /** Names this run's requests apart from those of other runs. */
  readonly run: number;
  /** Certificates acknowledged before: with it the worker issues nothing, and ends when nothing waits. */
  readonly finish?: readonly string[];
  readonly reportTo: string;
}

/** What lay in the store when a worker opened it: tokens by batch in base64, and batches that wait. */
export interface Opened {
  readonly type: 'open';
  readonly stamps: Readonly<Record<string, string>>;
  readonly waiting: readonly string[];
}
export type Said = Opened | { readonly type: 'issued'; readonly id: string };

/** What it finds in the end: the documents of what was acknowledged, and the store. */
export interface Report extends Omit<Opened, 'type'> {
  readonly documents: readonly EvidenceDocument[];
}

const IDLE = 5;
const STDOUT = 1;
const STAMP = 'stamp~';
const WAITING = 'unstamped~';
const [, , path = ''] = process.argv;
const input = JSON.parse(await readFile(path, 'utf8')) as WorkerInput;
const say = (said: Said): void => void writeSync(STDOUT, `${JSON.stringify(said)}\n`);

const { hub, close } = await openSmallCity(input.data);
const clerk = clerkOf(hub);
const { licenses, stamps } = hub.administration;

async function kept(): Promise<Omit<Opened, 'type'>> {
  const under = (prefix: string): { gt: string; lt: string } => ({ gt: prefix, lt: `${prefix}\uffff` });
  const tokens = await licenses.store.iterator(under(STAMP)).all();
  const waiting = await licenses.store.keys(under(WAITING)).all();
  return {
    stamps: Object.fromEntries(
      tokens.map(([key, token]) => [key.slice(STAMP.length), token.toString('base64')]),
    ),
    waiting: waiting.map((key) => key.slice(WAITING.length)),
  };
}

say({ type: 'open', ...(await kept()) });
stamps.start({ urls: [input.url], roots: [new X509Certificate(input.root).raw] }, IDLE);
if (input.finish === undefined) await issueForEver();
else await finish(input.finish);
await close();

async function issueForEver(): Promise<never> {
  for (let number = 0; ; number += 1) {
    const request = { key: `${input.run}-${number}`, kind: 'issue', holders: [number] } as const;
    const { certificates } = await ask(hub, clerk, request);
    for (const { id } of certificates) say({ type: 'issued', id });
  }
}

async function finish(ids: readonly string[]): Promise<void> {
  while ((await stamps.waiting(1)) > 0) await pause(IDLE);
  const documents: EvidenceDocument[] = [];
  for (const id of ids) {
    const document = await hub.services.licenses.document(clerk, id);
    documents.push(document as unknown as EvidenceDocument);
  }
  const report: Report = { documents, ...(await kept()) };
  await writeFile(input.reportTo, JSON.stringify(report));
}
