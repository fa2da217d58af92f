import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { findNode } from './node.mjs';

/**
 * Installs and builds what is missing.
 * @returns {Promise<{ node: string, built: { code: number, output: string } }>} the Node to run with, and the build's result
 */
export async function prepare() {
  await ensureInstalled();
  const node = findNode();
  return { node, built: await build(node) };
}
