import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Choices } from '@hanlian/gateway/seed/generate';
import { Disk, REMAINS, writeFiles, type Remains } from './disk.js';
import { History, linesOf } from './history.js';
import { buildLibrary } from './native.js';
import { check, endOf, make, startLogging, startMaking, startWitnessing, startWorker } from './processes.js';
import { decodeTrace, type Event } from './trace.js';

/** What a process did to the files of a folder, from what lay there before to its end. */
export interface Recording {
  /** A copy of what lay in the folder before. */
  readonly before: string;
  /** The folder it worked in. */
  readonly root: string;
  readonly events: readonly Event[];
}

/** Makes a city, recorded from an empty folder. */
export async function recordMaking(folder: string): Promise<Recording> {
  const before = join(folder, 'empty');
  await mkdir(before);
  return record(folder, before, (root, env) => make(root, env));
}

/** Appends to a log of its own, recorded from an empty folder. */
export const recordAppending = (folder: string): Promise<Recording> => recordAlone(folder, startLogging);

/** Cosigns checkpoints of a log, recorded from an empty folder. */
export const recordWitnessing = (folder: string): Promise<Recording> => recordAlone(folder, startWitnessing);

async function recordAlone(folder: string, start: typeof startLogging): Promise<Recording> {
  const before = join(folder, 'empty');
  await mkdir(before);
  return record(folder, before, async (root, env) => {
    const { code, errors } = await endOf(start(root, env));
    if (code !== 0) throw new Error(`it ended with ${code}: ${errors}`);
  });
}

/** Issues certificates and acts on them, recorded from a city where none was issued. */
export async function recordWork(folder: string, seed: number, requests: number): Promise<Recording> {
  const before = join(folder, 'made');
  await make(before);
  return record(folder, before, async (data, env) => {
    const input = { data, seed, run: 0, lanes: LANES, requests, history: new History().data };
    const { code, errors } = await endOf(await startWorker(join(folder, 'work.json'), input, env));
    if (code !== 0) throw new Error(`the worker ended with ${code}: ${errors}`);
  });
}

const LANES = 4;

async function record(
  folder: string,
  before: string,
  work: (root: string, env: NodeJS.ProcessEnv) => Promise<void>,
): Promise<Recording> {
  const root = join(folder, 'recorded');
  await cp(before, root, { recursive: true });
  const trace = join(folder, 'trace');
  await work(root, { LD_PRELOAD: await buildLibrary('disk'), TRACE_ROOT: root, TRACE_FILE: trace });
  return { before, root, events: decodeTrace(await readFile(trace)) };
}

/** A power failure: after so many events, with this left of what was not synced. */
export interface Failure {
  readonly after: number;
  readonly remains: Remains;
}

/**
 * Power failures at syncs drawn by chance: right after one, when everything else that was written may be gone, and
 * right before the next, when most is on its way.
 */
export function drawFailures({ events }: Recording, choices: Choices, syncs: number): Failure[] {
  const ends = events.flatMap(({ kind }, i) => (kind === 'sync' ? [i + 1] : []));
  const chosen = new Set<number>();
  while (chosen.size < Math.min(syncs, ends.length)) chosen.add(choices.below(ends.length));
  return [...chosen].flatMap((i) => [
    { after: ends[i]!, remains: 'nothing' },
    { after: (ends[i + 1] ?? ends[i]! + 1) - 1, remains: choices.of(REMAINS) },
  ]);
}

/** A power failure after each call, in every way that one can end. */
export const allFailures = ({ events }: Recording): Failure[] =>
  events.flatMap((_, after) => REMAINS.map((remains) => ({ after, remains })));

/** Looks at a folder as a failure left it, with what had been said by then; gives what is wrong. */
export type Look = (data: string, said: string) => Promise<readonly string[]>;

/** The failures after which something is wrong, two at a time. */
export async function troubles(
  recording: Recording,
  failures: readonly Failure[],
  choices: Choices,
  look: Look,
): Promise<Trouble[]> {
  const lanes = [0, 1].map((lane) => failures.filter((_, i) => i % 2 === lane));
  const seen = new Set<string>();
  const found = await Promise.all(lanes.map((own) => troublesInTurn(recording, own, choices, look, seen)));
  return found.flat().filter(({ problems }) => problems.length > 0);
}

interface Trouble {
  readonly failure: Failure;
  readonly problems: readonly string[];
}

/** Rebuilds the folder as each failure leaves it; one that leaves what another left, and was heard as much, is not looked at. */
async function troublesInTurn(
  recording: Recording,
  failures: readonly Failure[],
  choices: Choices,
  look: Look,
  seen: Set<string>,
): Promise<Trouble[]> {
  const folder = await mkdtemp(join(tmpdir(), 'hanlian-power-'));
  const disk = await Disk.of(recording.before, recording.root);
  const results: Trouble[] = [];
  let said = '';
  let at = 0;
  for (const failure of [...failures].sort((a, b) => a.after - b.after)) {
    for (; at < failure.after; at++) {
      const event = recording.events[at]!;
      disk.apply(event);
      said += spoken(event);
    }
    const files = disk.after(failure.remains, choices);
    const left = digestOf(files, said);
    if (seen.has(left)) continue;
    seen.add(left);
    const data = join(folder, 'data');
    await writeFiles(data, files);
    const problems = await look(data, said);
    results.push({ failure, problems });
    await rm(data, { recursive: true });
  }
  await rm(folder, { recursive: true });
  return results;
}

function digestOf(files: ReadonlyMap<string, Buffer>, said: string): string {
  const hash = createHash('sha256').update(said);
  for (const [path, content] of files) hash.update(`\0${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}

const STDOUT = 1;
const spoken = (event: Event): string =>
  event.kind === 'write' && event.fd === STDOUT ? event.data.toString() : '';

/** All that a recorded process said. */
export const spokenIn = ({ events }: Recording): string => events.map(spoken).join('');

/** What is wrong with a city whose users had heard so much when the power failed. */
export async function troubleIn(data: string, said: string): Promise<readonly string[]> {
  const history = new History();
  for (const one of linesOf(said)) history.note(one);
  return (await check(`${data}.json`, { data, history: history.data })).problems;
}

/** What keeps a city from being made to its end, and from working then. */
export async function troubleInMaking(data: string): Promise<readonly string[]> {
  const { code, errors } = await endOf(startMaking(data));
  return code === 0 ? troubleIn(data, '') : [errors.trim()];
}
