import { expect } from 'chai';
import { keys } from '@hanlian/chaincode/domain';
import type { Row } from '@hanlian/gateway/readmodel/row';
import { KnownLoans } from '@hanlian/gateway/services/loans/known-loans';

const [ONE, TWO, ELSEWHERE] = ['bank-one', 'bank-two', 'bank-elsewhere'];
const row = { value: Buffer.from(JSON.stringify({ commitment: 'of its application' })) } as unknown as Row;

// For every act on each loan of the city, a bank's hub asked the ledger once for each of its banks.
describe('a bank’s hub that hears of a loan', () => {
  /** By loan, its bank. */
  const loans = new Map([
    ['foreign', ELSEWHERE],
    ['later', TWO],
  ]);
  let banks: string[];
  let asked: string[];
  let kept: string[];
  let known: KnownLoans;
  const told = (id: string): Promise<readonly string[]> => known.concerned(keys.loan(id));

  beforeEach(() => {
    [banks, asked, kept] = [[ONE], [], []];
    const readOwn = (bank: string, _: string, { id }: { id: string }): Promise<unknown> => {
      asked.push(`${bank} ${id}`);
      const signed = { statement: { id, bank } };
      return Promise.resolve(loans.get(id) === bank ? { steps: [{ signed }] } : undefined);
    };
    known = new KnownLoans({
      papers: {
        application: () => undefined,
        find: () => undefined,
        keepApplication: ({ signed }: { signed: { statement: { id: string } } }) => {
          kept.push(signed.statement.id);
          return Promise.resolve();
        },
      },
      speakers: { recipients: () => banks, of: (bank: string) => Promise.resolve(bank) },
      calls: { readOwn },
      model: {
        get: (key: string) => ([...loans.keys()].some((id) => keys.loan(id) === key) ? row : undefined),
      },
    } as unknown as ConstructorParameters<typeof KnownLoans>[0]);
  });

  it('asks the ledger once whether one of its banks lends it, however much happens to it', async () => {
    for (let i = 0; i < 3; i += 1) expect(await told('foreign')).to.deep.equal([]);
    expect(asked).to.deep.equal([`${ONE} foreign`]);
  });

  it('asks again once it stands for another bank, and tells that of its loan', async () => {
    expect(await told('later')).to.deep.equal([]);
    banks = [ONE, TWO];
    expect(await told('later')).to.deep.equal([TWO]);
    expect(kept).to.deep.equal(['later']);
  });

  it('takes nothing for another’s that has not come to it yet', async () => {
    expect(await told('unknown')).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
    loans.set('unknown', ONE);
    expect(await told('unknown')).to.deep.equal([ONE]);
  });
});
