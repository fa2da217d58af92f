import { expect } from 'chai';
import { LedgerError, type Ledger } from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import {
  call,
  commit,
  endorse,
  evaluate,
  makeOrganisation,
  makeWorld,
  signed,
  type World,
} from '../../support/embedded.js';

async function refusal(work: Promise<unknown>): Promise<LedgerError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error, 'a refusal').to.be.instanceOf(LedgerError);
  return error as LedgerError;
}

describe('embedded ledger: rules', () => {
  let world: World;
  let host: EmbeddedLedger;
  let ledger: Ledger;
  const client = (): World['bureau']['client'] => world.bureau.client;

  before(async () => {
    world = await makeWorld();
    host = await world.open();
    ledger = host.forOrganisation('BureauMSP');
  });

  after(async () => {
    await host.close();
    await world.remove();
  });

  it('commits, answers, and shows the transaction', async () => {
    const { code, block, transactionId } = await commit(ledger, client(), call('putUnseen', 'a', 'one'));
    expect(code).to.equal('VALID');
    expect(await evaluate(ledger, world.bank.client, call('get', 'a'))).to.equal('one');
    const [transaction] = (await ledger.block(block))?.transactions ?? [];
    expect(transaction?.transactionId).to.equal(transactionId);
    expect(transaction?.event?.name).to.equal('put');
    expect(transaction?.writes.map(({ key }) => key)).to.deep.equal(['a']);
    expect(await ledger.transaction(transactionId)).to.deep.equal(transaction);
  });

  it('gives the contract the creator’s attributes', async () => {
    expect(await evaluate(ledger, world.bank.client, call('who'))).to.equal('BankMSP clerk');
  });

  it('does not show a transaction its own writes', async () => {
    const endorsed = await endorse(ledger, client(), call('putUnseen', 'own', 'written'));
    expect(JSON.parse(endorsed.result)).to.deep.equal({ before: '', after: '' });
  });

  it('lets one of two conflicting transactions stand, and uses up both ids', async () => {
    const [first, second] = await Promise.all([
      endorse(ledger, client(), call('putUnseen', 'race', '1')),
      endorse(ledger, client(), call('putUnseen', 'race', '2')),
    ]);
    const submit = async (one: typeof first): Promise<void> =>
      ledger.submit(one.bytes, await signed(client(), one));
    await submit(first);
    await submit(second);
    expect((await ledger.status(first.transactionId)).code).to.equal('VALID');
    expect((await ledger.status(second.transactionId)).code).to.equal('MVCC_READ_CONFLICT');
    await submit(second);
    const height = await ledger.height();
    while ((await ledger.height()) === height) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await ledger.block(height))?.transactions[0]?.code).to.equal('DUPLICATE_TXID');
    expect((await ledger.status(second.transactionId)).code).to.equal('MVCC_READ_CONFLICT');
  });

  it('finds a phantom in a short range and in a summarised one', async () => {
    await commit(ledger, client(), call('putMany', 'few-', '3'));
    await commit(ledger, client(), call('putMany', 'lots-', '130'));
    for (const prefix of ['few-', 'lots-']) {
      const counted = await endorse(ledger, client(), call('count', prefix, `${prefix}~`, `sum-${prefix}`));
      const unchanged = await endorse(
        ledger,
        client(),
        call('count', prefix, `${prefix}~`, `same-${prefix}`),
      );
      await ledger.submit(unchanged.bytes, await signed(client(), unchanged));
      expect((await ledger.status(unchanged.transactionId)).code).to.equal('VALID');
      await commit(ledger, client(), call('put', `${prefix}00001x`, 'phantom'));
      await ledger.submit(counted.bytes, await signed(client(), counted));
      expect((await ledger.status(counted.transactionId)).code).to.equal('PHANTOM_READ_CONFLICT');
    }
  });

  it('takes an empty value for absence', async () => {
    await commit(ledger, client(), call('put', 'empty', 'x'));
    await commit(ledger, client(), call('put', 'empty', ''));
    expect(await evaluate(ledger, client(), call('count', 'empty', 'empty~', ''))).to.equal('0');
  });

  it('refuses writes after a paginated query and beside private ranges', async () => {
    const paged = await refusal(endorse(ledger, client(), call('pageThenPut', 'a', 'b')));
    expect(paged.code).to.equal('LEDGER_WRITE_AFTER_PAGED_QUERY');
    const queried = await refusal(endorse(ledger, client(), call('queryThenKeep', 'pair')));
    expect(queried.code).to.equal('LEDGER_WRITE_AFTER_PRIVATE_QUERY');
  });

  it('passes on a contract’s own code, and names a failure without one', async () => {
    const coded = JSON.stringify({
      code: 'STALE',
      details: { field: 'version' },
      message: 'another version',
    });
    const own = await refusal(endorse(ledger, client(), call('refuse', coded)));
    expect([own.stage, own.code, own.details['field']]).to.deep.equal(['endorse', 'STALE', 'version']);
    const other = await refusal(evaluate(ledger, client(), call('refuse', 'no reason')));
    expect([other.stage, other.code, other.message]).to.deep.equal([
      'evaluate',
      'LEDGER_CONTRACT_FAILED',
      'no reason',
    ]);
  });

  it('runs another chaincode inside the same transaction, in its own namespace', async () => {
    const { code, block, index } = await commit(
      ledger,
      client(),
      call('callOther', 'other', 'there', 'value'),
    );
    expect(code).to.equal('VALID');
    const writes = (await ledger.block(block))?.transactions[index]?.writes;
    expect(writes?.map(({ namespace, key }) => [namespace, key])).to.deep.equal([['other', 'there']]);
  });

  describe('signatures', () => {
    it('refuses a proposal signed by another key, and one whose bytes were changed', async () => {
      const proposal = await ledger.propose(client().identity, call('get', 'a'));
      const foreign = await signed(world.bank.client, proposal);
      expect((await refusal(ledger.endorse(proposal.bytes, foreign))).code).to.equal('LEDGER_BAD_SIGNATURE');
      const changed = Buffer.from(proposal.bytes);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      const own = await signed(client(), proposal);
      expect((await refusal(ledger.endorse(changed, own))).code).to.be.oneOf([
        'LEDGER_BAD_SIGNATURE',
        'LEDGER_MESSAGE_INVALID',
      ]);
    });

    it('refuses a signature whose s lies in the upper half', async () => {
      const proposal = await ledger.propose(client().identity, call('get', 'a'));
      const der = Buffer.from(await signed(client(), proposal));
      const rLength = der[3] ?? 0;
      const s = BigInt(`0x${der.subarray(6 + rLength).toString('hex')}`);
      const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
      const high = Buffer.from(`00${(order - s).toString(16).padStart(64, '0')}`, 'hex');
      const r = der.subarray(2, 4 + rLength);
      const body = Buffer.concat([r, Buffer.of(2, high.length), high]);
      const highS = Buffer.concat([Buffer.of(0x30, body.length), body]);
      expect((await refusal(ledger.endorse(proposal.bytes, highS))).code).to.equal('LEDGER_BAD_SIGNATURE');
    });

    it('refuses a stranger, an identity under another MSP id, and an expired certificate', async () => {
      const stranger = await makeOrganisation('StrangerMSP');
      const unknown = await refusal(evaluate(ledger, stranger.client, call('who')));
      expect(unknown.code).to.equal('LEDGER_CREATOR_UNKNOWN');
      const identity = { ...client().identity, mspId: 'BankMSP' };
      const posing = await refusal(evaluate(ledger, { ...client(), identity }, call('who')));
      expect(posing.code).to.equal('LEDGER_CREATOR_UNKNOWN');
      const late = await makeWorld();
      const farFuture = Date.now() + 100 * 365 * 86_400_000;
      const lateHost = await late.open({ clock: () => farFuture });
      const expired = await refusal(
        evaluate(lateHost.forOrganisation('BureauMSP'), late.bureau.client, call('who')),
      );
      expect(expired.code).to.equal('LEDGER_CREATOR_UNKNOWN');
      await lateHost.close();
      await late.remove();
    });

    it('refuses a proposal from outside the time window', async () => {
      let now = Date.now();
      const other = await makeWorld();
      const otherHost = await other.open({ clock: () => now });
      const port = otherHost.forOrganisation('BureauMSP');
      const proposal = await port.propose(other.bureau.client.identity, call('who'));
      now += 16 * 60_000;
      const late = await refusal(port.evaluate(proposal.bytes, await signed(other.bureau.client, proposal)));
      expect(late.code).to.equal('LEDGER_TIMESTAMP_OUTSIDE_WINDOW');
      await otherHost.close();
      await other.remove();
    });

    it('refuses an envelope signed by another key', async () => {
      const endorsed = await endorse(ledger, client(), call('put', 'x', 'y'));
      const error = await refusal(ledger.submit(endorsed.bytes, await signed(world.bank.client, endorsed)));
      expect([error.stage, error.code]).to.deep.equal(['submit', 'LEDGER_BAD_SIGNATURE']);
    });
  });

  describe('limits', () => {
    it('gives up on a contract that does not answer', async () => {
      const slow = await makeWorld();
      const slowHost = await slow.open({ limits: { simulationMs: 50 } });
      const error = await refusal(
        endorse(slowHost.forOrganisation('BureauMSP'), slow.bureau.client, call('hang')),
      );
      expect(error.code).to.equal('LEDGER_TIMEOUT');
      await slowHost.close();
      await slow.remove();
    });

    it('refuses an envelope over the size limit, and cuts blocks at their bounds', async () => {
      const small = await makeWorld();
      const smallHost = await small.open({ limits: { envelopeBytes: 20_000, blockTransactions: 2 } });
      const port = smallHost.forOrganisation('BureauMSP');
      const big = await endorse(port, small.bureau.client, call('put', 'big', 'x'.repeat(20_000)));
      const error = await refusal(port.submit(big.bytes, await signed(small.bureau.client, big)));
      expect(error.code).to.equal('LEDGER_TOO_LARGE');
      await Promise.all(
        Array.from({ length: 9 }, (_, index) =>
          commit(port, small.bureau.client, call('put', `k${index}`, 'v')),
        ),
      );
      for (let number = 0; number < (await port.height()); number++) {
        expect((await port.block(number))?.transactions.length).to.be.within(1, 2);
      }
      await smallHost.close();
      await small.remove();
    });
  });
});
