import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What an openssl command answered; `ok` is exit code 0. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs openssl in a folder of its own that holds `files`; `read` gives a file it wrote. */
export const openssl = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  ...args: readonly string[]
): Promise<Outcome> => withFolder(files, (folder) => run(folder, args));

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

export const run = (folder: string, args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout + stderr }),
    );
  });
