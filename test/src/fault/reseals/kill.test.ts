import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';
import { make, type Ended } from '../crash/processes.js';
import { afterWord, runKilled, type Kill } from '../killed.js';
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

  const run = (kill?: Kill): Promise<Ended> =>
    runKilled(PROGRAM, [join(folder, 'data'), String(BATCHES), reportFile()], kill);

  it('goes on where it was: every batch once, and no document without the seal that counts', async () => {
    for (const [word, most] of KILLS) await run(afterWord(word, most));
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
