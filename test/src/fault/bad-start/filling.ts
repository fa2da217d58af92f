import { rm, writeFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { HanlianError } from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { openSmallCity } from '../crash/city.js';
import type { Said } from '../crash/history.js';
import { ask, clerkOf, type Request } from '../crash/requests.js';

/**
 * Run as a child, on a disk that is full while a file lies at a path: works, goes on asking while it is full, and works
 * again. Prints what a user asked and heard, and what became of reads and of refused requests.
 */
export type Observed =
  | Said
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'read'; readonly found: boolean }
  | { readonly type: 'again'; readonly afterMs: number };

const [, , data = '', full = ''] = process.argv;
const STDOUT = 1;
const AT_ONCE = 6;
const TRIES = 3;
const PATIENCE_MS = 20_000;
const POLL_MS = 100;
let asked = 0;

const say = (observed: Observed): void => void writeSync(STDOUT, `${JSON.stringify(observed)}\n`);
// Without checkpoints nothing is written but what is asked for: one that the ledger took as the disk filled up would leave
// the read model behind.
const { hub, close } = await openSmallCity(data, undefined, 0);
const clerk = clerkOf(hub);

const first = await askAloud();
if (first === undefined) throw new Error('nothing could be issued before the disk was full');
// What was issued is now where reads look: a read model that is behind, and cannot follow, refuses to answer.
await read(first);
await writeFile(full, '');
for (let i = 0; i < TRIES; i++) {
  const working = Promise.all(Array.from({ length: AT_ONCE }, askAloud));
  await read(first);
  await Promise.race([working, pause(PATIENCE_MS / TRIES)]);
}
await rm(full);
const freed = performance.now();
while ((await askAloud()) === undefined) {
  if (performance.now() - freed > PATIENCE_MS)
    throw new Error('the hub takes no writes though there is room');
  await pause(POLL_MS);
}
say({ type: 'again', afterMs: Math.round(performance.now() - freed) });
await Promise.all(Array.from({ length: AT_ONCE }, askAloud));
await read(first);
await close();

/** Gives the identifier of a certificate, unless the request is refused. */
async function askAloud(): Promise<string | undefined> {
  const number = asked++;
  const request: Request = { key: `request ${number}`, kind: 'issue', holders: [number] };
  say({ type: 'asks', request });
  try {
    const acknowledgement = await ask(hub, clerk, request);
    say({ type: 'hears', acknowledgement });
    return acknowledgement.certificates[0]?.id;
  } catch (error) {
    say({ type: 'refused', code: codeOf(error) });
    return undefined;
  }
}

async function read(id: string): Promise<void> {
  const found = await hub.services.licenses.get(clerk, id).then(
    () => true,
    (error: unknown) => {
      say({ type: 'refused', code: `read: ${codeOf(error)}` });
      return false;
    },
  );
  say({ type: 'read', found });
}

function codeOf(error: unknown): string {
  return error instanceof HanlianError || error instanceof LedgerError ? error.code : String(error);
}
