import { expect } from 'chai';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMonths, type JsonObject } from '@hanlian/chaincode/domain';
import { codeOf, made } from '../../support/answers.js';
import { lastMonth, reliefFor } from '../../support/claimed.js';
import { eventually } from '../../support/eventually.js';
import { BANK, LoanCity, OTHER_BANK } from '../../support/loan-city.js';

/** Figures that no other record has. */
const AMOUNT = '43219876';
const OTHER_AMOUNT = '31234567';
const QUESTION = '请说明与示例建材公司的关联交易';

describe('two banks of one hub, and what each has of the other’s customers', function () {
  this.timeout(180_000);
  let city: LoanCity;
  let own: string;
  let others: string;

  before(async () => {
    city = await LoanCity.open();
    ({ id: own } = await city.underReview({ amount: AMOUNT }));
    made(await city.act(own, { act: 'askInfo', question: QUESTION }));
    others = await city.applied({ bank: OTHER_BANK, amount: OTHER_AMOUNT });
  });
  after(() => city.close());

  it('no bank reads, lists or acts on another’s, or hears that there is one', async () => {
    const { here } = city;
    const [one, two] = ['bank-one-officer', 'bank-two-officer'].map((id) => here.named(id));
    for (const [by, id] of [
      [two!, own],
      [one!, others],
    ] as const) {
      for (const path of [`/v1/loans/${id}`, `/v1/loans/${id}/file`]) {
        expect(codeOf(await here.city.ask(by, path))).to.equal('LOAN_UNKNOWN');
      }
      expect(codeOf(await here.city.ask(by, `/v1/loans/${id}/acts`, { act: 'startReview' }))).to.equal(
        'LOAN_UNKNOWN',
      );
      const listed = made(await here.city.ask(by, '/v1/loans')).items as JsonObject[];
      expect(listed.map((loan) => loan.id))
        .to.have.length(1)
        .and.not.to.include(id);
    }
    const told = async (by: typeof one): Promise<string[]> => {
      const { items } = made(await here.city.ask(by!, '/v1/events?limit=200'));
      return (items as JsonObject[])
        .filter(({ type }) => type === 'loan.changed')
        .map(({ data }) => (data as JsonObject).key as string);
    };
    await eventually(async () => expect(await told(two)).to.deep.equal([`loan~${others}`]));
    await eventually(async () => expect(new Set(await told(one))).to.deep.equal(new Set([`loan~${own}`])));
  });

  it('a bank claims a subsidy, takes it back, and is told at once where the claim stands', async () => {
    const { here } = city;
    const period = lastMonth(city.now);
    made(
      await here.city.put(here.named('finance-clerk'), '/v1/subsidy/programmes/relief', reliefFor(period)),
    );
    const dates = { from: period.from, until: addMonths(period.from, 12) };
    const id = await city.lent(BANK, dates);
    const bank = here.named('bank-one-officer');
    const claims = '/v1/subsidy/claims';
    const claim = { programme: 'relief', loan: id, period };
    const claimed = made(await here.city.ask(bank, claims, claim));
    expect(claimed).to.include({ state: 'claimed', revision: 0 });
    const back = await here.city.ask(bank, `${claims}/${claimed.id as string}/acts`, { act: 'withdraw' });
    expect(made(back)).to.include({ state: 'withdrawn', revision: 1 });
  });

  it('the papers of each bank stand under its own key: no store has a fact of a loan in the clear', async () => {
    await city.city.stop();
    const facts = [AMOUNT, OTHER_AMOUNT, QUESTION, 'loan-application'];
    const files = await filesUnder(join(city.city.folder, 'bank'));
    let known = 0;
    for (const file of files) {
      const bytes = await readFile(file);
      // That a bank has a loan of this random id stands there, and can be seen.
      if (bytes.includes(`loanof~${OTHER_BANK}~${others}`)) known += 1;
      for (const fact of facts) expect(bytes.includes(fact), `${file}: ${fact}`).to.equal(false);
    }
    expect(known).to.be.at.least(1);
    city = await city.reopened();
  });

  it('no block names bank, enterprise or amount, and none is handed in by a bank', async () => {
    const { ledger } = city.here.city.hub('auditor').administration.licenses;
    const secrets = [BANK, OTHER_BANK, AMOUNT, OTHER_AMOUNT, QUESTION, city.here.enterprise.code];
    /** What stands in the open, with whose it is. */
    const open = ['loan:putProduct', 'subsidy:putProgramme'];
    const isOurs = (name: string): boolean => /^(loan|subsidy):/.test(name) && !open.includes(name);
    const seen: string[] = [];
    for (let number = 0; number < (await ledger.height()); number++) {
      const block = await ledger.block(number);
      const names = block?.transactions.map((transaction) => transaction.function) ?? [];
      if (!names.every(isOurs)) continue;
      seen.push(...names);
      const bytes = Buffer.from((await ledger.blockBytes(number)) ?? []);
      for (const secret of secrets) {
        expect(bytes.includes(secret), `block ${number}: ${secret}`).to.equal(false);
      }
    }
    expect(seen).to.include.members(['loan:apply', 'loan:disburse', 'subsidy:claim', 'subsidy:withdraw']);
  });
});

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
