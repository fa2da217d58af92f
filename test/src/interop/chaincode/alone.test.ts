import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

const run = promisify(execFile);
const SOURCE = dirname(createRequire(import.meta.url).resolve('@hanlian/chaincode/package.json'));

/** What a peer's operator has: the folder, npm and a registry, and nothing of the workspace around it. */
describe('chaincode/ alone in a bare folder', () => {
  let folder: string;
  let service: ChildProcess | undefined;

  before(async function () {
    this.timeout(120_000);
    folder = await newFolder();
    for (const part of ['package.json', 'npm-shrinkwrap.json', 'dist'])
      await cp(join(SOURCE, part), join(folder, part), { recursive: true });
    await run(
      'npm',
      ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
      {
        cwd: folder,
      },
    );
  });

  after(async () => {
    if (service !== undefined) {
      service.kill('SIGKILL');
      await once(service, 'exit');
    }
    await removeFolder(folder);
  });

  it('installs exactly what its shrinkwrap says, the one class-transformer that works included', async () => {
    const { version } = JSON.parse(
      await readFile(join(folder, 'node_modules', 'class-transformer', 'package.json'), 'utf8'),
    ) as { version: string };
    expect(version).to.equal('0.5.1');
    const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).not.to.have.property('problems');
  });

  it('starts as a service that peers can reach', async () => {
    const port = await freePort();
    const cli = join(folder, 'node_modules', 'fabric-shim', 'cli.js');
    service = spawn(process.execPath, [cli, 'server', '--module-path', folder], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        CORE_CHAINCODE_ADDRESS: `127.0.0.1:${port}`,
        CORE_CHAINCODE_ID: 'hanlian:alone',
        CORE_CHAINCODE_LOGGING_LEVEL: 'WARNING',
      },
      stdio: 'ignore',
    });
    await listening(port, service);
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

async function listening(port: number, process: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (process.exitCode === null && Date.now() < deadline) {
    const socket = connect({ port, host: '127.0.0.1' });
    const [answer] = (await Promise.race([
      once(socket, 'connect').then(() => [true]),
      once(socket, 'close').then(() => [false]),
    ]).catch(() => [false])) as [boolean];
    socket.destroy();
    if (answer) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`nothing listens on ${port}`);
}
