import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What an openssl command answered; `ok` is exit code 0. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs openssl in a folder of its own that holds `files`. */
export const openssl = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  ...args: readonly string[]
): Promise<Outcome> => withFolder(files, (folder) => run(folder, args));

/** Makes a folder that holds `files`, and removes it afterwards. */
export const withFolder = async <T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  action: (folder: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'hanlian-openssl-'));
  try {
    await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Runs openssl in a folder. */
export const run = (folder: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    );
  });

/** A mocha hook: a machine without openssl skips the suite, and the gate counts a skip as a failure. */
export function needsOpenssl(this: Mocha.Context): void {
  if (spawnSync('openssl', ['version']).error) this.skip();
}
