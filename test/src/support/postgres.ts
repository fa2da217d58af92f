import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Debian puts the server's own programs; elsewhere they are found by name. */
const DEBIAN = '/usr/lib/postgresql';

function programs(): string {
  try {
    const [newest] = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
    return newest === undefined ? '' : `${DEBIAN}/${newest}/bin/`;
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A PostgreSQL server of a test's own, in a folder of its own. */
export interface Postgres {
  readonly url: string;
  query(sql: string): Promise<string>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root, so there it runs as the user its package makes. */
const asOwner = (program: string, args: readonly string[]): Promise<{ stdout: string }> =>
  process.getuid?.() === 0
    ? run('runuser', ['-u', 'postgres', '--', program, ...args], { cwd: tmpdir() })
    : run(program, [...args], { cwd: tmpdir() });

export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  await asOwner(`${bin}initdb`, ['-D', data, '-A', 'trust', '-U', 'hub', '-E', 'UTF8', '--no-sync']);
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c fsync=off`;
  await asOwner(`${bin}pg_ctl`, ['-D', data, '-l', join(data, 'log'), '-o', settings, '-w', 'start']);
  const url = `postgresql://hub@127.0.0.1:${port}/postgres`;
  return {
    url,
    query: async (sql) =>
      (await run('psql', [url, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql])).stdout,
    stop: async () => {
      await asOwner(`${bin}pg_ctl`, ['-D', data, '-m', 'immediate', '-w', 'stop']);
      // The folder is the server's: what is in it is not ours to remove where it runs as another user than we.
      await asOwner('rm', ['-rf', data]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
