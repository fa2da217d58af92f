import { expect } from 'chai';
import { HanlianError, type JsonObject } from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { holderOf } from '@hanlian/gateway/services/credit/bodies';
import { codeOf, made } from '../../support/answers.js';
import type { Answer } from '../../support/city.js';
import { random16 } from '../../support/contracts/people.js';
import { eventually } from '../../support/eventually.js';
import { APPROVAL, BANK, LoanCity, OTHER_BANK } from '../../support/loan-city.js';

const unreachable = new HanlianError('EXCHANGE_UNREACHABLE', 'The other hub did not answer');
const unknownOutcome = new LedgerError('No answer', { stage: 'commit', code: 'LEDGER_OUTCOME_UNKNOWN' });

describe('what is signed of a loan and sent again', function () {
  this.timeout(180_000);
  let city: LoanCity;

  before(async () => {
    city = await LoanCity.open();
  });
  after(() => city.close());

  const listed = async (): Promise<string[]> => {
    const { items } = made(await city.city.ask(city.named('bank-one-officer'), '/v1/loans?limit=100'));
    return (items as { id: string }[]).map(({ id }) => id);
  };
  const requireWhole = async (id: string): Promise<void> => {
    expect(await listed()).to.include(id);
    const { steps } = made(await city.city.ask(city.named('bank-one-officer'), `/v1/loans/${id}/file`));
    expect((steps as JsonObject[])[0]).to.include.keys('certificates', 'evidence', 'checkpoint');
  };

  // It took the loan's place in the bank's papers before the contract refused it: the bank listed the loan no more, and its
  // enterprise could not withdraw it.
  it('an application that another has overtaken is stale, and its bank keeps the loan with all it rests on', async () => {
    const first = city.application();
    const { id } = first;
    city.errandFails(unreachable, 'before');
    expect(codeOf(await city.apply(first))).to.equal('EXCHANGE_UNREACHABLE');
    made(await city.apply({ ...first, intent: random16() }));
    expect(codeOf(await city.apply(first))).to.equal('STALE');
    await requireWhole(id);

    // As an earlier hub left it: the ledger tells which application it was, and says nothing of what lay beside that.
    const { store } = city.city.hub('bank').administration.licenses;
    await store.put(`loanof~${BANK}~${id}`, Buffer.from(first.intent));
    expect(await listed()).to.not.include(id);
    made(await city.act(id, { act: 'authorize', consent: await city.consented() }));
    await eventually(() => requireWhole(id));
    expect(made(await city.state(id, 'withdraw'))).to.include({ state: 'withdrawn' });
  });

  describe('an act of two officers whose outcome nobody heard', () => {
    const becomes = {
      'was narrowed': { department: OTHER_BANK, scopes: ['loan:getLoan'] },
      'went to another bank': { department: BANK },
    };
    let operator: SampleCallerKey;

    before(async () => {
      const name = 'bank-operator';
      const facts = { id: name, name, role: 'operator', department: BANK, person: 'B901' } as const;
      const key = await city.city.hub('bank').administration.roster.appoint(facts);
      operator = { ...city.named('bank-one-officer'), name, key };
    });

    for (const [title, change] of Object.entries(becomes)) {
      // The act stood on the ledger, and its task was closed as refused: nobody asked for what the bank had signed.
      it(`is done once it is asked for again, though its preparer ${title} meanwhile`, async () => {
        const { id } = await city.underReview({ bank: OTHER_BANK });
        const { id: task } = made(await city.act(id, APPROVAL));
        const approve = (): Promise<Answer> =>
          city.city.ask(city.named('bank-two-reviewer'), `/v1/tasks/${task as string}/approve`, {});
        city.errandFails(unknownOutcome, 'after');
        expect(codeOf(await approve())).to.equal('LEDGER_OUTCOME_UNKNOWN');
        const officer = { name: '客户经理', role: 'officer', person: 'B201' };
        const path = '/v1/callers/bank-two-officer';
        made(await city.city.put(operator, path, { ...officer, ...change }));
        expect(made(await approve())).to.include({ state: 'done' });
        made(await city.city.put(operator, path, { ...officer, department: DEPARTMENTS.bankTwo.code }));
        expect(await city.loan(id)).to.include({ state: 'approved' });
      });
    }
  });

  // The paper could not be read, so that another was signed at the loan's present revision: two disbursements for one key.
  it('an act whose paper was erased is not signed anew', async () => {
    const id = await city.contracted();
    const key = random16();
    const body = { act: 'disburse', amount: '10000000', date: city.day(0), receipt: '回单' };
    const disburse = (): Promise<Answer> => city.act(id, body, 'bank-one-officer', key);
    made(await disburse());
    const { book, revision } = await city.loan(id);
    const { holderKeys } = city.city.hub('bank').administration;
    expect(await holderKeys.erase(holderOf(city.here.enterprise.code))).to.equal(true);
    expect(codeOf(await disburse())).to.equal('DOCUMENT_ERASED');
    expect(await city.loan(id)).to.deep.include({ book, revision });
  });
});
