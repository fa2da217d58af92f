import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeQR } from 'qr/decode.js';
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

/** The first page as an image, by the QR code in it: what a telephone reads off the paper. */
export const codeOnPage = (pdf: Uint8Array): Promise<string> =>
  withFolder({ [NAME]: pdf }, async (folder) => {
    const args = ['-r', '200', '-singlefile', NAME, 'page'];
    await execute('pdftoppm', args, { cwd: folder });
    const ppm = await readFile(join(folder, 'page.ppm'));
    const [head = '', width = '', height = ''] =
      /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.toString('latin1', 0, 64)) ?? [];
    return decodeQR({ width: Number(width), height: Number(height), data: ppm.subarray(head.length) });
  });

/** The one attachment of a PDF, as poppler takes it out. */
export const attachmentOf = (pdf: Uint8Array): Promise<Buffer> =>
  withFolder({ [NAME]: pdf }, async (folder) => {
    await execute('pdfdetach', ['-save', '1', '-o', 'attached', NAME], { cwd: folder });
    return readFile(join(folder, 'attached'));
  });
