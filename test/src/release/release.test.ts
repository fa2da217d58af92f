import { execFile, spawnSync } from 'node:child_process';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../support/folders.js';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../../scripts/release.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
const INSIDE = fileURLToPath(new URL('inside.js', import.meta.url));
/** A network of its own in which nothing but this machine is; where that is not allowed, proxies that lead nowhere. */
const alone = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const canBeAlone = spawnSync('unshare', [...alone, 'true']).status === 0;
const nowhere = {
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  NODE_USE_ENV_PROXY: '1',
};

interface Bill {
  readonly bomFormat: string;
  readonly serialNumber: string;
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

describe('a release', () => {
  let folder: string;
  let archive: string;
  let home: string;

  before(async () => {
    folder = await newFolder();
    const key = join(folder, 'key.pem');
    await run('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
    await run(process.execPath, [SCRIPT, '--key', key, '--out', join(folder, 'out')]);
    const name = (await readdir(join(folder, 'out'))).find((file) => file.endsWith('.tar.gz'))!;
    archive = join(folder, 'out', name);
    await run('tar', ['-xzf', archive, '-C', folder]);
    home = join(folder, name.replace('.tar.gz', ''));
  });
  after(() => removeFolder(folder));

  const isSigned = async (): Promise<boolean> => {
    const key = ['-pubin', '-inkey', `${archive}.pub`];
    const what = ['-rawin', '-in', `${archive}.sha256`, '-sigfile', `${archive}.sig`];
    const result = await run('openssl', ['pkeyutl', '-verify', ...key, ...what]).catch(() => undefined);
    return result?.stdout.includes('Signature Verified Successfully') ?? false;
  };
  const isWhole = (): Promise<boolean> =>
    run('sha256sum', ['-c', '--quiet', `${archive}.sha256`], { cwd: join(folder, 'out') }).then(
      () => true,
      () => false,
    );

  it('holds what its checksums say', async () => {
    await run('sha256sum', ['-c', '--quiet', '--strict', 'SHA256SUMS'], { cwd: home, maxBuffer: 1e8 });
  });

  it('tells nowhere in which folder or by which installation it was made, so that others can make the same', async () => {
    const { status, stdout } = spawnSync('grep', ['-rlF', ROOT, home], { encoding: 'utf8' });
    expect(stdout).equal('');
    expect(status, 'grep looked, and found nothing').equal(1);
    // npm marks what is there when it installs: a clone that was compiled later has no such mark.
    const own = await run('find', [
      join(home, 'certificates'),
      join(home, 'gateway'),
      '-type',
      'f',
      '-perm',
      '/111',
    ]);
    expect(own.stdout).equal('');
  });

  it('tells of every package in it, and of nothing else, in its bill of materials', async () => {
    const bill = JSON.parse(await readFile(join(home, 'sbom.cdx.json'), 'utf8')) as Bill;
    expect(bill.bomFormat).equal('CycloneDX');
    const entries = await readdir(join(home, 'node_modules'), { recursive: true, withFileTypes: true });
    const manifests = entries
      .filter(({ name }) => name === 'package.json')
      .map(({ parentPath }) => parentPath)
      .filter((path) => /node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !path.includes('@hanlian'));
    expect(manifests.length).greaterThan(100);
    const packed = new Set<string>();
    for (const path of manifests) {
      const text = await readFile(join(path, 'package.json'), 'utf8');
      const { name, version } = JSON.parse(text) as { name: string; version: string };
      packed.add(`${name}@${version}`);
    }
    const others = bill.components.filter(({ purl }) => /^pkg:(golang|npm\/%40hanlian)/.test(purl));
    const told = bill.components.filter((component) => !others.includes(component));
    expect(told.map(({ name, version }) => `${name}@${version}`).toSorted()).deep.equal(
      [...packed].toSorted(),
    );
  });

  it('starts where no network and no Node is, issues a certificate and verifies it', async function () {
    const node = (await readdir(join(home, 'node_modules'))).find((name) =>
      /^node-(linux|bin|darwin)/.test(name),
    )!;
    const command = [join(home, 'node_modules', node, 'bin', 'node'), INSIDE, home, join(folder, 'data')];
    const { stdout } = canBeAlone
      ? await run('unshare', [...alone, ...command])
      : await run(command[0]!, command.slice(1), { env: { ...process.env, ...nowhere } });
    const { verdict, code, registryAnswers } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ verdict, code, registryAnswers }).deep.equal({
      verdict: 'VALID',
      code: 0,
      registryAnswers: false,
    });
  });

  it('is proven by openssl alone, until a byte of it is another', async () => {
    expect(await isSigned()).equal(true);
    expect(await isWhole()).equal(true);
    await appendFile(archive, 'x');
    expect(await isWhole()).equal(false);
    const other = (await readFile(`${archive}.sha256`, 'utf8')).replace(/^./, (digit) =>
      digit === '0' ? '1' : '0',
    );
    await writeFile(`${archive}.sha256`, other);
    expect(await isSigned()).equal(false);
  });

  it('is refused without a key, with the command that makes one', async () => {
    const failed = (await run(process.execPath, [SCRIPT]).catch((error: unknown) => error)) as {
      stderr: string;
    };
    expect(failed.stderr).include('openssl genpkey -algorithm ed25519');
  });
});
