import { execFile } from 'node:child_process';

import { NetworkError } from '../errors.js';

/** A program that runs to its end: where, with exactly which environment, and whose work it is. */
export interface CommandOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The process it serves, for the error's sentence. */
  readonly process: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;
const REASON_LENGTH = 400;

/**
 * Runs a program and answers its standard output.
 *
 * @throws NetworkError `COMMAND_FAILED` with the program's last words.
 */
export function run(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { environment, folder, timeoutMs = TIMEOUT_MS } = options;
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { env: environment, cwd: folder, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) {
          resolve(stdout);
          return;
        }
        reject(
          new NetworkError(
            'COMMAND_FAILED',
            {
              process: options.process,
              command: spell(program, args),
              reason: reasonFrom(stderr, stdout, error),
            },
            { cause: error },
          ),
        );
      },
    );
  });
}

/** The program and its verbs: enough to know what failed, without a screen of options. */
function spell(program: string, args: readonly string[]): string {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const verbs = firstOption === -1 ? args : args.slice(0, firstOption);
  return [program.slice(program.lastIndexOf('/') + 1), ...verbs].join(' ');
}

function reasonFrom(stderr: string, stdout: string, error: Error): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const reason =
    lines.findLast((line) => /error|fail|panic|refused/i.test(line)) ?? lines.at(-1) ?? error.message;
  return reason.trim().slice(0, REASON_LENGTH);
}

/** Repeats work that is refused for a passing reason, until it succeeds or the time is up. */
export async function retrying<T>(work: () => Promise<T>, passing: RegExp, withinMs: number): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error && passing.test(error.message)) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
}
