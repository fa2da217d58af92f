import { HanlianError } from '@hanlian/chaincode/domain';
import { compactReader } from './compact.js';
import { jsonReader } from './json.js';
import { ofdReader } from './ofd.js';
import { pdfReader } from './pdf.js';
import type { Reader, Reading } from './reader.js';
import { reportReader } from './report.js';
import { sdJwtReader } from './sd-jwt.js';

/** Asked in this order; the last takes everything. */
const READERS: readonly Reader[] = [
  pdfReader,
  ofdReader,
  sdJwtReader,
  compactReader,
  reportReader,
  jsonReader,
];

/** The largest file that any reader looks into, in bytes. */
export const MAX_FILE_BYTES = Math.max(...READERS.map(({ maxBytes }) => maxBytes));

/**
 * Opens a certificate's file by its content, whatever form it comes in.
 * @throws {HanlianError} FILE_TOO_LARGE when it is over its form's size
 */
export const openFile = async (bytes: Uint8Array): Promise<Reading> => {
  const { form, maxBytes, read } = READERS.find((reader) => reader.recognises(bytes)) ?? jsonReader;
  if (bytes.length <= maxBytes) return read(bytes);
  throw new HanlianError('FILE_TOO_LARGE', `A ${form} file may have ${maxBytes} bytes`, {
    expected: maxBytes,
  });
};
