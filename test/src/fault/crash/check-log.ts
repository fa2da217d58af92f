import { formatCheckpoint, parseCheckpoint, parseNote, type Checkpoint } from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { Log } from '@hanlian/gateway/log/index';

/**
 * Every checkpoint anyone was served must still stand on the ledger and be what the hub's tiles lead to, nobody may have
 * recorded a fork, and the log must go on.
 */
export async function checkLog(
  { administration: { log, licenses } }: Hub,
  served: readonly string[],
  problems: string[],
): Promise<void> {
  for (const note of served) problems.push(...(await troubleWith(log, note)));
  await log.turn();
  await licenses.caughtUp();
  problems.push(...troubleAtHead(log));
}

function troubleAtHead({ published, store, findings }: Log): string[] {
  const { size, forks } = published.head() ?? { size: 0, forks: 0 };
  const behind = `the log has ${store.size} leaves, its newest checkpoint ${size}`;
  return [
    ...(forks === 0 ? [] : [`the ledger tells of ${forks} forks of the log`]),
    ...(size === store.size && size > 0 ? [] : [behind]),
    ...(findings().fails ? ['the log cannot follow the ledger'] : []),
  ];
}

async function troubleWith({ store, published }: Log, note: string): Promise<string[]> {
  const { text } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  const { size } = checkpoint;
  const onLedger = published.checkpoint(size);
  if (onLedger === undefined) return [`the checkpoint of ${size} leaves was served and is lost`];
  if (formatCheckpoint(onLedger) !== text) return [`another checkpoint of ${size} leaves was served`];
  if (size > store.size) return [`the log has ${store.size} leaves; ${size} were served`];
  return (await leadsTo(store, checkpoint)) ? [] : [`the tiles no longer lead to the root of ${size} leaves`];
}

async function leadsTo(store: Log['store'], { size, root, sm3Root }: Checkpoint): Promise<boolean> {
  const { sha256, sm3 } = await store.roots(size);
  return Buffer.compare(sha256, root) === 0 && Buffer.compare(sm3, sm3Root) === 0;
}
