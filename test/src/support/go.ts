import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a Go program answered; `ok` is exit code 0. */
export interface Answer {
  readonly ok: boolean;
  readonly output: string;
  readonly problem: string;
}

/** Builds a Go program of `test/interop` into a folder, and gives a way to call it. */
export async function goProgram(
  name: string,
  folder: string,
): Promise<(input: string, ...args: readonly string[]) => Promise<Answer>> {
  const source = fileURLToPath(new URL(`../../interop/${name}`, import.meta.url));
  const program = join(folder, name);
  const built = await call('go', ['build', '-o', program, '.'], '', source);
  if (!built.ok) throw new Error(`go build: ${built.problem}`);
  return (input, ...args) => call(program, args, input, folder);
}

const call = (program: string, args: readonly string[], input: string, cwd: string): Promise<Answer> =>
  new Promise((resolve) => {
    const child = execFile(program, args, { cwd }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: stdout, problem: stderr }),
    );
    child.stdin?.end(input);
  });

/** A mocha hook: a machine without Go skips the suite, and the gate counts a skip as a failure. */
export function needsGo(this: Mocha.Context): void {
  if (spawnSync('go', ['version']).error) this.skip();
}
