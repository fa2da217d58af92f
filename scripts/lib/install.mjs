import { readFileSync } from 'node:fs';
import { path } from './project.mjs';
import { run, UsageError } from './process.mjs';

/** Installs the locked dependencies if what stands in node_modules is not what the lockfile says. */
export async function ensureInstalled() {
  const locked = readLock(path('package-lock.json'));
  if (locked === undefined)
    throw new UsageError('package-lock.json is missing or damaged: git checkout package-lock.json');
  if (isInstalled(locked, readLock(path('node_modules', '.package-lock.json')))) return;
  console.error('Installing the locked dependencies (npm ci); this happens once ...');
  const { code } = await npm(
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      stream: true,
    },
  );
  if (code !== 0)
    throw new UsageError(
      'npm ci failed; its message is above. Check the network or the registry, then run this again.',
    );
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

/**
 * Compares the lockfile with the record npm leaves in node_modules when, and only when, an install succeeds.
 * @param {Record<string, object>} locked packages of package-lock.json
 * @param {Record<string, object> | undefined} installed packages of node_modules/.package-lock.json
 */
export function isInstalled(locked, installed) {
  if (installed === undefined) return false;
  return Object.entries(locked).every(([place, wanted]) => {
    if (place === '' || isOptional(wanted)) return true;
    const found = installed[place];
    return (
      found !== undefined && ['version', 'integrity', 'resolved'].every((key) => same(wanted, found, key))
    );
  });
}

// Packages for other systems are in the lockfile but are not installed here.
const isOptional = ({ optional, devOptional, os, cpu }) => Boolean(optional ?? devOptional ?? os ?? cpu);

// Whether npm writes "resolved" for a registry package depends on the registry set, so only links compare it.
const same = (wanted, found, key) => (key === 'resolved' && !wanted.link) || wanted[key] === found[key];

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
