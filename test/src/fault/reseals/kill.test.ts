import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';
import { endOf, make, type Ended } from '../crash/processes.js';
import type { Report } from './worker.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
const BATCHES = 120;
/** Where the worker is killed, and after how many milliseconds at most. */
const KILLS = [
  ['stolen', 60],
  ['begun', 20],
  ['begun', 80],
  ['begun', 150],
  ['begun', 300],
] as const;

describe('sealing anew by a hub that is killed again and again', function () {
  this.timeout(5 * 60_000);
  let folder: string;

  before(async () => {
    folder = await newFolder();
    await make(join(folder, 'data'));
  });
  after(() => removeFolder(folder));

  const reportFile = (): string => join(folder, 'report.json');

  /** Runs the worker; killed some time after it says a word, unless it ends before. */
  const run = async (word?: string, most = 0): Promise<Ended> => {
    const child = spawn(process.execPath, [PROGRAM, join(folder, 'data'), String(BATCHES), reportFile()], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    let isHeard = false;
    return endOf(child, (output) => {
      if (isHeard || word === undefined || !output.split('\n').includes(word)) return;
      isHeard = true;
      void pause(randomInt(most + 1)).then(() => child.kill('SIGKILL'));
    });
  };

  it('goes on where it was: every batch once, and no document without the seal that counts', async () => {
    for (const [word, most] of KILLS) await run(word, most);
    const { code, errors } = await run();
    expect(code, errors).to.equal(0);
    const { job, later, documents } = JSON.parse(await readFile(reportFile(), 'utf8')) as Report;
    expect(job).to.deep.include({
      counts: { batches: BATCHES, certificates: BATCHES, later: 0 },
      progress: { done: BATCHES, refused: 0, of: BATCHES },
      errors: [],
    });
    expect(later).to.deep.equal(Array.from({ length: BATCHES }, () => 1));
    expect(documents).to.have.length(BATCHES);
    expect(documents.every(Boolean)).to.equal(true);
  });
});
