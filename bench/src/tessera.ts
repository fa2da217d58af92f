import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inFolder } from './city.js';
import { BATCH, ENTRY_BYTES, PER_TRANSACTION } from './log.js';
import type { Bench } from './row.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../test/interop/tessera', import.meta.url));

/** Tessera beside the hub's log, on the same disk: `--only log,tessera` runs both in turn. */
export const tessera: Bench = {
  rows: [
    {
      id: 'tesseraAppend',
      work: `peer: Tessera 1.0.4 POSIX, ${BATCH} at once`,
      workload: `Entries of ${ENTRY_BYTES} bytes, tiles in SHA-256 alone; ${BATCH} waited for before the next, which means written with O_SYNC, folders synced, tree integrated.`,
      unit: '/s',
    },
  ],
  run: ({ transactions }) =>
    inFolder(async (folder) => {
      const binary = join(folder, 'tessera');
      await run('go', ['build', '-o', binary, '.'], { cwd: PROGRAM });
      const numbers = [transactions * PER_TRANSACTION, BATCH, ENTRY_BYTES].map(String);
      const { stdout } = await run(binary, ['append', join(folder, 'log'), ...numbers]);
      const { perSecond, cpuMicroseconds } = JSON.parse(stdout) as Record<string, number>;
      return { tesseraAppend: { value: perSecond ?? 0, cpuMicroseconds: cpuMicroseconds ?? 0 } };
    }),
};
