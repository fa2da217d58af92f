import { existsSync } from 'node:fs';
import { prepare } from './prepare.mjs';
import { path } from './project.mjs';
import { become, script, UsageError } from './process.mjs';

/**
 * Installs and builds what is missing, then runs a compiled program in this process's place.
 * @param {string} program path from the root
 */
export function launch(program) {
  return script(async () => {
    const { node, built } = await prepare();
    if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
    if (!existsSync(path(program))) throw new UsageError(`This version has no ${program}.`);
    return become(node, [path(program), ...process.argv.slice(2)]);
  });
}
