import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Choices } from '@hanlian/gateway/seed/generate';
import { Receiver } from '../../support/receiver.js';
import { missedIn } from './check-sent.js';
import { History, linesOf, type Said } from './history.js';
import { check, endOf, make, startWorker } from './processes.js';
import type { WorkerInput } from './worker.js';

export interface CampaignOptions {
  readonly stores: number;
  /** Of each store. */
  readonly kills: number;
  readonly seed: number;
  /** Stores worked on at the same time. */
  readonly atOnce: number;
  readonly progress?: (done: StoreReport) => void;
}

/** What became of one store. */
export interface StoreReport {
  readonly seed: number;
  readonly kills: number;
  /** Kills that came before the hub was open. */
  readonly killedAtStart: number;
  readonly acknowledged: number;
  /** Requests that a kill left unanswered, all kills together. */
  readonly interrupted: number;
  readonly certificates: number;
  readonly transactions?: number;
  readonly problems: readonly string[];
}

const LANES = 16;
/** Fewer than 500 transactions lie between two kills. */
const MOST_REQUESTS = 450;
const MOST_HEARD = 160;
const LONGEST_PAUSE_MS = 15;
/** One kill of so many comes while the hub opens. */
const AT_START_EVERY = 6;
const FIRST_START_MS = 1500;

/** Works on stores, kills the worker again and again, and checks each store. */
export async function campaign({
  stores,
  atOnce,
  seed,
  kills,
  progress,
}: CampaignOptions): Promise<StoreReport[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hanlian-kill-'));
  const reports: StoreReport[] = [];
  try {
    const template = join(folder, 'template');
    await make(template);
    const waiting = Array.from({ length: stores }, (_, i) => seed + i);
    const workThrough = async (): Promise<void> => {
      for (let own = waiting.shift(); own !== undefined; own = waiting.shift()) {
        const store = join(folder, `store-${own}`);
        await cp(template, join(store, 'data'), { recursive: true });
        const report = await killAgainAndAgain(store, own, kills);
        reports.push(report);
        progress?.(report);
        await rm(store, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, workThrough));
    return reports;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function killAgainAndAgain(store: string, seed: number, kills: number): Promise<StoreReport> {
  const receiver = await Receiver.open();
  const { url } = receiver;
  const killed = await killRepeatedly({ store, seed, kills, mostHeard: MOST_HEARD, receiver: url });
  const { history, problems, killedAtStart, interrupted } = killed;
  const acknowledged = history.data.acknowledged.length;
  const input = { data: join(store, 'data'), history: history.data, receiver: url };
  const { problems: found, sent = 0, ...counts } = await check(join(store, 'input.json'), input);
  await receiver.close();
  return {
    seed,
    kills,
    killedAtStart,
    acknowledged,
    interrupted,
    ...counts,
    problems: [...problems, ...found, ...missedIn(receiver.positions, sent)],
  };
}

export interface KillOptions {
  /** Holds the hub's `data`. */
  readonly store: string;
  readonly seed: number;
  readonly kills: number;
  /** A kill comes after fewer answers than this. */
  readonly mostHeard: number;
  /** The run folder of the Fabric network the hub is on; absent: the embedded ledger. */
  readonly network?: string;
  /** Where the clerk has its events sent. */
  readonly receiver?: string;
}

/** What a hub's users asked and heard over all its kills, and what a restart missed. */
export interface KilledRepeatedly {
  readonly history: History;
  readonly problems: readonly string[];
  readonly killedAtStart: number;
  readonly interrupted: number;
}

/** Works on one store and kills the worker at drawn moments; each start looks for all that was acknowledged before. */
export async function killRepeatedly(options: KillOptions): Promise<KilledRepeatedly> {
  const { store, seed, kills, mostHeard, network, receiver } = options;
  const choices = new Choices(seed);
  const history = new History();
  const problems: string[] = [];
  let killedAtStart = 0;
  let interrupted = 0;
  let startMs = FIRST_START_MS;
  for (let run = 0; run < kills && problems.length === 0; run++) {
    const input: WorkerInput = {
      data: join(store, 'data'),
      ...(network !== undefined && { network }),
      ...(receiver !== undefined && { receiver }),
      seed,
      run,
      lanes: LANES,
      requests: MOST_REQUESTS,
      history: history.data,
    };
    const moment = drawMoment(choices, startMs, mostHeard);
    const killed = await killOnce(join(store, 'input.json'), input, moment);
    for (const said of killed.said) history.note(said);
    problems.push(...killed.problems.map((problem) => `run ${run}: ${problem}`));
    if (killed.readyAfter === undefined) killedAtStart++;
    else startMs = killed.readyAfter;
    interrupted += history.data.open.length;
  }
  return { history, problems, killedAtStart, interrupted };
}

/** When a worker is killed: so long after its start, or so long after so many answers were heard. */
interface Moment {
  readonly heard: number | undefined;
  readonly afterMs: number;
}

function drawMoment(choices: Choices, startMs: number, mostHeard: number): Moment {
  return choices.below(AT_START_EVERY) === 0
    ? { heard: undefined, afterMs: choices.below(Math.ceil(startMs)) }
    : { heard: choices.below(mostHeard), afterMs: choices.below(LONGEST_PAUSE_MS) };
}

interface Killed {
  readonly said: readonly Said[];
  /** Milliseconds; absent when it was killed before. */
  readonly readyAfter: number | undefined;
  readonly problems: readonly string[];
}

async function killOnce(inputFile: string, input: WorkerInput, { heard, afterMs }: Moment): Promise<Killed> {
  const began = performance.now();
  const child = await startWorker(inputFile, input);
  const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), afterMs);
  let readyAfter: number | undefined;
  let set = heard === undefined;
  if (set) kill();
  const { output, signal, errors } = await endOf(child, (soFar) => {
    if (!soFar.includes(READY)) return;
    readyAfter ??= performance.now() - began;
    if (set || countOf(soFar, HEARD) < (heard ?? 0)) return;
    set = true;
    kill();
  });
  const said = linesOf(output);
  const missed = said.flatMap((one) => (one.type === 'misses' ? [one.problem] : []));
  const ended = signal === 'SIGKILL' ? [] : [`the worker ended by itself: ${errors.trim()}`];
  return { said, readyAfter, problems: [...missed, ...ended] };
}

const READY = '"type":"ready"';
const HEARD = '"type":"hears"';
const countOf = (text: string, part: string): number => text.split(part).length - 1;
