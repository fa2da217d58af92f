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
  // The command stands in parentheses and may hold anything; state is field 3, start time field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
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
