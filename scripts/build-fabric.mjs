// Builds Hyperledger Fabric and Fabric CA from the Go modules pinned in tools/ into tools/bin/<name>-<version>.
// Run it as often as you like: what is already built is left alone.
//
//   node scripts/build-fabric.mjs          build what is missing
//   node scripts/build-fabric.mjs --force  build again

import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { script, UsageError } from './lib/process.mjs';

const run = promisify(execFile);
const tools = fileURLToPath(new URL('../tools/', import.meta.url));
const ci = Boolean(process.env.CI);

/** What only one of the two modules needs: the CA links sqlite, which is C. */
const BUILDS = {
  fabric: { cgo: '0', linkerFlags: fabricVersionFlags, sampleConfiguration: true },
  'fabric-ca': { cgo: '1', linkerFlags: () => [], sampleConfiguration: false },
};

function fabricVersionFlags({ module, version, commit }) {
  const metadata = `${module}/common/metadata`;
  return ['-X', `${metadata}.Version=${version}`, '-X', `${metadata}.CommitSHA=${commit}`];
}

/**
 * Builds what is missing.
 * @param {{ force?: boolean, quiet?: boolean }} [options] quiet: not a word of what is there already
 */
export async function buildFabric({ force = false, quiet = false } = {}) {
  const versions = JSON.parse(await readFile(join(tools, 'versions.json'), 'utf8'));
  for (const [name, release] of Object.entries(versions)) {
    await build(name, release, join(tools, 'bin', `${name}-${release.version}`), { force, quiet });
  }
}

const report = console.error;

async function build(name, release, folder, { force, quiet }) {
  const recipe = BUILDS[name];
  const stamp = await fingerprint(name, release);
  if (!force && (await read(join(folder, 'stamp'))) === stamp) {
    if (!quiet) report(`${name} ${release.version}: built already, in ${folder}`);
    return;
  }
  await requireTools(name, recipe);
  const started = performance.now();
  report(`${name} ${release.version}: building (downloads and compiling take one to three minutes)`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await install(name, recipe, release, unfinished);
  if (recipe.sampleConfiguration) await copySampleConfiguration(name, release, unfinished);
  await writeFile(join(unfinished, 'stamp'), stamp);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  report(
    `${name} ${release.version}: built in ${Math.round((performance.now() - started) / 1000)} s, in ${folder}`,
  );
}

/** The stamp changes with anything that could change the binaries, so a stale build is never mistaken for a fresh one. */
async function fingerprint(name, release) {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(tools, name, file)));
  hash.update(JSON.stringify([release, process.platform, process.arch]));
  return hash.digest('hex');
}

async function requireTools(name, recipe) {
  const go = await run('go', ['env', 'GOVERSION']).catch(() => undefined);
  if (!go) {
    throw missing(
      `${name} cannot be built: Go is not installed. Install Go 1.25 or newer (https://go.dev/dl, ` +
        '`apt install golang`, `brew install go`), or name a folder of release binaries in HANLIAN_FABRIC_BIN.',
      `无法构建 ${name}：未安装 Go。请安装 Go 1.25 或更新版本（https://go.dev/dl），或用 HANLIAN_FABRIC_BIN 指定发行版程序目录。`,
    );
  }
  if (recipe.cgo === '1' && !(await run(process.env.CC ?? 'gcc', ['--version']).catch(() => undefined))) {
    throw missing(
      `${name} cannot be built: it links sqlite and needs a C compiler, and gcc is not installed. Install it ` +
        '(`apt install gcc libc6-dev`, `xcode-select --install`), or name a folder of release binaries in HANLIAN_FABRIC_BIN.',
      `无法构建 ${name}：它链接 sqlite，需要 C 编译器，但未安装 gcc。请安装（apt install gcc libc6-dev），或用 HANLIAN_FABRIC_BIN 指定发行版程序目录。`,
    );
  }
}

const missing = (english, chinese) => new UsageError(`${english}\n${chinese}`);

/** `go install tool` builds every command the module names in its `tool` directives, in one run. */
function install(name, recipe, release, folder) {
  const linkerFlags = ['-s', '-w', ...recipe.linkerFlags(release)].join(' ');
  const environment = {
    ...process.env,
    GOBIN: folder,
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=readonly',
    CGO_ENABLED: recipe.cgo,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(
      'go',
      ['install', '-v', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags, 'tool'],
      {
        cwd: join(tools, name),
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    const lines = progress(child.stderr, name);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new UsageError(`${name}: go install ended with code ${code}:\n${lines.slice(-15).join('\n')}`),
        );
    });
  });
}

/** `go install -v` prints a line a package: hundreds of them, so every fiftieth stands for the rest. */
function progress(stream, name) {
  const lines = [];
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      if (!ci && lines.length % 50 === 0) report(`${name}: ${lines.length} packages, now ${line}`);
    }
  });
  return lines;
}

/** Fabric's own core.yaml and orderer.yaml of exactly this version: each version refuses the other's. */
async function copySampleConfiguration(name, { module }, folder) {
  const { stdout } = await run('go', ['list', '-m', '-f', '{{.Dir}}', module], {
    cwd: join(tools, name),
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  await mkdir(join(folder, 'config'));
  for (const file of ['core.yaml', 'orderer.yaml']) {
    const copy = join(folder, 'config', file);
    await cp(join(stdout.trim(), 'sampleconfig', file), copy);
    await chmod(copy, 0o644);
  }
}

function read(file) {
  return readFile(file, 'utf8').catch(() => undefined);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await script(() => buildFabric({ force: process.argv.includes('--force') }));
}
