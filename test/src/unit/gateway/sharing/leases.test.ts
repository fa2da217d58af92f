import { keys, splitKey, startOfDate, type Grant } from '@hanlian/chaincode/domain';
import { Leases } from '@hanlian/gateway/sharing/leases';
import { expect } from 'chai';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const MIDNIGHT = startOfDate('2026-11-22');

/** A grant of twenty queries a day, in two leases; the ledger has the leases of every day. */
const grant = {
  id: 'A'.repeat(22),
  provider: 'provider',
  quota: { limit: 20, per: 'day', lease: 10 },
} as Grant;

describe('the leases a hub has taken', () => {
  let read: string[];
  let leases: Leases;
  /** Of whose hub the first lease of a day is; the second is this hub's. */
  let first: string;
  beforeEach(() => {
    read = [];
    first = 'provider';
    const ledger = {
      get: (key: string) => {
        read.push(key);
        const by = Number(splitKey(key).at(-1)) === 1 ? first : 'provider';
        return { value: Buffer.from(JSON.stringify({ size: 10, by })) };
      },
    };
    leases = new Leases({
      model: ledger as never,
      store: { getSync: () => undefined } as never,
      random: () => Buffer.alloc(16),
      caughtUp: () => Promise.resolve(),
      isOurs: (department) => department === 'provider',
      take: () => Promise.reject(new Error('No lease is to be taken')),
    });
  });

  const firstLease = keys.lease(grant.id, '2026-11-21', 1);
  const timesRead = (): number => read.filter((key) => key === firstLease).length;

  // Every day and month that was ever used stayed in memory.
  it('are let go once their day is over', async () => {
    await leases.use(grant, MIDNIGHT - MINUTE);
    await leases.use(grant, MIDNIGHT + 2 * HOUR);
    expect(timesRead()).to.equal(1);
    await leases.use(grant, MIDNIGHT - MINUTE);
    expect(timesRead(), 'read anew').to.equal(2);
  });

  it('are not, while a use of the day before is on its way: none is given out twice', async () => {
    await leases.use(grant, MIDNIGHT - HOUR);
    const before = await leases.use(grant, MIDNIGHT - MINUTE);
    await leases.use(grant, MIDNIGHT + MINUTE);
    const late = await leases.use(grant, MIDNIGHT - 1);
    expect([before.use.use, late.use.use]).to.deep.equal([2, 3]);
  });

  it('are not, while their day lasts: what was given back is used', async () => {
    const { giveBack } = await leases.use(grant, MIDNIGHT + MINUTE);
    giveBack();
    expect((await leases.use(grant, MIDNIGHT + 5 * HOUR)).use.use).to.equal(1);
    expect(timesRead()).to.equal(0);
  });

  // How far they were used, their own hub knows alone: used here too, one use would have been made twice.
  it('are used by no other hub, also where its department has taken the provider’s place', async () => {
    first = 'predecessor';
    const { use } = await leases.use(grant, MIDNIGHT - HOUR);
    expect(use).to.deep.equal({ window: '2026-11-21', index: 2, use: 1 });
  });
});
