import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { makeWorld } from '../../support/embedded.js';

const MODULE = import.meta.resolve('@hanlian/gateway/ledger/embedded/index');

/** The exit status of a process that loads the ledger and then runs a statement. */
function statusAfter(statement: string): number | null {
  const script = `await import(${JSON.stringify(MODULE)}); setTimeout(() => process.exit(0), 200); ${statement}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }).status;
}

/** What a process says of a message that only the newer copy knows whole, after loading the two in an order. */
function keptAfterLoading(...modules: readonly string[]): string {
  const loads = modules.map((name) => `await import(${JSON.stringify(import.meta.resolve(name))});`);
  const script = `${loads.join(' ')}
    const { common } = (await import(${JSON.stringify(import.meta.resolve('@hyperledger/fabric-protos'))})).default;
    const signature = new common.MetadataSignature();
    signature.setIdentifierHeader(Uint8Array.of(1, 2, 3));
    const metadata = new common.Metadata();
    metadata.addSignatures(signature);
    const [read] = common.Metadata.deserializeBinary(metadata.serializeBinary()).getSignaturesList();
    console.log(Buffer.from(read.getIdentifierHeader_asU8()).toString('hex'));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  return `${stdout.toString()}${stderr.toString()}`.trim();
}

describe('embedded ledger: the process it runs in', () => {
  const dispatch = '@hanlian/gateway/ledger/embedded/dispatch';
  const messages = '@hanlian/gateway/ledger/fabric-messages/index';
  for (const order of [
    [dispatch, messages],
    [messages, dispatch],
  ]) {
    it(`keeps Fabric's messages whole whichever is loaded first: ${order.map((name) => name.split('/').at(-1)).join(', ')}`, () => {
      expect(keptAfterLoading(...order)).to.equal('010203');
    });
  }

  it('ends at an uncaught exception and at an unhandled rejection, though fabric-shim is loaded', () => {
    expect(statusAfter('')).to.equal(0);
    expect(statusAfter("setTimeout(() => { throw new Error('unexpected'); });")).not.to.equal(0);
    expect(statusAfter("void Promise.reject(new Error('unexpected'));")).not.to.equal(0);
  });

  it('shows the endorsement policies and collections it was opened with', async () => {
    const world = await makeWorld();
    const [first] = world.options.chaincodes;
    const host = await world.open({
      chaincodes: [{ ...first!, policy: "OutOf(2, 'BureauMSP.peer', 'BankMSP.peer')" }],
    });
    const [definition] = host.definitions();
    expect(definition?.policy).to.equal("OutOf(2, 'BureauMSP.peer', 'BankMSP.peer')");
    expect(definition?.collections.map(({ name }) => name)).to.deep.equal(['pair', 'brief']);
    await host.close();
    await world.remove();
  });
});
