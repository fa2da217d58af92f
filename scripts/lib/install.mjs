import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { path } from './project.mjs';
import { run, UsageError } from './process.mjs';

// Written after a complete install: which lockfile node_modules was made from.
const stamp = path('node_modules', '.hanlian-lockfile');

/** Installs the locked dependencies, unless node_modules was made from this very lockfile. */
export async function ensureInstalled() {
  const locked = lockfileDigest();
  if (readIfPresent(stamp)?.toString() === locked) return;
  console.error('Installing the locked dependencies (npm ci); this happens once ...');
  rmSync(stamp, { force: true });
  const flags = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await npm(['ci', ...flags], { stream: true });
  if (code !== 0) {
    throw new UsageError(
      'npm ci failed; its message is above. Check the network and the registry, then try again.',
    );
  }
  writeFileSync(stamp, locked);
}

function lockfileDigest() {
  const lockfile = readIfPresent(path('package-lock.json'));
  if (lockfile === undefined)
    throw new UsageError('package-lock.json is missing: git checkout package-lock.json');
  return createHash('sha256').update(`${process.platform}-${process.arch}\n`).update(lockfile).digest('hex');
}

function readIfPresent(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Runs the npm that started this script, or the one in the path.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const running = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  if (running?.endsWith('.js')) return run(node, [running, ...args], options);
  return run('npm', args, { shell: process.platform === 'win32', ...options });
}
