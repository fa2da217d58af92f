import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const HAS_PROC = existsSync('/proc/self/stat');

/**
 * When the process started, in a form that is only compared: a pid alone may have been given to another program since.
 * Undefined when no such process lives; one that has ended but is not yet reaped does not live.
 */
export function startOf(pid: number): string | undefined {
  return HAS_PROC ? startFromProc(pid) : startFromPs(pid);
}

function startFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The command stands in parentheses and may hold anything. Then come the state (field 3 of proc_pid_stat(5)), and
  // later the number of threads (20) and the start time (22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads, started] = [fields[0], Number(fields[17]), fields[19]];
  // While other threads still end, the first one of a killed process is a zombie already.
  const ended = state === 'X' || (state === 'Z' && threads <= 1);
  return ended ? undefined : started;
}

function startFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** A process as remembered across shells. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

export function isAlive({ pid, started }: ProcessMark): boolean {
  return startOf(pid) === started;
}

/** Resident memory in MiB; undefined where the system does not tell. */
export function memoryOf(pid: number): number | undefined {
  if (!HAS_PROC) return undefined;
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Math.round(Number(kib) / 1024);
  } catch {
    return undefined;
  }
}
