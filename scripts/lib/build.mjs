import { readdirSync, rmSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { path } from './project.mjs';
import { run } from './process.mjs';

/** Where each project's sources lie and where their output goes. */
export const projects = [
  { source: 'chaincode/src', output: 'chaincode/dist/cjs' },
  { source: 'chaincode/src', output: 'chaincode/esm/dist' },
  { source: 'certificates/src', output: 'certificates/dist' },
  { source: 'ca-client/src', output: 'ca-client/dist' },
  { source: 'gateway/src', output: 'gateway/dist' },
  { source: 'network/src', output: 'network/dist' },
  { source: 'test/conformance/chaincode/src', output: 'test/conformance/chaincode/dist' },
  { source: 'test/src', output: 'test/dist' },
  { source: 'bench/src', output: 'bench/dist' },
];

/**
 * Type-checks and compiles what changed; with nothing changed it takes some forty milliseconds.
 * @param {string} node
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function build(node) {
  const result = await run(node, [
    path('node_modules/@typescript/native/bin/tsc'),
    '-b',
    '--pretty',
    'false',
  ]);
  for (const project of projects) removeOrphans(path(project.source), path(project.output));
  return result;
}

/** Removes compiled files whose source is gone; a test deleted from the sources must not run on. */
export function removeOrphans(source, output) {
  if (!existsSync(output)) return;
  for (const entry of readdirSync(output, { withFileTypes: true })) {
    const compiled = join(output, entry.name);
    if (entry.isDirectory()) {
      if (existsSync(join(source, entry.name))) removeOrphans(join(source, entry.name), compiled);
      else rmSync(compiled, { recursive: true });
    } else if (!hasSource(source, entry.name)) {
      rmSync(compiled);
    }
  }
}

function hasSource(folder, compiledName) {
  const match = /^(.+?)(\.d\.ts|\.js)(\.map)?$/.exec(compiledName);
  return match === null || existsSync(join(folder, `${match[1]}.ts`));
}
