import { expect } from 'chai';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { call, commit, endorse, evaluate, makeWorld, type World } from '../../support/embedded.js';

describe('embedded ledger: determinism', () => {
  const probe = new URL('../../support/probe.js', import.meta.url).href;
  let world: World;
  let host: EmbeddedLedger;

  before(async () => {
    world = await makeWorld();
    host = await world.open({ verifyDeterminism: { modules: { probe, other: probe } } });
  });

  after(async () => {
    await host.close();
    await world.remove();
  });

  it('lets a contract pass that does the same twice: reads, ranges, private data, calls, refusals', async () => {
    const ledger = host.forOrganisation('BureauMSP');
    const { client } = world.bureau;
    expect((await commit(ledger, client, call('putUnseen', 'k', 'v'))).code).to.equal('VALID');
    expect((await commit(ledger, client, call('putMany', 'm', '120'))).code).to.equal('VALID');
    expect((await commit(ledger, client, call('count', 'm', 'n', 'sum'))).code).to.equal('VALID');
    const secret = { ...call('keep', 'pair', 's'), transient: { value: Buffer.from('x') } };
    expect((await commit(ledger, client, secret)).code).to.equal('VALID');
    expect(await evaluate(ledger, client, call('recall', 'pair', 's'))).to.equal('x');
    expect((await commit(ledger, client, call('callOther', 'other', 'a', 'b'))).code).to.equal('VALID');
  });

  for (const source of ['random', 'clock', 'zone', 'locale']) {
    it(`catches a contract that looks at the ${source}`, async () => {
      const error: unknown = await endorse(
        host.forOrganisation('BureauMSP'),
        world.bureau.client,
        call('strange', source),
      ).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(LedgerError);
      expect((error as LedgerError).code).to.equal('LEDGER_NOT_DETERMINISTIC');
    });
  }

  it('catches a contract that asks for other keys', async () => {
    const error: unknown = await endorse(
      host.forOrganisation('BureauMSP'),
      world.bureau.client,
      call('strangeRead'),
    ).catch((reason: unknown) => reason);
    expect((error as LedgerError).message).to.match(/asked for .*get.*probe/);
  });
});
