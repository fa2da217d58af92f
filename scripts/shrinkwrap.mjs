// Prints chaincode/npm-shrinkwrap.json as it should be. A peer's builder copies the chaincode folder alone, so the
// shrinkwrap is resolved in a bare folder, where neither the workspaces nor the root lockfile can reach it.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './lib/install.mjs';
import { path } from './lib/project.mjs';
import { script, UsageError } from './lib/process.mjs';

script(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hanlian-shrinkwrap-'));
  try {
    // Starting from the committed file keeps its versions: a fresh one differs only if package.json does.
    for (const file of ['package.json', 'npm-shrinkwrap.json']) {
      if (existsSync(path('chaincode', file))) cpSync(path('chaincode', file), join(folder, file));
    }
    const { code, output } = await npm(
      ['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline'],
      {
        cwd: folder,
      },
    );
    if (code !== 0) throw new UsageError(output);
    process.stdout.write(readFileSync(resolvedFile(folder), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const resolvedFile = (folder) =>
  ['npm-shrinkwrap.json', 'package-lock.json']
    .map((file) => join(folder, file))
    .find((file) => existsSync(file));
