import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const TAIL_BYTES = 64 * 1024;
const REASON_LENGTH = 300;
// Colours and other terminal codes.
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[0-9;]*m/g;
/** What Fabric, Go and Node write when they give up. */
const COMPLAINT =
  /panic:|\bPANI\b|\bFATA\b|\bCRIT\b|\bERRO\b|\[FATAL\]|\[ERROR\]|^Error[: ]|Error: |level=error/;
/** Fabric's prefix: time, module, function and running number. */
const PREFIX = /^.*?(?:PANI|FATA|CRIT|ERRO)\S* [0-9a-f]+ /;

/** Why a process ended, as far as its log says: its last complaint, or else its last line. */
export function reasonOfDeath(log: string, from = 0): string {
  const lines = read(log, from)
    .replace(ESCAPES, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const complaint = lines.findLast((line) => COMPLAINT.test(line)) ?? lines.at(-1);
  if (complaint === undefined) return 'it wrote nothing to its log';
  return complaint.replace(PREFIX, '').slice(0, REASON_LENGTH);
}

/** The last `count` lines of a log. */
export function tail(log: string, count: number): string[] {
  return read(log, 0)
    .split('\n')
    .slice(-count - 1)
    .filter((line, i, all) => i < all.length - 1 || line !== '');
}

/** Calls `print` with what is appended to the log, until the signal. */
export async function follow(log: string, print: (text: string) => void, signal: AbortSignal): Promise<void> {
  let position = size(log);
  while (!signal.aborted) {
    const end = size(log);
    if (end < position) position = 0;
    if (end > position) print(read(log, position));
    position = end;
    await pause(200);
  }
}

function size(log: string): number {
  return existsSync(log) ? withFile(log, (descriptor) => fstatSync(descriptor).size) : 0;
}

/** From `from`, but no more than the last 64 KiB: logs grow large. */
function read(log: string, from: number): string {
  if (!existsSync(log)) return '';
  return withFile(log, (descriptor) => {
    const end = fstatSync(descriptor).size;
    const start = Math.max(from, end - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, end - start));
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, start));
  });
}

function withFile<T>(file: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(file, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
