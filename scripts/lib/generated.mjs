import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { path } from './project.mjs';
import { run, UsageError } from './process.mjs';

/**
 * Committed files that a program writes: each script prints the fresh file on its standard output.
 * `npm run generate` writes them, `npm test` compares them.
 */
export const generated = [
  { file: 'package-lock.json', script: ['scripts/lockfile.mjs'] },
  { file: 'chaincode/npm-shrinkwrap.json', script: ['scripts/lockfile.mjs', '--chaincode'] },
  { file: 'chaincode/metadata.json', script: ['scripts/metadata.mjs'] },
  { file: 'docs/errors.md', script: ['scripts/errors-doc.mjs'] },
  { file: 'docs/access.md', script: ['scripts/access-doc.mjs'] },
  { file: 'gateway/openapi.json', script: ['scripts/openapi.mjs'] },
];

/**
 * @param {string} node
 * @param {{ file: string, script: string[] }} entry
 * @returns {Promise<string | undefined>} what is wrong with the committed file
 */
export async function compareGenerated(node, { file, script }) {
  const committed = existsSync(path(file)) ? readFileSync(path(file), 'utf8') : undefined;
  if ((await produce(node, script)) === committed) return undefined;
  return `${file} is not what ${script.join(' ')} writes: run "npm run generate" and commit the difference`;
}

/** @param {string} node */
export async function writeGenerated(node) {
  for (const { file, script } of generated) writeFileSync(path(file), await produce(node, script));
}

async function produce(node, [script, ...args]) {
  const { code, stdout, output } = await run(node, [path(script), ...args]);
  if (code !== 0) throw new UsageError(`${script} failed:\n${output}`);
  return stdout;
}
