import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Choices } from '@hanlian/gateway/seed/generate';
import { lostIn } from './check-acknowledged.js';
import { haveEventsSent } from './check-sent.js';
import { openSmallCity } from './city.js';
import { History, type HistoryData, type Said } from './history.js';
import { ask, clerkOf, type Act, type Certificate, type Request } from './requests.js';

/** What a worker is told, in a file named on its command line. */
export interface WorkerInput {
  readonly data: string;
  /** The run folder of the Fabric network the hub is on; absent: the embedded ledger. */
  readonly network?: string;
  readonly seed: number;
  /** Names this run's requests apart from those of other runs. */
  readonly run: number;
  readonly lanes: number;
  /** How many requests it makes before it closes the city; it is usually killed long before. */
  readonly requests: number;
  readonly history: HistoryData;
  /** Where the clerk has its events sent. */
  readonly receiver?: string;
}

/** One of every so many requests issues a batch. */
const BATCH_EVERY = 8;
const LARGEST_BATCH = 6;
const STDOUT = 1;

const [, , path = ''] = process.argv;
const input = JSON.parse(await readFile(path, 'utf8')) as WorkerInput;
const choices = new Choices(input.seed + input.run);
let asked = 0;
let served = '';

const say = (said: Said): void => void writeSync(STDOUT, `${JSON.stringify(said)}\n`);

const { hub, close } = await openSmallCity(input.data, input.network);
const clerk = clerkOf(hub);
for (const problem of await lostIn(hub, input.history)) say({ type: 'misses', problem });
if (input.receiver !== undefined) await haveEventsSent(hub, clerk, input.receiver);
say({ type: 'ready' });
await Promise.all(shares().map(work));
await close();

/** What one of the users at work begins with: requests to ask again, and certificates nobody else acts on. */
interface Share {
  readonly open: Request[];
  readonly certificates: Certificate[];
}

function shares(): Share[] {
  const all = Array.from({ length: input.lanes }, (): Share => ({ open: [], certificates: [] }));
  const { open } = input.history;
  const known = History.from(input.history).certificates();
  for (const request of open) if (request.kind === 'act') known.delete(request.id);
  open.forEach((request, i) => all[i % input.lanes]!.open.push(request));
  [...known.values()].forEach((certificate, i) => all[i % input.lanes]!.certificates.push(certificate));
  return all;
}

async function work({ open, certificates }: Share): Promise<void> {
  for (const request of open) certificates.push(...(await askAloud(request)));
  while (asked < input.requests) {
    const request = next(certificates, asked++);
    certificates.push(...(await askAloud(request)));
  }
}

async function askAloud(request: Request): Promise<readonly Certificate[]> {
  say({ type: 'asks', request });
  const acknowledgement = await ask(hub, clerk, request);
  say({ type: 'hears', acknowledgement });
  await fetchCheckpoint();
  return acknowledgement.certificates;
}

/** Whoever fetched a checkpoint may hold the log to it for ever. */
async function fetchCheckpoint(): Promise<void> {
  const note = await hub.services.log.checkpoint().catch(() => served);
  if (note === served) return;
  served = note;
  say({ type: 'serves', note });
}

/** Issues, or takes one of the certificates off the list to act on it. */
function next(certificates: Certificate[], number: number): Request {
  const key = `run ${input.run} request ${number}`;
  const chosen = choices.below(2) === 0 ? undefined : take(certificates);
  if (chosen !== undefined) return { key, kind: 'act', operation: actOn(chosen), id: chosen.id };
  const size = choices.below(BATCH_EVERY) === 0 ? 2 + choices.below(LARGEST_BATCH - 1) : 1;
  return { key, kind: 'issue', holders: Array.from({ length: size }, () => choices.below(10_000)) };
}

function take(certificates: Certificate[]): Certificate | undefined {
  const [chosen] =
    certificates.length === 0 ? [] : certificates.splice(choices.below(certificates.length), 1);
  return chosen;
}

function actOn({ state }: Certificate): Act {
  if (state === '02') return 'reinstate';
  return choices.below(2) === 0 ? 'suspend' : 'inspect';
}
