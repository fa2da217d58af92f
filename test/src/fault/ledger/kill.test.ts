import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { writerInput } from './writer-input.js';
import { Probe } from '../../support/probe.js';
import { makeWorld, type World } from '../../support/embedded.js';

const WRITER = fileURLToPath(new URL('writer.js', import.meta.url));
const KILLS = 4;
const ACKNOWLEDGED_BEFORE_KILL = 60;

/** Starts the writer, kills it under load, and gives the acknowledgements it had printed. */
async function writeUntilKilled(world: World): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, writerInput(world)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > ACKNOWLEDGED_BEFORE_KILL) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return output.split('\n').slice(0, -1);
}

describe('embedded ledger: kill -9 under load', function () {
  this.timeout(60_000);

  it('keeps every acknowledged transaction, at its place, over several kills', async () => {
    const world = await makeWorld();
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) acknowledged.push(...(await writeUntilKilled(world)));
    expect(acknowledged.length).to.be.at.least(KILLS * ACKNOWLEDGED_BEFORE_KILL);

    const host = await world.open({ chaincodes: [{ name: 'probe', contracts: [Probe] }] });
    const ledger = host.forOrganisation('BureauMSP');
    for (const line of acknowledged) {
      const [transactionId = '', block, code] = line.split(' ');
      const found = await ledger.transaction(transactionId);
      expect([found?.block, found?.code]).to.deep.equal([Number(block), code]);
    }
    expect((await host.fsck()).problems).to.deep.equal([]);
    await host.close();
    await world.remove();
  });
});
