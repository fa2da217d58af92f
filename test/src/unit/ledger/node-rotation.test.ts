import { generateKeyPairSync } from 'node:crypto';
import { ecdsaSigner } from '@hanlian/certificates';
import type { EmbeddedLedgerOptions } from '@hanlian/gateway/ledger/embedded/index';
import { expect } from 'chai';
import { call, commit, endorse, makeWorld, signed, type World } from '../../support/embedded.js';

describe('embedded ledger: a node certified anew', () => {
  let world: World;
  let next: EmbeddedLedgerOptions['node'];

  beforeEach(async () => {
    world = await makeWorld();
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = await world.bureau.authority.issueIdentity({
      commonName: 'node',
      publicKey,
      kind: 'node',
    });
    next = { mspId: 'BureauMSP', certificate, signer: ecdsaSigner(privateKey) };
  });
  afterEach(() => world.remove());

  it('takes what it endorsed before, and every block still checks', async () => {
    const before = await world.open();
    const own = before.forOrganisation('BureauMSP');
    await commit(own, world.bureau.client, call('putUnseen', 'key', 'first'));
    const pending = await endorse(own, world.bureau.client, call('putUnseen', 'other', 'endorsed before'));
    const signature = await signed(world.bureau.client, pending);
    await before.close();

    const former = [world.options.node.certificate];
    const after = await world.open({ node: { ...next, former } });
    const ledger = after.forOrganisation('BureauMSP');
    await ledger.submit(pending.bytes, signature);
    expect((await ledger.status(pending.transactionId)).code).to.equal('VALID');
    expect((await commit(ledger, world.bureau.client, call('putUnseen', 'third', '3'))).code).to.equal(
      'VALID',
    );
    const { blocks, problems } = await after.fsck();
    expect([blocks, problems]).to.deep.equal([3, []]);
    await after.close();
  });

  it('finds its own past foreign where the certificate of then was not kept', async () => {
    const before = await world.open();
    await commit(before.forOrganisation('BureauMSP'), world.bureau.client, call('putUnseen', 'key', 'first'));
    await before.close();
    const after = await world.open({ node: next });
    expect((await after.fsck()).problems[0]?.message).to.match(/ENDORSEMENT_POLICY_FAILURE/);
    await after.close();
  });
});
