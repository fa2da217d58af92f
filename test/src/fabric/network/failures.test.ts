import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePortOffset, loadTopology, Network, NetworkError, withPortOffset } from '@hanlian/network';
import { findBinaries } from '@hanlian/network/binaries';
import { Lifecycle } from '@hanlian/network/chaincode/lifecycle';
import { packageChaincode } from '@hanlian/network/chaincode/package';
import { announce } from '@hanlian/network/chaincode/service';
import { checkExpiry } from '@hanlian/network/foundation';
import { isAlive } from '@hanlian/network/processes/liveness';
import { StateFile } from '@hanlian/network/processes/state';
import { probe } from './probe.js';

const CLI = fileURLToPath(new URL('../../../../network/dist/cli/bin.js', import.meta.url));
const LIBRARY = new URL('../../../../network/dist/index.js', import.meta.url).href;
const topology = { ...loadTopology(), chaincodes: [probe] };

/** Every failure names its process and what to do, and leaves nothing half-done behind. */
describe('a network that meets trouble', () => {
  let offset: number;
  let folder: string;
  let network: Network;
  const children: ChildProcess[] = [];

  const up = (quick = true): Promise<void> => network.up({ topology, portOffset: offset, quick });
  const processes = (): readonly { name: string }[] => new StateFile(network.layout).alive;
  const port = (name: string): number => {
    const nodes = withPortOffset(topology, offset).organisations.flatMap(({ peers }) => peers);
    return nodes.find((node) => node.name === name)?.port ?? 0;
  };
  const child = (...args: string[]): ChildProcess => {
    const started = spawn(process.execPath, args, { stdio: 'ignore' });
    children.push(started);
    return started;
  };
  const childUp = (...args: string[]): ChildProcess =>
    child(CLI, 'up', '--run', folder, '--port-offset', String(offset), ...args);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hanlian-network-'));
    offset = await freePortOffset(topology);
    network = new Network({ run: folder });
  });

  afterEach(async () => {
    for (const each of children.splice(0)) {
      if (each.exitCode !== null || each.signalCode !== null) continue;
      each.kill('SIGKILL');
      await once(each, 'exit');
    }
    await network.clean();
  });

  it('a port in use: names process and port, leaves nothing running, and starts once it is free', async () => {
    const blocker = await listenOn(port('peer0.bank'));
    const failure = await failureOf(up()).finally(() => blocker.close());
    expect(failure.code).to.equal('PORT_IN_USE');
    expect(failure.message)
      .to.include('peer0.bank')
      .and.include(String(port('peer0.bank')));
    expect(failure.text.zh).to.include('peer0.bank').and.include('占用');
    expect(processes()).to.deep.equal([]);
    await up();
    expect(processes()).to.have.length(9);
  });

  it('a start killed while certificates are made: the next one begins anew and completes', async () => {
    const killed = childUp();
    await until(() => processes().length > 0);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await up(false);
    expect(processes()).to.have.length(12);
  });

  it('a start killed while nodes start: the next one completes it', async () => {
    const killed = childUp('--quick');
    await until(() => processes().some(({ name }) => name === 'peer0.bureau'));
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    await up();
    expect(processes()).to.have.length(9);
  });

  it('Ctrl-C: what was started is stopped', async () => {
    const interrupted = childUp('--quick');
    await until(() => processes().length > 0);
    interrupted.kill('SIGINT');
    const [code] = (await once(interrupted, 'exit')) as [number];
    expect(code).to.equal(1);
    expect(processes()).to.deep.equal([]);
  });

  it('two starts at once: the second is told who is at work', async () => {
    const first = up();
    const failure = await failureOf(up());
    expect(failure.code).to.equal('BUSY');
    expect(failure.message).to.include(String(process.pid));
    await first;
  });

  it('the program that started it is killed: its network ends with it', async () => {
    const options = { run: folder, portOffset: offset, quick: true, topology };
    const script = `
      const { startNetwork } = await import(${JSON.stringify(LIBRARY)});
      await startNetwork(${JSON.stringify(options)});
      setInterval(() => undefined, 1000);`;
    const owner = child('--input-type=module', '-e', script);
    await until(() => processes().length === 9);
    const before = new StateFile(network.layout).alive;
    owner.kill('SIGKILL');
    await until(() => !before.some(isAlive));
  });

  it('lost, changed or foreign foundations: says which, and touches nothing', async () => {
    await up();
    await network.down();
    const { organisations } = network.layout;
    renameSync(organisations, `${organisations}.aside`);
    expect(await codeOf(up())).to.equal('CRYPTO_WIPED');
    renameSync(`${organisations}.aside`, organisations);

    const bank = join(organisations, 'bank');
    const bureau = join(organisations, 'bureau');
    swap(join(bank, 'msp'), join(bureau, 'msp'));
    expect(await codeOf(up())).to.equal('STALE_DATA');
    swap(join(bank, 'msp'), join(bureau, 'msp'));

    expect(await codeOf(network.up({ topology, portOffset: offset + 1, quick: true }))).to.equal(
      'TOPOLOGY_CHANGED',
    );
    expect(processes()).to.deep.equal([]);
    await up();
  });

  it('an expired certificate: names its owner and file', async () => {
    await up();
    const farAhead = new Date(Date.UTC(2100, 0));
    const failure = await failureOf(
      Promise.resolve().then(() => checkExpiry(network.topology, network.layout, farAhead)),
    );
    expect(failure.code).to.equal('CERTIFICATE_EXPIRED');
    expect(failure.message).to.match(/^peer0\.bureau: .*cert\.pem expired on \d{4}-\d{2}-\d{2}; run .*renew/);
  });

  it('a clock that is behind: says so, instead of that nobody is trusted', async () => {
    await up();
    const failure = await failureOf(
      Promise.resolve().then(() =>
        checkExpiry(network.topology, network.layout, new Date(Date.UTC(2020, 0))),
      ),
    );
    expect(failure.code).to.equal('CLOCK_BEHIND');
    expect(failure.message).to.match(/^peer0\.bureau: .*the clock of this machine is behind; set /);
    expect(failure.text.zh).to.include('时钟');
  });

  it('a peer that computes another package id than was approved: names peer and both ids', async () => {
    await up();
    const other = { ...probe, name: 'other' };
    const { bytes, label, version } = packageChaincode(other);
    const wrong = { bytes, label, version, id: `${label}:0000` };
    announce({ ...other, label, packageId: wrong.id, slot: 7 }, network.topology, network.layout);
    const lifecycle = new Lifecycle(network.topology, network.layout, await findBinaries());
    const failure = await failureOf(lifecycle.install(wrong));
    expect(failure.code).to.equal('PACKAGE_ID_MISMATCH');
    expect(failure.message).to.match(/^other_\w+: peer0\.\w+ computed package id other_\w+:[0-9a-f]{64} /);
    expect(failure.message).to.include(`${label}:0000`);
  });

  it('no quorum, a dead peer: say so at once', async () => {
    await up();
    const other = { ...probe, name: 'other', collections: [] };
    await network.kill('peer0.auditor');
    const dead = await failureOf(network.deploy(other));
    expect([dead.code, dead.process]).to.deep.equal(['NOT_RUNNING', 'peer0.auditor']);
    await network.restart('peer0.auditor');
    await network.kill('orderer1.bureau');
    await network.kill('orderer3.auditor');
    const lost = await failureOf(network.deploy(other));
    expect(lost.code).to.equal('NO_QUORUM');
    expect(lost.message).to.include('1 of 3');
  });

  it('names nobody knows, and asking a network of cryptogen to enrol', async () => {
    await up();
    const failure = await failureOf(network.kill('peer9.nowhere'));
    expect(failure.code).to.equal('UNKNOWN_PROCESS');
    expect(failure.message).to.include('peer0.bureau');
    expect(await codeOf(network.enrol('nowhere', 'x', {}))).to.equal('UNKNOWN_ORGANISATION');
    expect(await codeOf(network.enrol('bank', 'x', {}))).to.equal('NO_CA');
  });
});

async function failureOf(work: Promise<unknown>): Promise<NetworkError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await failureOf(work)).code;
}

async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function swap(one: string, other: string): void {
  renameSync(one, `${one}.swap`);
  renameSync(other, one);
  renameSync(`${one}.swap`, other);
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to pass within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
