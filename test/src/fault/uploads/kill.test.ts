import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { reportAfterKills } from '../killed.js';
import type { Report } from './worker.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
/** One batch of six runs: between them, and between its parts, is what a kill can part. */
const ROWS = 2600;
/** Where the worker is killed, and after how long at most. */
const KILLS = [
  ['open', 150],
  ['uploaded', 60],
  ['uploaded', 300],
  ['started', 30],
  ['started', 150],
  ['started', 400],
  ['started', 800],
] as const;

describe('an upload whose hub is killed again and again', function () {
  this.timeout(5 * 60_000);

  it('carries every row out once, and keeps nothing of the file', async () => {
    const { job, issued, standing, left } = (await reportAfterKills(PROGRAM, [ROWS], KILLS)) as Report;
    expect(job).to.deep.include({ state: 'done', errors: [] });
    expect(job.counts).deep.equal({ rows: ROWS, good: ROWS, rejected: 0, done: ROWS });
    expect(new Set(issued).size).equal(ROWS);
    expect([...standing].sort()).deep.equal([...issued].sort());
    expect(left.filter((name) => name.includes('/piece/'))).deep.equal([]);
    expect(new Set(left.map((name) => name.split('/')[1]))).deep.equal(new Set([job.id]));
  });
});
