import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { reportAfterKills } from '../killed.js';
import type { Report } from './worker.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
const ROWS = 700;
/** Each of these is a transaction of its own; the others go two hundred at a time. */
const CORRECTED = 40;
/** Where the worker is killed, and after how long at most. */
const KILLS = [
  ['first-sent', 60],
  ['first-started', 100],
  ['second-started', 100],
  ['second-started', 250],
  ['second-started', 250],
] as const;

describe('a file of penalties whose hub is killed again and again', function () {
  this.timeout(5 * 60_000);

  // A kill between the rows and their job's record once left a job that was done, and counted none of its rows.
  it('is carried out to its last row: none published or corrected twice, none lost', async () => {
    const { jobs, set } = (await reportAfterKills(PROGRAM, [ROWS, CORRECTED], KILLS)) as Report;
    expect(
      jobs.map(({ state, counts }) => ({ state, done: counts.done, rejected: counts.rejected })),
    ).deep.equal([
      { state: 'done', done: CORRECTED, rejected: 0 },
      { state: 'done', done: ROWS, rejected: 0 },
    ]);
    const penalties = set.entries.filter(({ category }) => category === 'penalty');
    expect(new Set(penalties.map(({ document }) => document)).size).equal(ROWS);
    expect(penalties).to.have.lengthOf(ROWS);
    const acts = penalties.flatMap(({ history }) => history.map(({ operation }) => operation));
    expect(acts).deep.equal(Array.from({ length: CORRECTED }, () => 'correct'));
    // The chain has a link for each publication and each correction.
    expect(set.count).equal(1 + ROWS + CORRECTED);
  });
});
