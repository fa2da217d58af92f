import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { endOf, type Ended } from './crash/processes.js';

/** When a program is killed: at some moment in so many milliseconds after what it has printed says so. */
export interface Kill {
  readonly reached: (output: string) => boolean;
  readonly most: number;
}

/** Runs a program to its end, which may be a kill. */
export const runKilled = (program: string, args: readonly string[], kill?: Kill): Promise<Ended> => {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_V8_COVERAGE: '' },
  });
  let isReached = kill === undefined;
  return endOf(child, (output) => {
    if (isReached || kill?.reached(output) !== true) return;
    isReached = true;
    void pause(randomInt(kill.most + 1)).then(() => child.kill('SIGKILL'));
  });
};

/** A kill after a line with this word alone. */
export const afterWord = (word: string, most: number): Kill => ({
  reached: (output) => output.split('\n').includes(word),
  most,
});
