import { expect } from 'chai';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { call, commit, evaluate, makeWorld, type World } from '../../support/embedded.js';

describe('embedded ledger: rules', () => {
  let world: World;
  let host: EmbeddedLedger;
  let ledger: Ledger;

  before(async () => {
    world = await makeWorld();
    host = await world.open();
    ledger = host.forOrganisation('BureauMSP');
  });

  after(async () => {
    await host.close();
    await world.remove();
  });

  it('commits, answers and keeps', async () => {
    const { code, block } = await commit(ledger, world.bureau.client, call('putUnseen', 'a', 'one'));
    expect(code).to.equal('VALID');
    expect(await evaluate(ledger, world.bank.client, call('get', 'a'))).to.equal('one');
    expect((await ledger.block(block))?.transactions).to.have.length(1);
  });
});
