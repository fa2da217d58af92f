import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { KeptJob } from '@hanlian/gateway/outbox/jobs';
import { openSmallCity } from './city.js';
import { haveEventsSent, sentOf } from './check-sent.js';
import { checkTold } from './check-told.js';
import { lostIn } from './check-acknowledged.js';
import { checkLog } from './check-log.js';
import { checkCount, checkWhole } from './check-whole.js';
import { History, type HistoryData } from './history.js';
import { ask, clerkOf, VALID, type Acknowledgement, type Certificate } from './requests.js';

/** What a checker is told, in a file named on its command line. */
export interface CheckInput {
  readonly data: string;
  /** The run folder of the Fabric network the hub is on; absent: the embedded ledger. */
  readonly network?: string;
  readonly history: HistoryData;
  /** Where the clerk has its events sent. */
  readonly receiver?: string;
}

/** What a checker prints. */
export interface CheckReport {
  /** Sentences; none when all is well. */
  readonly problems: readonly string[];
  readonly certificates: number;
  /** Absent where the hub is on a Fabric network, whose peers keep the ledger. */
  readonly transactions?: number;
  /** How many events the webhook believes to have sent; absent without one. */
  readonly sent?: number;
}

const VERIFIED = 10;
const REPEATED = 20;
const SETTLES_WITHIN_MS = 30_000;
const POLL_MS = 20;

const [, , path = ''] = process.argv;
const { data, network, history, receiver } = JSON.parse(await readFile(path, 'utf8')) as CheckInput;
const problems: string[] = [];

const { hub, close } = await openSmallCity(data, network);
if (receiver !== undefined) await haveEventsSent(hub, clerkOf(hub), receiver);
problems.push(...(await lostIn(hub, history)));
await checkOutboxSettles(hub);
const all = await askOpenAgain(hub);
problems.push(...(await lostIn(hub, history)));
await checkAnswersStand(hub, history.acknowledged.slice(-REPEATED));
await checkTold(hub, clerkOf(hub), problems);
const sent = receiver === undefined ? undefined : await sentOf(hub, clerkOf(hub));
await checkDocuments(hub, [...all.keys()]);
await checkSample(hub, [...all.values()].slice(-VERIFIED));
await checkLog(hub, history.served, problems);
if (network !== undefined) await checkCount(hub.administration.licenses.model, all.size, problems);
await close();
const transactions = network === undefined ? await checkWhole(data, all.size, problems) : undefined;
const report: CheckReport = {
  problems,
  certificates: all.size,
  ...(transactions !== undefined && { transactions }),
  ...(sent !== undefined && { sent }),
};
process.stdout.write(`${JSON.stringify(report)}\n`);

/** What a crash interrupted comes to its end with nobody asking for it. */
async function checkOutboxSettles({ administration }: Hub): Promise<void> {
  const { store, requests } = administration.licenses;
  const isAtWork = (value: Buffer): boolean =>
    requests.stateOf(JSON.parse(value.toString()) as KeptJob).outcome === undefined;
  const giveUpAt = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const kept = await store.iterator({ gte: 'job~', lt: 'job~\uffff' }).all();
    const atWork = kept.filter(([, value]) => isAtWork(value)).map(([key]) => key);
    if (atWork.length === 0) return;
    if (Date.now() > giveUpAt) {
      problems.push(`the outbox is still at work on ${atWork.join(', ')}`);
      return;
    }
    await pause(POLL_MS);
  }
}

/** Asks again with the same keys what nobody heard the answer of; gives all certificates there must be now. */
async function askOpenAgain(hub: Hub): Promise<Map<string, Certificate>> {
  const told = History.from(history);
  const clerk = clerkOf(hub);
  const answers = await Promise.all(history.open.map((request) => ask(hub, clerk, request)));
  for (const acknowledgement of answers) told.note({ type: 'hears', acknowledgement });
  const certificates = told.certificates();
  for (const { id, revision } of certificates.values()) {
    const { entries } = await hub.services.licenses.history(clerk, id);
    if (entries.length !== revision + 1)
      problems.push(`${id} has ${entries.length - 1} acts on it instead of ${revision}`);
  }
  return certificates;
}

/** An answer that was heard is the answer for good. */
async function checkAnswersStand(hub: Hub, answers: readonly Acknowledgement[]): Promise<void> {
  for (const { request, text } of answers) {
    const again = await ask(hub, clerkOf(hub), request);
    if (!isDeepStrictEqual(JSON.parse(again.text), JSON.parse(text)))
      problems.push(`${request.key} was answered ${text}, and now ${again.text}`);
  }
}

async function checkDocuments({ services }: Hub, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const document = await services.licenses.document(clerkOf(hub), id).catch((error: unknown) => {
      problems.push(`the document of ${id} cannot be read: ${String(error)}`);
      return undefined;
    });
    if (document !== undefined && document.id !== id) problems.push(`the document of ${id} is another one`);
  }
}

async function checkSample({ services }: Hub, certificates: readonly Certificate[]): Promise<void> {
  for (const { id, state } of certificates) {
    const document = await services.licenses.document(clerkOf(hub), id);
    const { verdict } = await services.verifications.verify({ document });
    const expected = state === VALID ? 'VALID' : 'INVALID';
    if (verdict !== expected) problems.push(`${id}, in state ${state}, is verified as ${verdict}`);
  }
}
