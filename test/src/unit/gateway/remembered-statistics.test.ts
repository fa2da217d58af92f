import { expect } from 'chai';
import { keys, startOfDate, type LoanStatistics, type LoanStep } from '@hanlian/chaincode/domain';
import { ChannelFigures } from '@hanlian/gateway/services/statistics/channel';
import { Remembered, type Shown } from '@hanlian/gateway/services/statistics/remembered';
import { Statistics } from '@hanlian/gateway/services/statistics/statistics';
import type { Caller } from '@hanlian/gateway/services/types';

type Row = NonNullable<ReturnType<ConstructorParameters<typeof ChannelFigures>[0]['get']>>;

describe('what statistics remember of loans', () => {
  let asked: string[][];
  let peer: Map<string, Shown<string>>;
  let remembered: Remembered<string>;

  beforeEach(() => {
    asked = [];
    peer = new Map();
    remembered = new Remembered((ids) => {
      asked.push([...ids]);
      return Promise.resolve(new Map([...peer].filter(([id]) => ids.includes(id))));
    });
  });

  it('is read again only where a record has changed, and never where it is another’s', async () => {
    peer.set('a', { revision: 1, view: 'a1' });
    const standing = new Map([
      ['a', 1],
      ['theirs', 4],
    ]);
    expect(await remembered.all(standing)).to.deep.equal(['a1']);
    expect(await remembered.all(standing)).to.deep.equal(['a1']);
    peer.set('a', { revision: 2, view: 'a2' });
    expect(await remembered.all(standing.set('a', 2))).to.deep.equal(['a2']);
    expect(asked).to.deep.equal([['a', 'theirs'], ['a']]);
  });

  // The older view was kept as if it were of the newer revision: until the loan changed again it was counted so.
  it('is read again where a peer that lagged behind has shown an older revision', async () => {
    peer.set('a', { revision: 1, view: 'a1' });
    const standing = new Map([['a', 2]]);
    expect(await remembered.all(standing)).to.deep.equal(['a1']);
    peer.set('a', { revision: 2, view: 'a2' });
    expect(await remembered.all(standing)).to.deep.equal(['a2']);
  });
});

// Two who asked before the first answer had every loan read from the peer twice.
describe('statistics of loans that are asked for again', () => {
  const id = 'A'.repeat(22);
  let asked: string[][];
  let statistics: Statistics;
  /** Who acts for department A. */
  let inCharge: string;

  beforeEach(() => {
    asked = [];
    inCharge = 'A';
    const row = { value: Buffer.from(JSON.stringify({ revision: 0, act: 'apply', txTime: 0 })) } as Row;
    const nothing = async function* (): AsyncGenerator<never> {};
    statistics = new Statistics({
      model: {
        get: () => row,
        rows: async function* () {
          yield await Promise.resolve({ key: keys.loan(id), row });
        },
        range: () => Promise.resolve([{ row: { value: Buffer.from('{"code":"A"}') } }]),
        position: { block: 7, index: 0 },
      },
      registry: { department: () => ({ kind: 'bank' }), inChargeOf: () => inCharge },
      now: () => 0,
      caughtUp: () => Promise.resolve(),
      loans: {
        read: (_: unknown, __: string, { ids }: { ids: string[] }) => {
          asked.push(ids);
          const loan = {
            id,
            bank: 'B',
            industry: 'C',
            district: '420102',
            steps: [{ n: 0, act: 'apply', at: 0 }],
          };
          return Promise.resolve({ v: 1, loans: [loan] });
        },
      },
      speakers: { of: () => Promise.resolve({}) },
      claims: { recorded: nothing, views: () => Promise.resolve([]) },
    } as unknown as ConstructorParameters<typeof Statistics>[0]);
  });

  const query = { from: '1970-01-01', until: '1970-01-31', by: 'bank' } as const;
  const of = (): Promise<LoanStatistics> => statistics.of({ department: 'B' } as Caller, query);

  it('read each loan once', async () => {
    const both = await Promise.all([of(), of()]);
    for (const { total } of both) expect(total.applications).to.equal(1);
    expect(asked).to.deep.equal([[id]]);
  });

  // A bank that had asked before it succeeded another did not count the other's loans until its hub was started anew.
  it('are read anew once the bank has taken the place of another', async () => {
    await of();
    inCharge = 'B';
    await of();
    await of();
    expect(asked).to.deep.equal([[id], [id]]);
  });
});

describe('what the blocks tell of loans', () => {
  const at = (date: string): number => startOfDate(date) + 3600;
  const steps = new Map<string, Pick<LoanStep, 'act' | 'txTime'>>();
  let read: string[];
  let channel: ChannelFigures;

  beforeEach(() => {
    read = [];
    channel = new ChannelFigures({
      get: (key) => {
        read.push(key);
        return { value: Buffer.from(JSON.stringify(steps.get(key))) } as Row;
      },
    });
    const acts = ['apply', 'review', 'approve', 'ask', 'reject'] as unknown as LoanStep['act'][];
    acts.forEach((act, n) => steps.set(keys.loanStep('L', n), { act, txTime: at(`2026-10-0${n + 1}`) }));
  });

  it('counts each on its day, and of decisions the last one that was known', () => {
    const october = { from: '2026-10-01', until: '2026-10-31' };
    channel.follow('L', 4);
    expect(channel.of(october, at('2026-10-04'))).to.deep.equal({
      applications: 1,
      approvals: 1,
      rejections: 0,
    });
    expect(channel.of(october, at('2026-12-31'))).to.deep.equal({
      applications: 1,
      approvals: 0,
      rejections: 1,
    });
    expect(channel.of({ ...october, from: '2026-10-05' }, at('2026-12-31'))).to.include({ applications: 0 });
    expect(channel.of(october, at('2026-09-30'))).to.include({ applications: 0 });
  });

  it('is read once, step by step', () => {
    for (const revision of [2, 2, 4]) channel.follow('L', revision);
    expect(read).to.deep.equal([0, 1, 2, 3, 4].map((n) => keys.loanStep('L', n)));
  });
});
