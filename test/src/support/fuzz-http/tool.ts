import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const REQUIREMENTS = root('test/interop/schemathesis/requirements.txt');

/** A mocha hook: a machine without Python's venv skips the suite, and the gate counts a skip as a failure. */
export function needsPython(this: Mocha.Context): void {
  if (spawnSync('python3', ['-m', 'venv', '--help']).status !== 0) this.skip();
}

/** Schemathesis, of the versions that `requirements.txt` pins; installed the first time into `.cache`. */
export async function schemathesis(): Promise<string> {
  const pinned = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const folder = root(`.cache/schemathesis-${pinned.slice(0, 16)}`);
  const program = join(folder, 'bin/st');
  if (existsSync(program)) return program;
  try {
    await run('python3', ['-m', 'venv', folder]);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
    await run(join(folder, 'bin/pip'), ['install', ...options, '-r', REQUIREMENTS]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return program;
}
