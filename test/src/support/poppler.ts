import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withFolder } from './openssl.js';

const execute = promisify(execFile);
const NAME = 'certificate.pdf';

/** A mocha hook: a machine without poppler's tools skips the suite, and the gate counts a skip as a failure. */
export function needsPoppler(this: Mocha.Context): void {
  if (spawnSync('pdfsig', ['-v']).error) this.skip();
}

/** What one of poppler's tools says of a PDF; `after` are arguments behind the file's name. */
export const poppler = async (
  tool: 'pdfsig' | 'pdfinfo' | 'pdffonts' | 'pdftotext' | 'pdfdetach',
  pdf: Uint8Array,
  before: readonly string[] = [],
  after: readonly string[] = [],
): Promise<string> =>
  withFolder({ [NAME]: pdf }, async (folder) => {
    const { stdout } = await execute(tool, [...before, NAME, ...after], { cwd: folder });
    return stdout;
  });

/** The one attachment of a PDF, as poppler takes it out. */
export const attachmentOf = (pdf: Uint8Array): Promise<Buffer> =>
  withFolder({ [NAME]: pdf }, async (folder) => {
    await execute('pdfdetach', ['-save', '1', '-o', 'attached', NAME], { cwd: folder });
    return readFile(join(folder, 'attached'));
  });
