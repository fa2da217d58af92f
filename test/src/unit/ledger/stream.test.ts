import { expect } from 'chai';
import {
  LedgerError,
  START,
  type CommittedTransaction,
  type Ledger,
  type Position,
} from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { call, commit, makeWorld, type World } from '../../support/embedded.js';
import { eventually } from '../../support/eventually.js';

async function take(ledger: Ledger, after: Position, count: number): Promise<CommittedTransaction[]> {
  const taken: CommittedTransaction[] = [];
  for await (const transaction of ledger.stream(after)) {
    taken.push(transaction);
    if (taken.length === count) break;
  }
  return taken;
}

describe('embedded ledger: stream', () => {
  let world: World;
  let host: EmbeddedLedger;
  let ledger: Ledger;
  const put = (key: string): Promise<unknown> => commit(ledger, world.bureau.client, call('put', key, 'v'));

  beforeEach(async () => {
    world = await makeWorld();
    host = await world.open();
    ledger = host.forOrganisation('BureauMSP');
  });

  afterEach(async () => {
    await host.close();
    await world.remove();
  });

  it('gives past and coming transactions once, to several consumers, from any position', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(put));
    const coming = take(ledger, START, 8);
    const slow = take(host.forOrganisation('AuditorMSP'), START, 8);
    await put('f');
    await put('g');
    await put('h');
    const all = await coming;
    const places = all.map(({ block, index }) => [block, index]);
    expect(new Set(all.map(({ transactionId }) => transactionId)).size).to.equal(8);
    expect(places).to.deep.equal(
      [...places].sort(([b1 = 0, i1 = 0], [b2 = 0, i2 = 0]) => b1 - b2 || i1 - i2),
    );
    expect(await slow).to.deep.equal(all);
    for (const [index, position] of all.entries()) {
      if (index < 7) expect(await take(ledger, position, 7 - index)).to.deep.equal(all.slice(index + 1));
    }
  });

  it('ends quietly when aborted, and at close', async () => {
    await put('a');
    const abort = new AbortController();
    const counts = { aborted: 0, closed: 0 };
    const counting = async (which: keyof typeof counts, signal?: AbortSignal): Promise<void> => {
      for await (const { code } of ledger.stream(START, { ...(signal && { signal }) })) {
        if (code === 'VALID') counts[which] += 1;
      }
    };
    const aborted = counting('aborted', abort.signal);
    const closed = counting('closed');
    await eventually(() => expect(counts).to.deep.equal({ aborted: 1, closed: 1 }));
    abort.abort();
    await aborted;
    await host.close();
    await closed;
  });

  it('refuses a position the ledger has not reached, as after a restore from an older backup', async () => {
    await put('a');
    expect(() => ledger.stream({ block: 5, index: 0 }))
      .to.throw(LedgerError)
      .with.property('code', 'LEDGER_POSITION_AHEAD');
  });

  it('stops waiting for an outcome when asked to, and at close', async () => {
    const unknown = 'f'.repeat(64);
    const reason = new Error('enough');
    const abort = new AbortController();
    const waiting = ledger.status(unknown, { signal: abort.signal }).catch((error: unknown) => error);
    abort.abort(reason);
    expect(await waiting).to.equal(reason);
    const tooLate = ledger.status(unknown, { signal: abort.signal }).catch((error: unknown) => error);
    expect(await tooLate).to.equal(reason);
    const left = ledger.status(unknown).catch((error: unknown) => error);
    await host.close();
    expect(await left)
      .to.be.instanceOf(LedgerError)
      .with.property('code', 'LEDGER_CLOSED');
    const late: unknown = await put('late').catch((error: unknown) => error);
    expect(late).to.be.instanceOf(LedgerError).with.property('code', 'LEDGER_CLOSED');
  });
});
