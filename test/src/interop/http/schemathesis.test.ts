import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';
import { fuzz } from '../../support/fuzz-http/campaign.js';
import { openTarget, type Target } from '../../support/fuzz-http/target.js';
import { needsPython, schemathesis } from '../../support/fuzz-http/tool.js';

const MINUTE = 60_000;

describe('the API description and Schemathesis', function () {
  this.timeout(15 * MINUTE);
  before(needsPython);
  let folder: string;
  let target: Target;
  before(async () => {
    folder = await newFolder();
    target = await openTarget(folder);
  });
  after(async () => {
    await target.stop();
    await removeFolder(folder);
  });

  it('finds no answer that the description does not declare, in any phase, and no fault', async () => {
    const findings = await fuzz(await schemathesis(), target, { folder, examples: 3, seed: 1 });
    expect(findings.ok, findings.report).to.equal(true);
    const counts = await target.counted();
    expect([...counts.keys()].filter((status) => !/^[234]/.test(status))).to.deep.equal([]);
    expect([...counts.values()].reduce((a, b) => a + b, 0)).to.be.greaterThan(5_000);
    expect(Number(counts.get('201'))).to.be.greaterThan(0);
  });
});
