import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBundle, HanlianError, TILE_WIDTH, tilePath } from '@hanlian/chaincode/domain';
import type { EntrySource } from './replay.js';

/** A log as it lies in a folder, under the paths it is served at (c2sp.org/tlog-tiles). */
export interface LogFolder extends EntrySource {
  /** The checkpoint's note. */
  checkpoint(): Promise<string>;
}

/** A folder with a copy of a log. What it gives throws FILE_UNREADABLE, TILE_MALFORMED */
export const logFolder = (folder: string): LogFolder => ({
  checkpoint: async () => (await bytesAt(folder, 'checkpoint')).toString('utf8'),
  entries: async (index, width) => {
    const whole = { level: 'entries', index, width: TILE_WIDTH } as const;
    if (width === TILE_WIDTH) return decodeBundle(await bytesAt(folder, tilePath(whole)), width);
    try {
      return decodeBundle(await bytesAt(folder, tilePath({ ...whole, width })), width);
    } catch (error) {
      if (!(error instanceof HanlianError) || error.code !== 'FILE_UNREADABLE') throw error;
      // Once a bundle is full, its partial forms may be gone.
      return decodeBundle(await bytesAt(folder, tilePath(whole)), TILE_WIDTH).slice(0, width);
    }
  },
});

async function bytesAt(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, path));
  } catch (cause) {
    throw new HanlianError('FILE_UNREADABLE', `${path} of the log cannot be read`, {}, { cause });
  }
}
