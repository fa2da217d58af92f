import { execFile } from 'node:child_process';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

/** Compiles one of test/support-native's libraries, to be loaded with LD_PRELOAD; gives its path. */
export async function buildLibrary(name: string): Promise<string> {
  const folder = join(REPOSITORY, '.cache', 'native');
  const library = join(folder, `${name}.so`);
  const draft = join(folder, `${name}.${process.pid}.so`);
  await mkdir(folder, { recursive: true });
  const source = join(REPOSITORY, 'test', 'support-native', `${name}.c`);
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror'];
  await promisify(execFile)('gcc', [...flags, '-o', draft, source, '-ldl', '-lpthread']);
  await rename(draft, library);
  return library;
}
