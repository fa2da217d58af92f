import { expect } from 'chai';
import fc from 'fast-check';
import {
  allocating,
  bookOf,
  checked,
  granting,
  HanlianError,
  leftOf,
  LOAN_LIFECYCLE,
  recovering,
  requireLoanAct,
  requireSound,
  schemas,
  stateByMoney,
  subsidyDue,
  type LoanAct,
  type LoanState,
  type LoanTerms,
  type Movement,
  type TrancheFile,
} from '@hanlian/chaincode/domain';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const dayText = (n: number): string => new Date(START + n * DAY_MS).toISOString().slice(0, 10);

const terms = (more: Partial<LoanTerms> = {}): LoanTerms => ({
  amount: '100000000',
  currency: 'CNY',
  rate: 435,
  from: dayText(0),
  until: dayText(365),
  ...more,
});

const movements = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Movement['kind']>('disbursement', 'repayment'),
      amount: fc.integer({ min: 0, max: 60_000_000 }),
      day: fc.integer({ min: 0, max: 400 }),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map(({ kind, amount, day }, i) => ({ n: i + 1, kind, amount: String(amount), day })));
type Dated = Movement & { readonly day: number };
const asMovements = (all: readonly Omit<Dated, 'date'>[]): Movement[] =>
  all.map(({ n, kind, amount, day }) => ({ n, kind, amount, date: dayText(day) }));

/** What is owed at the end of a day, by plain numbers. */
const owedAfter = (all: readonly Omit<Dated, 'date'>[], day: number): number =>
  all
    .filter((movement) => movement.day <= day)
    .reduce((sum, { kind, amount }) => sum + (kind === 'disbursement' ? 1 : -1) * Number(amount), 0);

const accepted = (action: () => unknown): boolean => {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof HanlianError) return false;
    throw error;
  }
};

describe('property: loans', () => {
  it('take amounts in 分 up to 2^53 as plain digits, and nothing else', () => {
    const fen = (text: unknown): boolean => schemas.fen.safeParse(text).success;
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n }), (amount) => {
        expect(fen(String(amount))).to.equal(true);
        expect(fen(String(amount + 2n ** 53n + 1n))).to.equal(false);
        expect(fen(`-${amount}`)).to.equal(false);
        expect(fen(`0${amount}`)).to.equal(false);
        expect(fen(`${amount}.00`)).to.equal(false);
        expect(fen(Number(amount))).to.equal(false);
      }),
    );
    expect(fen(String(2n ** 53n))).to.equal(true);
    for (const text of ['', '+1', '1e3', '１', ' 1', '1,000', '9007199254740993'])
      expect(fen(text)).to.equal(false);
    expect(() => checked(schemas.currency, 'USD')).to.throw(HanlianError);
  });

  it('never let more out than was agreed, nor more come back on a day than is owed', () => {
    fc.assert(
      fc.property(movements, fc.integer({ min: 1, max: 200_000_000 }), (all, amount) => {
        const out = all.filter(({ kind }) => kind === 'disbursement');
        const total = out.reduce((sum, movement) => sum + Number(movement.amount), 0);
        const lawful =
          total <= amount &&
          Array.from({ length: 401 }, (_, day) => owedAfter(all, day)).every((owed) => owed >= 0);
        const sound = accepted(() => requireSound(asMovements(all), terms({ amount: String(amount) })));
        expect(sound).to.equal(lawful);
        const { disbursed, balance } = bookOf(asMovements(all));
        expect([disbursed, balance]).to.deep.equal([BigInt(total), BigInt(owedAfter(all, 401))]);
      }),
    );
  });

  it('are subsidised for what is owed at the end of each day of the period, before the loan falls due', () => {
    fc.assert(
      fc.property(
        movements,
        fc.tuple(fc.integer({ min: 0, max: 380 }), fc.integer({ min: 0, max: 120 })),
        fc.integer({ min: 0, max: 600 }),
        fc.constantFrom(360 as const, 365 as const),
        fc.integer({ min: 1, max: 380 }),
        (all, [from, length], rate, yearDays, until) => {
          fc.pre(accepted(() => requireSound(asMovements(all), terms({ amount: '9007199254740992' }))));
          let fenDays = 0;
          for (let day = from; day <= from + length && day < until; day++) fenDays += owedAfter(all, day);
          const expected = Math.floor((fenDays * Math.min(rate, 435)) / (10_000 * yearDays));
          const period = { from: dayText(from), to: dayText(from + length) };
          const due = subsidyDue(
            { rate, yearDays, cap: '1000000' },
            terms({ until: dayText(until) }),
            asMovements(all),
            period,
          );
          expect(due).to.equal(BigInt(Math.min(expected, 1_000_000)));
        },
      ),
    );
  });

  it('stand in a state the money alone decides once it moves', () => {
    fc.assert(
      fc.property(
        movements,
        fc.constantFrom<LoanState>('contracted', 'disbursed', 'overdue', 'repaid'),
        (all, was) => {
          fc.pre(accepted(() => requireSound(asMovements(all), terms({ amount: '9007199254740992' }))));
          const { disbursed, balance } = bookOf(asMovements(all));
          const state = stateByMoney(was, { movements: asMovements(all) });
          expect(state === 'contracted').to.equal(disbursed === 0n);
          expect(state === 'repaid').to.equal(disbursed > 0n && balance === 0n);
          expect(state === 'overdue').to.equal(balance > 0n && was === 'overdue');
        },
      ),
    );
  });

  it('never reach money without two people’s approval and a contract, nor leave an end, whatever is tried', () => {
    const acts = Object.keys(LOAN_LIFECYCLE) as LoanAct[];
    const tries = fc.array(fc.constantFrom(...acts), { maxLength: 60 });
    fc.assert(
      fc.property(tries, (tried) => {
        let state: LoanState = 'submitted';
        const done: LoanAct[] = [];
        for (const act of tried) {
          const from = state;
          if (!accepted(() => requireLoanAct(act, from))) continue;
          expect(['rejected', 'closed', 'withdrawn']).not.to.include(state);
          done.push(act);
          state = LOAN_LIFECYCLE[act].to ?? 'disbursed';
        }
        const order = [
          'authorize',
          'bindReport',
          'startReview',
          'approve',
          'signContract',
          'disburse',
        ] as const;
        if (!done.includes('disburse')) return;
        const places = order.map((act) => done.indexOf(act));
        expect(places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!))).to.equal(true);
      }),
    );
    expect(LOAN_LIFECYCLE.approve.twoPeople).to.equal(true);
  });
});

describe('property: budgets and tranches', () => {
  const opened = (amount: bigint): TrancheFile => ({
    v: 1,
    salt: '',
    opening: { statement: { amount: String(amount) } } as TrancheFile['opening'],
    granted: '0',
    recovered: '0',
  });
  const sum = fc.bigInt({ min: 1n, max: 1_000_000n });

  it('are never exceeded, and nothing is refused that fits', () => {
    fc.assert(
      fc.property(sum, fc.array(fc.tuple(fc.boolean(), sum), { maxLength: 40 }), (amount, steps) => {
        let file = opened(amount);
        let left = amount;
        for (const [back, change] of steps) {
          const now = file;
          if (back) {
            if (change > amount - left) continue;
            file = recovering(now, change);
            left += change;
          } else if (accepted(() => granting(now, change))) {
            file = granting(now, change);
            left -= change;
          } else expect(change > left).to.equal(true);
          expect(left >= 0n).to.equal(true);
          expect(leftOf(file)).to.equal(left);
        }
      }),
    );
  });

  it('hold no more together than the budget', () => {
    fc.assert(
      fc.property(sum, fc.array(sum, { maxLength: 20 }), (budget, asked) => {
        let allocated = '0';
        let total = 0n;
        for (const amount of asked) {
          const before = allocated;
          const fits = total + amount <= budget;
          expect(accepted(() => allocating(before, amount, { budget: String(budget) }))).to.equal(fits);
          if (!fits) continue;
          allocated = allocating(before, amount, { budget: String(budget) });
          total += amount;
        }
        expect(allocated).to.equal(String(total));
        expect(allocating(allocated, -total, { budget: '1' })).to.equal('0');
      }),
    );
  });
});
