import { expect } from 'chai';
import { fillDisk, killReleases } from './campaign.js';

const KILLS = 12;

describe('a hub that is killed while it gives data away, and products of it', function () {
  this.timeout(5 * 60_000);

  it('has given none away without its record, and goes on with the same chains', async () => {
    const { troubles, released, recorded } = await killReleases(KILLS);
    expect(troubles).to.deep.equal([]);
    expect(released).to.be.greaterThan(0);
    // Two records of each query, and one of each product of it.
    expect(recorded).to.be.at.least((3 / 2) * released);
  });

  it('nor has one whose disk is full: no record, no data', async () => {
    const { troubles, released } = await fillDisk();
    expect(troubles).to.deep.equal([]);
    expect(released).to.be.greaterThan(0);
  });
});
