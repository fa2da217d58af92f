import { readFile } from 'node:fs/promises';

/** What of a process lies in memory, in megabytes; NaN where the system does not tell it. */
export interface Resident {
  readonly all: number;
  /** What is the process's alone. */
  readonly own: number;
  /** Pages of files mapped into it, such as LevelDB's tables and the program: the system takes them back when it needs them. */
  readonly mapped: number;
}

/** Linux tells it of every process (proc_pid_status(5)). */
export async function residentOf(pid: number): Promise<Resident> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { all: megabytes('VmRSS'), own: megabytes('RssAnon'), mapped: megabytes('RssFile') };
}
