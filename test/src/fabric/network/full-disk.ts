/**
 * Tells what becomes of a network when the disk under one peer's data is full. To be run in a mount namespace of its own
 * (`unshare --mount`), where that disk is a small one in memory. Prints what it saw as JSON.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadTopology, NetworkError, startNetwork } from '@hanlian/network';
import { Client, probeCall } from '../client.js';
import { eventually } from '../../support/eventually.js';
import { probe } from './probe.js';

const [, , run = ''] = process.argv;
const VICTIM = 'peer0.auditor';
const CHUNK = Buffer.alloc(1024 * 1024);
const options = {
  portOffset: 'free',
  quick: true,
  topology: loadTopology(),
  chaincodes: [probe],
} as const;

const put = (key: string): ReturnType<typeof probeCall> => probeCall([{ op: 'put', key, value: '1' }]);

/** Moves a node's data onto a disk of its own. */
function moveToSmallDisk(folder: string): void {
  renameSync(folder, `${folder}.moved`);
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', folder]);
  cpSync(`${folder}.moved`, folder, { recursive: true });
  rmSync(`${folder}.moved`, { recursive: true });
}

function fill(file: string): void {
  for (let size = CHUNK.length; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(file, CHUNK.subarray(0, size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}

const network = await startNetwork({ run, ...options });
const data = network.layout.nodeData(VICTIM);
await network.down();
moveToSmallDisk(data);
try {
  const filler = join(data, 'filler');
  await network.up(options);
  const bureau = await Client.open(network, 'bureau');
  fill(filler);
  const victim = async (): Promise<{ state: string; trouble?: { en: string; zh: string } } | undefined> =>
    (await network.status()).processes.find(({ name }) => name === VICTIM);
  const verdicts: string[] = [];
  while ((await victim())?.state !== 'stopped')
    verdicts.push((await bureau.commit(put(`meanwhile-${verdicts.length}`))).code);
  const { code } = await bureau.commit(put('without it'));
  const { trouble } = (await victim()) ?? {};
  const refusal = await network.up(options).catch((error: unknown) => error as NetworkError);
  rmSync(filler);
  await network.up(options);
  const auditor = await Client.open(network, 'auditor');
  const caughtUp = await eventually(async () => {
    const [value] = (await auditor.evaluate(probeCall([{ op: 'get', key: 'without it' }]))) as unknown[];
    if (value === null) throw new Error('not yet');
    return value;
  });
  await Promise.all([bureau, auditor].map(({ ledger }) => ledger.close()));
  const told = refusal instanceof NetworkError ? { code: refusal.code, message: refusal.message } : {};
  console.log(JSON.stringify({ verdicts, code, trouble, refusal: told, caughtUp }));
} finally {
  await network.stop();
  execFileSync('umount', [data]);
  await network.clean();
}
