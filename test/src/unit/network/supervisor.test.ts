import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadTopology } from '@hanlian/network';
import { Layout } from '@hanlian/network/layout';
import { listens } from '@hanlian/network/processes/health';
import { isAlive, startOf } from '@hanlian/network/processes/liveness';
import { tail } from '@hanlian/network/processes/logs';
import { exclusively, StateFile } from '@hanlian/network/processes/state';
import { type ProcessSpec, Supervisor } from '@hanlian/network/processes/supervisor';

const SERVES = `require('net').createServer().listen(+process.env.PORT, '127.0.0.1')`;

describe('the supervisor', () => {
  let layout: Layout;
  let state: StateFile;
  let supervisor: Supervisor;
  let port: number;

  beforeEach(async () => {
    layout = new Layout(mkdtempSync(join(tmpdir(), 'hanlian-supervisor-')));
    state = new StateFile(layout);
    state.create({ mode: 'cryptogen', topology: loadTopology(), topologyDigest: '' });
    supervisor = new Supervisor(layout, state);
    port = await freePort();
  });
  afterEach(async () => {
    await supervisor.stop();
    rmSync(layout.run, { recursive: true });
  });

  const spec = (name: string, script: string, kind: ProcessSpec['kind'] = 'peer'): ProcessSpec => ({
    name,
    kind,
    command: process.execPath,
    arguments: ['-e', script],
    environment: { PORT: String(port) },
    folder: layout.run,
    address: '127.0.0.1',
    ports: [port],
    ready: () => listens('127.0.0.1', port),
  });
  const failure = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
    try {
      await work;
    } catch (error) {
      return error as { code: string; message: string };
    }
    throw new Error('it did not fail');
  };

  it('starts a process once, and stops it', async () => {
    expect(await supervisor.start([spec('one', SERVES)])).to.deep.equal(['one']);
    expect(await supervisor.start([spec('one', SERVES)])).to.deep.equal([]);
    const [record] = state.alive;
    expect(await supervisor.stop()).to.deep.equal(['one']);
    expect(record && isAlive(record)).to.equal(false);
  });

  it('gives a process the environment it is told, and nothing of its own', async () => {
    // Node itself hands NODE_V8_COVERAGE on to every child while coverage is measured.
    const script = `${SERVES}; console.log(Object.keys(process.env).filter((name) => name !== 'NODE_V8_COVERAGE').sort().join(','))`;
    await supervisor.start([spec('one', script)]);
    expect(tail(layout.log('one'), 1)).to.deep.equal(['HANLIAN_PROCESS,PORT']);
  });

  it('tells why a process ended while it was waited for', async () => {
    const died = await failure(supervisor.start([spec('one', `throw new Error('no ledger here')`)]));
    expect(died.code).to.equal('PROCESS_DIED');
    expect(died.message)
      .to.include('one: it ended while starting: Error: no ledger here')
      .and.include('logs one');
  });

  it('knows a full disk when it sees one', async () => {
    const died = await failure(
      supervisor.start([spec('one', `throw new Error('write x: no space left on device')`)]),
    );
    expect(died.code).to.equal('DISK_FULL');
  });

  it('tells of a program that does not exist', async () => {
    const died = await failure(supervisor.start([{ ...spec('one', ''), command: '/nowhere/peer' }]));
    expect(died.message).to.include('/nowhere/peer').and.include('ENOENT');
  });

  it('does not start what would find its port taken', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const refused = await failure(supervisor.start([spec('one', SERVES)]));
    expect(refused.code).to.equal('PORT_IN_USE');
    other.close();
  });

  it('ends a process that will not listen to SIGTERM', async () => {
    supervisor = new Supervisor(layout, state, { stopWithinMs: 300 });
    await supervisor.start([spec('one', `process.on('SIGTERM', () => {}); ${SERVES}`)]);
    expect(await supervisor.stop()).to.deep.equal(['one']);
  });

  it('never signals a process that only has the number of one of ours', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const { pid = 0 } = stranger;
    state.recordProcess({ name: 'one', kind: 'peer', pid, started: 'another time', logFrom: 0 });
    expect(await supervisor.stop()).to.deep.equal([]);
    expect(startOf(pid)).to.be.a('string');
    stranger.kill('SIGKILL');
  });

  it('finds and stops processes the state has forgotten', async () => {
    await supervisor.start([spec('one', SERVES)]);
    const [record] = state.alive;
    state.forgetProcess('one');
    expect(await supervisor.stop()).to.deep.equal(['one']);
    expect(record && isAlive(record)).to.equal(false);
  });

  it('lets one command at a time change a network, and takes over from a dead one', async () => {
    await exclusively(layout, async () => {
      const busy = await failure(exclusively(layout, () => Promise.resolve()));
      expect(busy).to.include({ code: 'BUSY' });
      expect(busy.message).to.include(String(process.pid));
    });
    writeFileSync(
      layout.lock,
      JSON.stringify({ pid: process.pid, started: 'another time', stopping: false }),
    );
    expect(await exclusively(layout, () => Promise.resolve('done'))).to.equal('done');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
