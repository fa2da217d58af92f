import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { type NetworkStatus, type StartedNetwork, startNetwork } from '@hanlian/network';
import { ProbeClient } from './client.js';
import { copyOfProbe } from './probe.js';

const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../../../network/dist/cli/bin.js', import.meta.url));
const DEPARTMENT = '91350100M000100Y43';

/** One network with real authorities, from nothing to its end; the tests follow its life in order. */
describe('a network with real certificate authorities', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-network-'));
  const chaincode = copyOfProbe();
  const clients: ProbeClient[] = [];
  let network: StartedNetwork;

  const client = (organisation: string, identity = 'hub'): ProbeClient => {
    const made = new ProbeClient(network.connection(organisation), identity);
    clients.push(made);
    return made;
  };
  const pids = (status: NetworkStatus): (number | undefined)[] => status.processes.map(({ pid }) => pid);

  before(async () => {
    network = await startNetwork({ run: folder, portOffset: 'free', chaincodes: [chaincode] });
  });

  after(async () => {
    for (const each of clients) each.close();
    await network.stop({ clean: true });
    rmSync(chaincode.folder, { recursive: true });
  });

  it('commits a transaction that two organisations endorsed, seen by the third', async () => {
    await client('bureau').submit([{ op: 'put', key: 'first', value: 'one' }]);
    await eventually(async () => {
      const [value] = await client('auditor').evaluate([{ op: 'get', key: 'first' }]);
      expect(value).to.equal('one');
    });
  });

  it('shows chaincode the role and MSP in a certificate of its authority', async () => {
    await network.enrol('bank', 'credit-office', { role: 'officer', dept: DEPARTMENT });
    const [creator] = await client('bank', 'credit-office').evaluate([{ op: 'creator' }]);
    expect(creator).to.include({ mspId: 'BankMSP', role: 'officer' });
  });

  it('refuses an attribute that no registrar may give', async () => {
    const refusal = await refused(network.enrol('bank', 'intruder', { 'hf.IntermediateCA': 'true' }));
    expect(refusal).to.include('ca.bank').and.include('refused register');
  });

  it('invalidates a transaction of one organisation alone', async () => {
    const refusal = await refused(
      client('bureau').submit([{ op: 'put', key: 'alone', value: 'x' }], { endorsers: ['BureauMSP'] }),
    );
    expect(refusal).to.include('ENDORSEMENT_POLICY_FAILURE');
  });

  it('keeps private data to the members of its collection', async () => {
    await client('bureau').submit([{ op: 'privatePutTransient', collection: 'pair', key: 'k', name: 'v' }], {
      transient: { v: 'secret' },
    });
    await eventually(async () => {
      const [value] = await client('bank').evaluate([{ op: 'privateGet', collection: 'pair', key: 'k' }]);
      expect(value).to.equal('secret');
    });
    await refused(client('auditor').evaluate([{ op: 'privateGet', collection: 'pair', key: 'k' }]));
  });

  it('does nothing when it is brought up again', async () => {
    const before = pids(await network.status());
    await network.up({ portOffset: 'free', chaincodes: [chaincode] });
    expect(pids(await network.status())).to.deep.equal(before);
  });

  it('is seen and tended from another process', async () => {
    const { stdout } = await run(process.execPath, [CLI, 'status', '--json', '--run', folder]);
    const { processes } = JSON.parse(stdout) as NetworkStatus;
    expect(processes.map(({ state }) => state)).to.deep.equal(Array(12).fill('ready'));
    await run(process.execPath, [CLI, 'restart', 'peer0.auditor', '--run', folder]);
    const after = (await network.status()).processes.find(({ name }) => name === 'peer0.auditor');
    expect(after?.state).to.equal('ready');
    expect(after?.pid).not.to.equal(processes.find(({ name }) => name === 'peer0.auditor')?.pid);
  });

  it('loses nothing while chaincode is upgraded under it', async () => {
    chaincode.rewrite((code) =>
      code.replace('JSON.stringify(answers)', 'JSON.stringify([...answers, "new"])'),
    );
    const writer = client('bureau');
    // Peers that are a block apart where the new code begins answer differently; whoever is refused for it asks again.
    const write = (key: string): Promise<unknown[]> =>
      eventually(() => writer.submit([{ op: 'put', key, value: 'x' }]));
    const upgrade = network.upgrade(chaincode);
    const answers: unknown[][] = [];
    do answers.push(await write(`upgrade-${answers.length}`));
    while (await pending(upgrade));
    answers.push(await write('upgraded'));
    expect(answers.at(0)).not.to.include('new');
    expect(answers.at(-1)).to.include('new');
  });

  it('moves to other code under the same definition when it is brought up', async () => {
    chaincode.rewrite((code) => code.replace('"new"', '"newer"'));
    await network.up({ portOffset: 'free', chaincodes: [chaincode] });
    expect(await client('bank').evaluate([])).to.deep.equal(['newer']);
  });

  it('refuses a revoked identity on every peer', async () => {
    await network.enrol('bureau', 'dismissed', { role: 'clerk', dept: DEPARTMENT });
    const dismissed = client('bureau', 'dismissed');
    await dismissed.evaluate([]);
    const list = await network.revoke('bureau', 'dismissed', 'cessationofoperation');
    expect(list).to.include('BEGIN X509 CRL');
    await eventually(async () => {
      const refusal = await refused(dismissed.submit([{ op: 'put', key: 'late', value: 'x' }]));
      expect(refusal).to.match(/access denied|creator|UNAUTHENTICATED|PERMISSION/i);
    });
    await client('bureau').submit([{ op: 'put', key: 'still', value: 'served' }]);
  });

  it('heals a killed peer, orderer and chaincode on the next up', async () => {
    for (const name of ['peer0.bank', 'orderer2.bank', 'probe.bureau']) await network.kill(name);
    const stopped = (await network.status()).processes.filter(({ state }) => state === 'stopped');
    expect(stopped.map(({ name }) => name)).to.have.members(['peer0.bank', 'orderer2.bank', 'probe.bureau']);
    await network.up({ portOffset: 'free', chaincodes: [chaincode] });
    await eventually(() => client('bureau').submit([{ op: 'put', key: 'healed', value: 'x' }]));
  });

  it('renews every certificate over its key, and goes on with its ledger', async () => {
    await network.renew();
    await network.up({ portOffset: 'free', chaincodes: [chaincode] });
    await eventually(() => client('bureau').submit([{ op: 'put', key: 'renewed', value: 'x' }]));
    const [value] = await client('bureau').evaluate([{ op: 'get', key: 'first' }]);
    expect(value).to.equal('one');
  });

  // A peer calls the others before it has read their TLS roots from its channel. When it had none of its own to begin with,
  // two calls lost in both directions cost one start in three 3.5 s.
  it('has peers that trust each other from the first call of each start', () => {
    for (const { name } of network.topology.organisations.flatMap(({ peers }) => peers)) {
      expect(readFileSync(network.layout.log(name), 'utf8')).not.to.include('tls: bad certificate');
    }
  });

  it('leaves no process behind, twice over', async () => {
    expect(await network.down()).to.have.length(12);
    expect(await network.down()).to.deep.equal([]);
    const { processes } = await network.status();
    expect(processes.map(({ state }) => state)).to.deep.equal(Array(12).fill('stopped'));
  });
});

function pending(work: Promise<unknown>): Promise<boolean> {
  const now = new Promise<boolean>((resolve) => setImmediate(() => resolve(true)));
  return Promise.race([work.then(() => false), now]);
}

async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const { message, details = [] } = error as Error & { details?: { message: string }[] };
    return [message, ...details.map((detail) => detail.message)].join('; ');
  }
  throw new Error('it was not refused');
}
