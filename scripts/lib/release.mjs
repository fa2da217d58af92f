import { createHash, createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { npm } from './install.mjs';
import { packagedNode } from './node.mjs';
import { billOfMaterials } from './release-sbom.mjs';
import { path, root } from './project.mjs';
import { run, UsageError } from './process.mjs';

/** The workspaces a hub, its network and its verifier are made of. */
const SHIPPED = ['gateway', 'network', 'certificates', 'chaincode', 'ca-client'];
/** What is compiled: not in the repository, and shipped. */
const COMPILED = [
  'chaincode/dist/cjs',
  'chaincode/esm/dist',
  ...['gateway', 'network', 'certificates', 'ca-client'].map((name) => `${name}/dist`),
];
/** Of the repository's own files, those that somebody who runs it needs. */
const NOT_SHIPPED = /(^|\/)(src|tsconfig[^/]*\.json|CONTRIBUTING\.md|STYLE_GUIDE\.md|ARCHITECTURE\.md)(\/|$)/;
/** What is typed at the machine, by the name of the command. */
const COMMANDS = {
  hanlian: 'gateway/dist/main.js',
  'hanlian-network': 'network/dist/cli/bin.js',
  'hanlian-verify': 'certificates/dist/command/main.js verify',
  'hanlian-present': 'certificates/dist/command/main.js present',
  'hanlian-witness': 'gateway/dist/witness/main.js',
  'hanlian-monitor': 'gateway/dist/monitor/main.js',
};

/** The package that holds this system's Node. */
const nodePackage = dirname(dirname(relative(root, packagedNode())));

/** @throws {UsageError} when there is no key, or it is of another kind */
export function readSigningKey(file) {
  const make = 'openssl genpkey -algorithm ed25519 -out release-key.pem';
  if (file === undefined || !existsSync(file))
    throw new UsageError(`Name the key that signs the release: --key <file>. To make one: ${make}`);
  const key = createPrivateKey(readFileSync(file));
  if (key.asymmetricKeyType !== 'ed25519') throw new UsageError(`${file} is no Ed25519 key: ${make}`);
  return key;
}

/**
 * Gathers, packs and signs. The same commit and lockfile give the same bytes on the same system, but for Fabric's programs,
 * which Go builds: names are sorted, times are the commit's, owners are nobody.
 * @param {string} out folder
 * @param {import('node:crypto').KeyObject} key
 * @returns {Promise<{ archive: string, files: number, digest: string }>}
 */
export async function release(out, key) {
  const { version } = JSON.parse(readFileSync(path('package.json'), 'utf8'));
  const name = `hanlian-${version}-${process.platform}-${process.arch}`;
  const staging = path('.cache', 'release');
  const folder = join(staging, name);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(out, { recursive: true });
  try {
    const commit = await commitOf();
    const packages = [...(await productionPackages()), nodePackage];
    await gather(folder, packages);
    writeFileSync(join(folder, 'sbom.cdx.json'), billOfMaterials([...SHIPPED, ...packages], commit));
    const files = writeChecksums(folder);
    const archive = join(out, `${name}.tar.gz`);
    await pack(staging, name, archive, commit.seconds);
    return { archive, files, digest: await signed(archive, key) };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The commit that is released, and its time. */
async function commitOf() {
  const { code, stdout } = await run('git', ['log', '-1', '--format=%H %ct']);
  if (code !== 0)
    throw new UsageError('A release is made of a commit: run this in a clone of the repository');
  const [id, seconds] = stdout.trim().split(' ');
  return { id, seconds: Number(seconds) };
}

async function gather(folder, packages) {
  for (const file of await repositoryFiles()) copy(path(file), join(folder, file));
  for (const compiled of COMPILED) copyCompiled(path(compiled), join(folder, compiled));
  for (const own of SHIPPED) link(join(folder, 'node_modules/@hanlian', own), `../../${own}`);
  for (const dependency of packages) {
    copyPackage(path(dependency), join(folder, dependency));
  }
  if (existsSync(path('tools/bin'))) copy(path('tools/bin'), join(folder, 'tools/bin'));
  for (const [command, program] of Object.entries(COMMANDS)) writeCommand(folder, command, program);
}

const copy = (from, to) => cpSync(realpathSync(from), to, { recursive: true });

/** npm marks a program of ours as executable where it was compiled before the installation, and else does not. */
function copyCompiled(from, to) {
  copy(from, to);
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
  }
}

/**
 * What lies inside another package is listed by itself where it is needed. Of what an installation compiled only the
 * program is of use; the rest names the folder it was compiled in.
 */
function copyPackage(from, to) {
  const isCompiled = existsSync(join(from, 'binding.gyp'));
  const filter = (source) => {
    const inside = relative(from, source);
    if (inside.split(sep).includes('node_modules')) return false;
    return !isCompiled || !/^build\/(?!Release(\/[^/]+\.node)?$)/.test(inside);
  };
  cpSync(from, to, { recursive: true, filter });
}

function link(at, to) {
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(to, at);
}

/** Starts a program under the Node of this archive, whatever the machine has or has not. */
function writeCommand(folder, command, program) {
  const file = join(folder, 'bin', command);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh\nhome=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)\n` +
      `PATH="$home/${nodePackage}/bin:$PATH"\nexport PATH\nexec node "$home"/${program} "$@"\n`,
  );
  chmodSync(file, 0o755);
}

/** Tracked files of the shipped workspaces, and what people read. */
async function repositoryFiles() {
  const wanted = [...SHIPPED, 'docs', 'package.json', 'tools/versions.json', '*.md', 'LICENSE'];
  const { stdout } = await run('git', ['ls-files', '-z', '--', ...wanted]);
  const files = stdout.split('\0').filter((file) => file !== '' && !NOT_SHIPPED.test(file));
  // The pathspec *.md reaches into every folder.
  const isOurs = (file) =>
    !file.includes('/') || wanted.some((each) => file === each || file.startsWith(`${each}/`));
  return files.filter((file) => isOurs(file) && existsSync(path(file)));
}

/** Folders of the installed packages that production needs, as npm resolves them, from the root. */
async function productionPackages() {
  const workspaces = SHIPPED.flatMap((name) => ['-w', name]);
  const { stdout } = await npm([
    'ls',
    '--all',
    '--omit=dev',
    '--parseable',
    '--loglevel=error',
    ...workspaces,
  ]);
  return stdout
    .split('\n')
    .map((folder) => relative(root, folder))
    .filter((folder) => folder.startsWith('node_modules') && !folder.includes('@hanlian'));
}

/** `sha256sum -c SHA256SUMS` checks an unpacked archive. Gives how many files there are. */
function writeChecksums(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const lines = files.map((file) => `${hash('sha256', readFileSync(join(folder, file)))}  ${file}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
  return files.length + 1;
}

async function pack(from, name, archive, seconds) {
  const tar = archive.replace(/\.gz$/, '');
  const flags = ['--sort=name', `--mtime=@${seconds}`, '--owner=0', '--group=0', '--numeric-owner'];
  const modes = ['--mode=u+rwX,go+rX,go-w', '--format=gnu'];
  const packed = await run('tar', [...flags, ...modes, '-C', from, '-cf', tar, name]);
  if (packed.code !== 0) throw new UsageError(`GNU tar is needed to pack a release:\n${packed.output}`);
  const { code, output } = await run('gzip', ['-nf6', tar]);
  if (code !== 0) throw new UsageError(`gzip failed:\n${output}`);
}

/** Writes checksum, signature and public key beside the archive; gives its digest. */
async function signed(archive, key) {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(archive)) digest.update(chunk);
  const hex = digest.digest('hex');
  writeFileSync(`${archive}.sha256`, `${hex}  ${basename(archive)}\n`);
  writeFileSync(`${archive}.sig`, sign(null, readFileSync(`${archive}.sha256`), key));
  writeFileSync(`${archive}.pub`, createPublicKey(key).export({ type: 'spki', format: 'pem' }));
  return hex;
}
