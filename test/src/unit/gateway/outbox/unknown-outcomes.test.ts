import { expect } from 'chai';
import { type CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { Outbox } from '@hanlian/gateway/outbox/outbox';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';

import { codeOf, refused, WritingHub } from '../../../support/writing-hub.js';

describe('a write whose outcome is unknown', () => {
  let hub: WritingHub;

  beforeEach(async () => {
    hub = await WritingHub.make();
  });
  afterEach(() => hub.remove());

  it('tries again with the same intent when the ledger could not answer', async () => {
    hub.ledger.endorsements = [refused('LEDGER_UNAVAILABLE')];
    expect(await codeOf(hub.once('k', 'body', 'one'))).equal('LEDGER_UNAVAILABLE');
    await hub.once('k', 'body', 'never prepared again');
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('sends the same bytes again when a submit was lost', async () => {
    hub.ledger.submits = ['lost', 'lost'];
    await hub.once('k', 'body', 'one');
    expect(new Set(hub.ledger.submitted).size).equal(1);
    expect(hub.ledger.submitted.length).equal(3);
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('finds the effect of a submit whose answer was lost', async () => {
    hub.ledger.submits = ['taken, then lost'];
    await hub.once('k', 'body', 'one');
    expect(hub.ledger.submitted.length).equal(1);
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('endorses anew after the same bytes were sent for long enough', async () => {
    hub.resendFor = 50;
    await hub.reopen();
    hub.ledger.submits = Array.from({ length: 5 }, () => 'lost' as const);
    await hub.once('k', 'body', 'one');
    expect(new Set(hub.ledger.submitted).size).greaterThan(1);
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('endorses anew after a conflict, and no other verdict', async () => {
    hub.ledger.codes = ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];
    await hub.once('k', 'body', 'one');
    expect(hub.ledger.effects).deep.equal(['one']);
    hub.ledger.codes = ['ENDORSEMENT_POLICY_FAILURE'];
    expect(await codeOf(hub.once('k2', 'body', 'two'))).equal('LEDGER_ENDORSEMENT_POLICY_FAILURE');
    expect(hub.ledger.effects).deep.equal(['one']);
  });

  it('takes an intent that has taken effect for done, and answers with the first transaction', async () => {
    hub.ledger.submits = ['taken, then lost'];
    hub.ledger.committed.set('ab'.repeat(32), 'one');
    hub.ledger.port.transaction = (id) =>
      Promise.resolve({ transactionId: id, block: 1, index: 0, code: 'VALID' } as CommittedTransaction);
    expect(await hub.once('k', 'body', 'one')).deep.equal({
      did: ['one'],
      transactionIds: ['ab'.repeat(32)],
    });
  });

  it('finishes after a restart what a stop interrupted, with the envelope it had signed', async () => {
    hub.ledger.submits = Array.from({ length: 1000 }, () => 'lost' as const);
    const interrupted = codeOf(hub.once('k', 'body', 'one'));
    while (hub.ledger.submitted.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const [sent] = hub.ledger.submitted;
    await hub.reopen();
    expect(await interrupted).equal('LEDGER_CLOSED');
    hub.ledger.submits = [];
    hub.ledger.submitted.length = 0;
    const background = hub.requests.background();
    while (hub.ledger.effects.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await background.close();
    expect(hub.ledger.submitted).deep.equal([sent]);
    expect(await hub.once('k', 'body', 'never')).deep.equal({ did: ['one'], transactionIds: [sent] });
  });

  it('endorses anew when the envelope it had kept turns out to have met a conflict', async () => {
    const conflicted = 'cd'.repeat(32);
    const ask = hub.ledger.port.transaction.bind(hub.ledger.port);
    hub.ledger.port.transaction = (id) =>
      id === conflicted
        ? Promise.resolve({
            transactionId: id,
            block: 1,
            index: 0,
            code: 'MVCC_READ_CONFLICT',
          } as CommittedTransaction)
        : ask(id);
    const outbox = new Outbox(hub.store, new GroupWriter(hub.store));
    const sent = {
      transactionId: conflicted,
      bytes: Buffer.from(`${conflicted} one`),
      signature: Uint8Array.of(1),
    };
    await outbox.keep({ job: 'job-one', step: 0 }, sent);
    await hub.once('k', 'body', 'one');
    expect(hub.ledger.effects).deep.equal(['one']);
    expect(hub.ledger.submitted).not.include(conflicted);
  });
});
