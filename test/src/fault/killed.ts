import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../support/folders.js';
import { endOf, make, type Ended } from './crash/processes.js';

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

/**
 * Runs a program on a city of its own, killed after each of these words, and then to its end. It is told the city's
 * folder, `told`, and the file for what it reports, which is returned.
 */
export async function reportAfterKills(
  program: string,
  told: readonly unknown[],
  kills: readonly (readonly [word: string, most: number])[],
): Promise<unknown> {
  const folder = await newFolder();
  try {
    const [data, report] = [join(folder, 'data'), join(folder, 'report.json')];
    await make(data);
    const run = (kill?: Kill): Promise<Ended> =>
      runKilled(program, [data, ...told.map(String), report], kill);
    for (const [word, most] of kills) await run(afterWord(word, most));
    const { code, errors } = await run();
    expect(code, errors).to.equal(0);
    return JSON.parse(await readFile(report, 'utf8'));
  } finally {
    await removeFolder(folder);
  }
}
