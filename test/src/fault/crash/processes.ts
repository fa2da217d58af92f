import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CheckInput, CheckReport } from './check.js';
import type { WorkerInput } from './worker.js';

export type Child = ChildProcessByStdio<null, Readable, Readable>;

const programOf = (name: string): string => fileURLToPath(new URL(`${name}.js`, import.meta.url));

/** A process's end, with all it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

const start = (name: string, argument: string, env: NodeJS.ProcessEnv = {}): Child =>
  spawn(process.execPath, [programOf(name), argument], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_V8_COVERAGE: '', ...env },
  });

/** Starts one of this folder's programs that read what they are told from a file. */
async function startTold(name: string, file: string, input: object, env?: NodeJS.ProcessEnv): Promise<Child> {
  await writeFile(file, JSON.stringify(input));
  return start(name, file, env);
}

export const startWorker = (file: string, input: WorkerInput, env?: NodeJS.ProcessEnv): Promise<Child> =>
  startTold('worker', file, input, env);

export const startLogging = (folder: string, env?: NodeJS.ProcessEnv): Child => start('append', folder, env);

export const startWitnessing = (folder: string, env?: NodeJS.ProcessEnv): Child =>
  start('witnessing', folder, env);

export const startMaking = (data: string, env?: NodeJS.ProcessEnv): Child => start('make', data, env);

/** Makes a city in a folder. */
export async function make(data: string, env?: NodeJS.ProcessEnv): Promise<void> {
  const { code, errors } = await endOf(startMaking(data, env));
  if (code !== 0) throw new Error(`the city was not made: ${errors.trim()}`);
}

export async function endOf(child: Child, heard: (output: string) => void = () => undefined): Promise<Ended> {
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => heard((output += text)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, output, errors };
}

/** Checks a store in a process of its own; what keeps it from being checked is a problem as well. */
export async function check(file: string, input: CheckInput): Promise<CheckReport> {
  const { code, output, errors } = await endOf(await startTold('check', file, input));
  if (code === 0) return JSON.parse(output) as CheckReport;
  const why = `the check ended with ${code}: ${errors.trim()}`;
  return { problems: [why], certificates: 0, transactions: 0 };
}
