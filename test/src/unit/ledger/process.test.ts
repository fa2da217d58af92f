import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { makeWorld } from '../../support/embedded.js';

const MODULE = import.meta.resolve('@hanlian/gateway/ledger/embedded/index');

/** The exit status of a process that loads the ledger and then runs a statement. */
function statusAfter(statement: string): number | null {
  const script = `await import(${JSON.stringify(MODULE)}); setTimeout(() => process.exit(0), 200); ${statement}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }).status;
}

describe('embedded ledger: the process it runs in', () => {
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
