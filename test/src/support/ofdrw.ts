import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../interop/ofd', import.meta.url));

/** ofdrw, kept running: a Java machine takes a second to start. */
export interface Ofdrw {
  /** Writes a sealed document with this picture as its page and its seal, and this attachment. */
  make(version: 1 | 4, file: string, picture: string, attachment: string): Promise<void>;
  /** Whether ofdrw finds the document whole and its seal right. */
  verifies(version: 1 | 4, file: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** Builds and starts the program of `test/interop/ofd`. */
export const startOfdrw = (): Ofdrw => {
  const built = spawnSync('mvn', ['-q', '-B', 'package'], { cwd: SOURCE, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`mvn package: ${built.stdout}${built.stderr}`);
  const child = spawn('java', ['-cp', 'target/classes:target/dependency/*', 'hanlian.Ofd'], {
    cwd: SOURCE,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout });
  const ask = (...words: string[]): Promise<string> => asked(child, answers, words);
  return {
    make: async (version, ...files) => {
      const answer = await ask('make', String(version), ...files);
      if (answer !== 'ok') throw new Error(answer);
    },
    verifies: async (version, file) => (await ask('verify', String(version), file)) === 'ok',
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
};

const asked = async (child: ChildProcess, answers: Interface, words: string[]): Promise<string> => {
  const answer = once(answers, 'line') as Promise<[string]>;
  child.stdin?.write(`${words.join('\t')}\n`);
  return (await answer)[0];
};

/** A mocha hook: a machine without Java and Maven skips the suite, and the gate counts a skip as a failure. */
export function needsMaven(this: Mocha.Context): void {
  if (spawnSync('mvn', ['-version']).error) this.skip();
}
