import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign, type Campaign } from '../support/city-lending/campaign.js';
import { BUDGET, LENT, split } from '../support/city-lending/plan.js';
import { exportedIn, type Exported } from '../support/city-lending/records.js';
import { recompute } from '../support/city-lending/recompute.js';
import { embeddedCourse } from '../support/races/courses.js';

describe('a city’s loans and subsidies, in small', function () {
  this.timeout(120_000);
  let folder: string;
  let outcome: Campaign;
  let records: Exported[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'city-lending-'));
    const course = await embeddedCourse();
    try {
      const file = join(folder, 'records.jsonl');
      outcome = await campaign(course, { banks: 4, enterprises: 60, seed: 7, file });
      records = [];
      for await (const record of exportedIn(file)) records.push(record);
    } finally {
      await course.close();
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('come to the very 分 that was planned, by a computation that knows none of the contracts’ code', () => {
    const { recomputed, books } = outcome;
    expect(recomputed.differences).to.deep.equal([]);
    expect(books.differences).to.deep.equal([]);
    expect(recomputed.lent).to.equal(LENT);
    expect(recomputed.paid).to.equal(recomputed.granted);
    expect(recomputed.claimed).to.equal(recomputed.granted + recomputed.refused);
    expect(Number(recomputed.granted) / Number(BUDGET)).to.be.within(0.9, 1);
    const { granted, paid, left, allocated } = books.totals;
    expect([granted, paid, left, allocated].map(BigInt)).to.deep.equal([
      recomputed.granted,
      recomputed.paid,
      recomputed.left,
      recomputed.granted,
    ]);
  });

  it('pay nothing twice, to two banks or in two districts, and refuse nothing else', () => {
    const { plan, recomputed, missed, wronglyRefused } = outcome;
    const kinds = plan.doubles.map(([a, b]) => plan.loans[a]!.bank === plan.loans[b]!.bank);
    expect(new Set(kinds).size, 'both kinds are planted').to.equal(2);
    expect([missed, wronglyRefused, recomputed.refusals]).to.deep.equal([0, 0, plan.doubles.length]);
  });

  const changed = (change: (record: Exported) => void): Exported[] => {
    const copy = structuredClone(records);
    copy.forEach(change);
    return copy;
  };

  it('would not pass with a 分 more repaid than was', async () => {
    let done = false;
    const wrong = changed((record) => {
      const [movement] = 'loan' in record && !done ? record.loan.file.movements : [];
      if (movement === undefined) return;
      movement.amount = String(BigInt(movement.amount) - 1_000_000n);
      done = true;
    });
    expect((await recompute(wrong)).differences).to.have.length(2);
  });

  it('would not pass with a double claim granted', async () => {
    let done = false;
    const tranche = records.find((record) => 'tranche' in record)!.tranche.file.opening.statement.tranche;
    const wrong = changed((record) => {
      if (!('claim' in record) || record.claim.record.state !== 'refused' || done) return;
      record.claim.record.state = 'paid';
      record.claim.file.tranche = tranche;
      done = true;
    });
    const { differences } = await recompute(wrong);
    expect(differences.filter((text) => text.includes('for one thing'))).to.have.length(1);
  });

  it('split what does not divide without losing a 分', () => {
    expect(split(100n, [1, 1, 1])).to.deep.equal([34n, 33n, 33n]);
    expect(split(7n, [2, 1])).to.deep.equal([5n, 2n]);
  });
});
