import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
const EVERYONE_READS = 0o644;

/** Writes a file whole or not at all: a crash leaves the old content or the new, never half of one. */
export function writeWhole(file: string, content: string | Uint8Array, mode = EVERYONE_READS): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  const descriptor = openSync(unfinished, 'w', mode);
  try {
    writeSync(descriptor, typeof content === 'string' ? Buffer.from(content) : content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
}

/** The same, readable by its owner only: keys and secrets. */
export function writeSecret(file: string, content: string): void {
  writeWhole(file, content, OWNER_ONLY);
}

export function writeJson(file: string, content: unknown): void {
  writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

/** The file's JSON, or undefined when there is no such file. Any other trouble is an error, never "no file". */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
