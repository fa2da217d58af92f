import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFolder } from '@hanlian/certificates';
import {
  encodeBundle,
  errorEntry,
  HanlianError,
  parseCheckpoint,
  parseNote,
  TILE_WIDTH,
  tilePath,
} from '@hanlian/chaincode/domain';
import { writeFileAtomic } from '../storage/files.js';
import { logAt } from './source.js';

const HELP = `npm run copy-log -- --url URL --folder FOLDER
把日志复制到目录（检查点与全部条目），供离线审计；不作判断，由 hanlian audit 核对。
Copies a log into a folder, its checkpoint and all entries, for an audit without a line. It judges nothing: hanlian audit
does.
  --url      where its checkpoint and tiles are served, such as https://hub.example/v1/log
  --folder   where to, under the paths of c2sp.org/tlog-tiles`;

const TIMEOUT_MS = 30_000;

const { values } = parseArgs({ options: { url: { type: 'string' }, folder: { type: 'string' } } });

/** The entries first, the checkpoint last: a copy that was cut short has none, or an older one. */
async function copy(url: string, folder: string): Promise<number> {
  const source = logAt(url.replace(/\/$/, ''), TIMEOUT_MS);
  const note = await source.checkpoint();
  const { size } = parseCheckpoint(parseNote(note).text);
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const index = first / TILE_WIDTH;
    const path = join(folder, tilePath({ level: 'entries', index, width }));
    const entries = await source.entries(index, width);
    await makeFolder(dirname(path));
    await writeFileAtomic(path, encodeBundle(entries));
  }
  await writeFileAtomic(join(folder, 'checkpoint'), note);
  return size;
}

async function main(): Promise<void> {
  const { url, folder } = values;
  if (url === undefined || folder === undefined) {
    process.stderr.write(`${HELP}\n`);
    process.exitCode = 2;
    return;
  }
  try {
    const size = await copy(url, folder);
    process.stdout.write(`${JSON.stringify({ folder, size })}\n`);
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const { title, next } = errorEntry(error.code);
    process.stderr.write(`${JSON.stringify({ error: error.code, message: error.message, title, next })}\n`);
    process.exitCode = 2;
  }
}

await main();
