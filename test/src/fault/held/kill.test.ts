import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';
import { make, type Ended } from '../crash/processes.js';
import { afterWord, runKilled, type Kill } from '../killed.js';
import type { Report } from './worker.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
const CERTIFICATES = 5;
/** Where the worker is killed, and after how many milliseconds at most: a commit may be lost on either side of it. */
const KILLS = [
  ['approved', 20],
  ['proposal', 10],
  ['transaction', 0],
  ['transaction', 5],
  ['transaction', 20],
] as const;

describe('what two people must do, where the first keeps its own key and the hub is killed again and again', function () {
  this.timeout(5 * 60_000);
  let folder: string;

  before(async () => {
    folder = await newFolder();
    await make(join(folder, 'data'));
  });
  after(() => removeFolder(folder));

  const reportFile = (): string => join(folder, 'report.json');

  const run = (kill?: Kill): Promise<Ended> =>
    runKilled(PROGRAM, [join(folder, 'data'), String(CERTIFICATES), reportFile()], kill);

  it('is carried out once, signed by both, and leaves nothing to sign', async () => {
    for (const [word, most] of KILLS) await run(afterWord(word, most));
    const { code, errors } = await run();
    expect(code, errors).to.equal(0);
    const { task, issued, standing, reviewers, open } = JSON.parse(
      await readFile(reportFile(), 'utf8'),
    ) as Report;
    expect(task, JSON.stringify(task)).to.include({ state: 'done' });
    expect(new Set(issued).size).to.equal(CERTIFICATES);
    expect([...standing].sort()).to.deep.equal([...issued].sort());
    expect(reviewers).to.deep.equal([clerksOf(DEPARTMENTS.housing.code).reviewer.person]);
    expect(open).to.equal(0);
  });
});
