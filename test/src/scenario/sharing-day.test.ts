import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import { tellDay } from '../day/day.js';
import { alteredUnsigned } from '../day/evidence.js';
import { WRONGS, type Wrong } from '../support/planted.js';

/** Every kind of grant, both hubs, every kind of wrong twice; `npm run day` tells it at a large city's size. */
const SIZE = { queries: 200, departments: 7, resources: 12, grants: 40, subjects: 200, wrongs: 2 };

describe('a day of queries over HTTP, out of a PostgreSQL server', function () {
  this.timeout(120_000);

  it('is audited by its files alone: all that a seed let go wrong is found, and nothing else', async () => {
    const seed = 1 + randomInt(2 ** 31);
    const { traffic, report, missed, unexpected } = await tellDay(SIZE, seed);
    const { planted, released, refused, products } = traffic;
    expect({ missed, unexpected }, `seed ${seed}`).to.deep.equal({ missed: [], unexpected: [] });
    expect(planted).to.have.length(WRONGS.length * SIZE.wrongs);
    expect(released + refused).to.equal(SIZE.grants + SIZE.queries + planted.length);
    const countOf = (one: Wrong): number => planted.filter(({ wrong }) => wrong === one).length;
    const hidden = countOf('hiddenRead');
    expect(report.counts).to.include({
      requests: released + refused - hidden,
      // By chance, those altered without a signature were counted here, and they were two, one or none.
      releases: released - hidden - alteredUnsigned(planted).length,
      refusals: refused,
      onward: products - countOf('removedProduct'),
      unanswered: 0,
      unanchored: 0,
    });
  });
});
