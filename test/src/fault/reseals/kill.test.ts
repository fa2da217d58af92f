import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { reportAfterKills } from '../killed.js';
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

  it('goes on where it was: every batch once, and no document without the seal that counts', async () => {
    const { job, later, documents } = (await reportAfterKills(PROGRAM, [BATCHES], KILLS)) as Report;
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
