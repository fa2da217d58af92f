import { existsSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { path } from './project.mjs';
import { become, script, UsageError } from './process.mjs';

/**
 * Under load V8 lets what is newly made fill 128 MB before it looks through it, and never gives them back. A quarter of
 * that takes no more CPU time.
 */
const V8_FLAGS = ['--max-semi-space-size=16'];

/**
 * Installs and builds what is missing, then runs a compiled program in this process's place.
 * @param {string} program path from the root
 */
export function launch(program) {
  return script(async () => {
    const { node, built } = await prepare();
    if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
    if (!existsSync(path(program))) throw new UsageError(`This version has no ${program}.`);
    return become(node, [...V8_FLAGS, path(program), ...process.argv.slice(2)]);
  });
}
