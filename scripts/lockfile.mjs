// Prints a lockfile as its manifests ask for it: that of the repository, or with --chaincode that of the chaincode
// package, which a peer's builder copies and installs alone, out of reach of the workspaces and the root lockfile.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './lib/install.mjs';
import { path } from './lib/project.mjs';
import { script, UsageError } from './lib/process.mjs';

const alone = process.argv.includes('--chaincode');
const source = alone ? path('chaincode') : path();
const lockfile = alone ? 'npm-shrinkwrap.json' : 'package-lock.json';

script(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-lockfile-'));
  try {
    cpSync(path('.npmrc'), join(folder, '.npmrc'));
    // Starting from the committed lockfile keeps its versions: the result differs only where a manifest does.
    for (const file of [lockfile, 'package.json', ...workspaceManifests()]) {
      if (existsSync(join(source, file))) cpSync(join(source, file), join(folder, file));
    }
    process.stdout.write(await resolveIn(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function workspaceManifests() {
  const { workspaces = [] } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  return workspaces.map((workspace) => join(workspace, 'package.json'));
}

async function resolveIn(folder) {
  const command = [
    'install',
    '--package-lock-only',
    '--ignore-scripts',
    '--prefer-offline',
    '--loglevel=error',
  ];
  const { code, output } = await npm(command, { cwd: folder });
  if (code !== 0) throw new UsageError(output);
  const written = [lockfile, 'package-lock.json']
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
  return readFileSync(written, 'utf8');
}
