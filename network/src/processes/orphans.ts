import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { startOf } from './liveness.js';
import type { ProcessKind, ProcessRecord } from './state.js';

const VARIABLE = 'HANLIAN_PROCESS';
const SEPARATOR = '|';
const HAS_PROC = existsSync('/proc/self/environ');

/** The mark every process of a network carries in its environment: which network, what it is, its name. */
export function mark(run: string, kind: ProcessKind, name: string): Readonly<Record<string, string>> {
  return { [VARIABLE]: [run, kind, name].join(SEPARATOR) };
}

/**
 * Processes of this network that the state does not know: a start was killed between making a process and noting it, or
 * the state was deleted under a running network.
 */
export function orphansOf(run: string, known: readonly ProcessRecord[]): ProcessRecord[] {
  const pids = new Set(known.map(({ pid }) => pid));
  return (HAS_PROC ? environmentsFromProc() : environmentsFromPs()).flatMap(({ pid, environment }) => {
    const [, marked = ''] = new RegExp(`(?:^|[\\0 ])${VARIABLE}=([^\\0]*)`).exec(environment) ?? [];
    const [folder, kind, rest = ''] = marked.split(SEPARATOR);
    const [name = ''] = rest.split(' ');
    const started = folder === run && !pids.has(pid) ? startOf(pid) : undefined;
    return started === undefined ? [] : [{ name, kind: kind as ProcessKind, pid, started, logFrom: 0 }];
  });
}

interface Environment {
  readonly pid: number;
  readonly environment: string;
}

function environmentsFromProc(): Environment[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), environment: readOwned(`/proc/${entry}/environ`) }));
}

/** Other users' processes do not show theirs; nor is any of them ours. */
function readOwned(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function environmentsFromPs(): Environment[] {
  const output = execFileSync('ps', ['axeww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return output.split('\n').map((line) => ({ pid: parseInt(line, 10), environment: line }));
}
