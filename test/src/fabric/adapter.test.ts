import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connectionOptions, openFabricLedger } from '@hanlian/gateway/ledger/fabric/index';
import { START, type CommittedTransaction, type Ledger, type Position } from '@hanlian/gateway/ledger/port';
import type { StartedNetwork } from '@hanlian/network';
import { common, gateway } from '@hyperledger/fabric-protos';
import { expect } from 'chai';
import { Client, probeCall } from './client.js';
import { copyOfProbe } from './network/probe.js';
import { refused } from './refused.js';
import { eventually } from '../support/eventually.js';
import { sharedNetwork } from './shared-network.js';

const fresh = (): string => randomBytes(8).toString('hex');
const put = (key = fresh()): ReturnType<typeof probeCall> => probeCall([{ op: 'put', key, value: '1' }]);
const secret = (): ReturnType<typeof probeCall> =>
  probeCall([{ op: 'privatePutTransient', collection: 'pair', key: fresh(), name: 's' }], {
    transient: { s: Buffer.from('x') },
  });

/** The stream's transactions after a position, up to one of them. */
async function upTo(ledger: Ledger, after: Position, transactionId: string): Promise<CommittedTransaction[]> {
  const found: CommittedTransaction[] = [];
  for await (const transaction of ledger.stream(after, { signal: AbortSignal.timeout(30_000) })) {
    found.push(transaction);
    if (transaction.transactionId === transactionId) break;
  }
  return found;
}

describe('the Fabric adapter', () => {
  let network: StartedNetwork;
  let bureau: Client;
  let bank: Client;

  before(async () => {
    network = await sharedNetwork();
    [bureau, bank] = await Promise.all([Client.open(network, 'bureau'), Client.open(network, 'bank')]);
  });

  after(() => Promise.all([bureau, bank].map(({ ledger }) => ledger.close())));

  describe('reads what was there before it', () => {
    let later: Client;
    let last: string;

    before(async () => {
      for (let n = 0; n < 20; n += 1) last = (await bureau.commit(put())).transactionId;
      later = await Client.open(network, 'bureau', { limits: { recentBlocks: 4, recentOutcomes: 4 } });
    });

    after(() => later.ledger.close());

    it('the whole stream from the beginning, as the blocks have it', async () => {
      const streamed = await upTo(later.ledger, START, last);
      const inBlocks: CommittedTransaction[] = [];
      for (let number = 0; number < (await bureau.ledger.height()); number += 1)
        inBlocks.push(...((await bureau.ledger.block(number))?.transactions ?? []));
      expect(streamed).to.deep.equal(inBlocks);
      expect(streamed.at(-1)).to.include(await later.ledger.latest());
    });

    it('the stream from the middle of a block on', async () => {
      const all = await upTo(later.ledger, START, last);
      const middle = all.at(-7) ?? START;
      expect(await upTo(later.ledger, middle, last)).to.deep.equal(all.slice(-6));
    });

    it('the outcome of a transaction committed before it began', async () => {
      const commit = await bureau.status(last);
      expect(await later.status(last)).to.deep.equal(commit);
    });

    it('the outcome of a transaction of its own that it has long forgotten', async () => {
      const own = await later.commit(put());
      for (let n = 0; n < 5; n += 1) await later.commit(put());
      expect(await later.status(own.transactionId)).to.deep.equal(own);
    });
  });

  describe('refuses', () => {
    it('what is unsigned, though the key it reads with could sign it', async () => {
      const { reader } = await connectionOptions(network.connection('bureau'), 'hub');
      const { bytes, message } = await bureau.ledger.propose(reader.identity, put());
      const empty = new Uint8Array();
      const endorsed = await bureau.ledger.endorse(bytes, await reader.signer.sign(message));
      for (const work of [
        bureau.ledger.evaluate(bytes, empty),
        bureau.ledger.endorse(bytes, empty),
        bureau.ledger.submit(endorsed.bytes, empty),
      ])
        expect((await refused(work)).code).to.equal('LEDGER_BAD_SIGNATURE');
    });

    it('a time too far from the peers’ clocks', async () => {
      const options = await connectionOptions(network.connection('bureau'), 'hub');
      const ledger = await openFabricLedger({ ...options, clock: () => Date.now() - 16 * 60_000 });
      const late = new Client(ledger, options.reader);
      const code = 'LEDGER_TIMESTAMP_OUTSIDE_WINDOW';
      expect(await refused(late.endorse(put()))).to.deep.equal({ stage: 'endorse', code });
      expect(await refused(late.evaluate(put()))).to.deep.equal({ stage: 'evaluate', code });
      await ledger.close();
    });

    it('what comes while too many calls wait', async () => {
      const small = await Client.open(network, 'bureau', { limits: { inFlight: 1, waiting: 1 } });
      const calls = [1, 2, 3].map(() => small.evaluate(probeCall([])));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled', 'rejected']);
      const [, , last] = calls;
      expect((await refused(last ?? Promise.resolve())).code).to.equal('LEDGER_UNAVAILABLE');
      await small.ledger.close();
    });

    it('everything once it is closed, and tells those who wait', async () => {
      const closing = await Client.open(network, 'bureau');
      const waiting = refused(closing.status('0'.repeat(64)));
      const streaming = upTo(closing.ledger, await closing.ledger.latest(), '');
      await closing.evaluate(probeCall([]));
      await closing.ledger.close();
      expect(await waiting).to.deep.equal({ stage: 'commit', code: 'LEDGER_CLOSED' });
      expect(await streaming).to.deep.equal([]);
      expect((await refused(closing.evaluate(probeCall([])))).code).to.equal('LEDGER_CLOSED');
    });
  });

  it('refuses what endorsers do not agree on: a contract that is not deterministic', async () => {
    const fickle = copyOfProbe();
    fickle.rewrite((code) =>
      code.replace('JSON.stringify(answers)', 'JSON.stringify([...answers, process.pid])'),
    );
    await network.deploy({ ...fickle, name: 'fickle', collections: [] });
    rmSync(fickle.folder, { recursive: true });
    expect(await refused(bureau.endorse({ ...put(), chaincode: 'fickle' }))).to.deep.equal({
      stage: 'endorse',
      code: 'LEDGER_NOT_DETERMINISTIC',
    });
  });

  it('without a quorum of orderers: the outcome is open, reads go on, and it takes effect once when they are back', async () => {
    const key = fresh();
    const endorsed = await bureau.endorse(put(key));
    const down = ['orderer1.bureau', 'orderer2.bank'];
    await Promise.all(down.map((name) => network.kill(name)));
    try {
      expect(await refused(bureau.submit(endorsed))).to.deep.equal({
        stage: 'submit',
        code: 'LEDGER_OUTCOME_UNKNOWN',
      });
      expect(await bureau.evaluate(probeCall([{ op: 'get', key }]))).to.deep.equal([null]);
      expect(await bureau.ledger.transaction(endorsed.transactionId)).to.equal(undefined);
    } finally {
      for (const name of down) await network.restart(name);
    }
    await eventually(() => bureau.submit(endorsed));
    const { block, code } = await bureau.status(endorsed.transactionId);
    expect(code).to.equal('VALID');
    await bureau.commit(put());
    const from = { block: block - 1, index: Number.MAX_SAFE_INTEGER };
    const last = await bureau.commit(put());
    const copies = (await upTo(bureau.ledger, from, last.transactionId)).filter(
      (transaction) => transaction.transactionId === endorsed.transactionId && transaction.code === 'VALID',
    );
    expect(copies).to.have.length(1);
  });

  it('goes on after a transaction nobody can read', async () => {
    const from = await bureau.ledger.latest();
    const [one, other] = [await bureau.endorse(put()), await bureau.endorse(put())];
    const payload = common.Payload.deserializeBinary(one.message);
    payload.setData(common.Payload.deserializeBinary(other.message).getData_asU8());
    const message = payload.serializeBinary();
    const prepared = gateway.PreparedTransaction.deserializeBinary(one.bytes);
    prepared.getEnvelope()?.setPayload(message);
    await bureau.submit({ ...one, bytes: prepared.serializeBinary(), message });
    const { transactionId } = await bureau.commit(put());
    const seen = await upTo(bank.ledger, from, transactionId);
    expect(seen.map(({ code }) => code)).to.deep.equal(['VALID']);
  });

  describe('when a process of its organisation is gone', () => {
    it('chaincode: writes go through others, what is read or secret waits for it', async () => {
      await network.kill('probe.bureau');
      try {
        expect((await bureau.commit(put())).code).to.equal('VALID');
        expect((await refused(bureau.evaluate(probeCall([])))).code).to.equal('LEDGER_UNAVAILABLE');
        expect((await refused(bureau.endorse(secret()))).code).to.equal('LEDGER_UNAVAILABLE');
      } finally {
        await network.restart('probe.bureau');
      }
      await eventually(() => bureau.evaluate(probeCall([])));
      expect((await eventually(() => bureau.commit(secret()))).code).to.equal('VALID');
    });

    it('peer: writes go through others, and their outcomes and the stream come when it is back', async () => {
      const from = await bureau.ledger.latest();
      const before = await bureau.commit(put());
      const endorsed = await bureau.endorse(put());
      const streaming = upTo(bureau.ledger, from, endorsed.transactionId);
      await network.kill('peer0.bureau');
      try {
        expect((await refused(bureau.evaluate(probeCall([])))).code).to.equal('LEDGER_UNAVAILABLE');
        expect((await refused(bureau.endorse(secret()))).code).to.equal('LEDGER_UNAVAILABLE');
        await bureau.submit(endorsed);
        const meanwhile = await bureau.endorse(put());
        await bureau.submit(meanwhile);
        expect((await bank.status(meanwhile.transactionId)).code).to.equal('VALID');
      } finally {
        await network.restart('peer0.bureau');
      }
      expect((await bureau.status(endorsed.transactionId)).code).to.equal('VALID');
      const seen = (await streaming).map(({ transactionId }) => transactionId);
      expect(seen).to.deep.equal([before.transactionId, endorsed.transactionId]);
      await eventually(() => bureau.evaluate(probeCall([])));
    });
  });
});
