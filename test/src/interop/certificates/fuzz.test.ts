import { expect } from 'chai';
import { needsOpenssl } from '../../support/openssl.js';
import { fuzz } from '../../support/fuzz/run.js';
import type { Target } from '../../support/fuzz/target.js';
import { targets } from '../../support/fuzz/targets.js';

/** A million of them: npm run fuzz. */
const INPUTS = 10_000;

describe('readers of what strangers hand over', () => {
  before(needsOpenssl);

  let all: Target[];
  before(async () => {
    all = await targets();
  });

  it('take the samples themselves', async () => {
    for (const { name, sample, try: attempt } of all) expect(await attempt(sample), name).to.equal(true);
  });

  it(`never crash on ${INPUTS} changed inputs, and take nothing that another reader refuses`, async () => {
    const { inputs, slowest } = await fuzz(all, INPUTS, 20261120);
    expect(inputs).to.equal(INPUTS);
    expect(slowest).to.be.below(5000);
  });

  it('would be found out if they did', async () => {
    const broken = { ...all[0]!, try: () => Promise.reject(new Error('crash')) };
    const failure = await fuzz([broken], 1, 1).catch((error: unknown) => error);
    expect(String(failure)).to.contain('crash');
  });
});
