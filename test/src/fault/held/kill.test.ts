import { fileURLToPath } from 'node:url';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { expect } from 'chai';
import { reportAfterKills } from '../killed.js';
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

  it('is carried out once, signed by both, and leaves nothing to sign', async () => {
    const { task, issued, standing, reviewers, open } = (await reportAfterKills(
      PROGRAM,
      [CERTIFICATES],
      KILLS,
    )) as Report;
    expect(task, JSON.stringify(task)).to.include({ state: 'done' });
    expect(new Set(issued).size).to.equal(CERTIFICATES);
    expect([...standing].sort()).to.deep.equal([...issued].sort());
    expect(reviewers).to.deep.equal([clerksOf(DEPARTMENTS.housing.code).reviewer.person]);
    expect(open).to.equal(0);
  });
});
