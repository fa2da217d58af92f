import {
  decodeBlock,
  decodeEnvelope,
  decodeReadWriteSet,
  decodeTransaction,
} from '../fabric-messages/index.js';
import { backupStore, copyEntries, readManifest } from './backup.js';
import { blockBytes, readHead } from './chain.js';
import { Collections } from './collections.js';
import { failure, messageOf } from '../common/failure.js';
import type { Verdict } from './judge.js';
import { packValue, privateNameKey, privatePrefix, unpackValue } from './keys.js';
import { Membership } from '../common/membership.js';
import { NodeIdentity } from './node.js';
import { chainFolder, openStore } from './open.js';
import { forgetValue } from './operations.js';
import type { EmbeddedLedgerOptions } from './options.js';
import { BadBlock, Replay } from './replay.js';
import { privateDigest } from './state.js';
import type { Operation, Reader, Store } from './store.js';

export interface RestoreReport {
  /** Blocks in the backup. */
  readonly backup: number;
  /** Blocks after adding those that `newer` still held. */
  readonly height: number;
  /** Why adding stopped before the end of `newer`, if it did. */
  readonly stopped?: string;
}

/**
 * Restores a backup into the new, empty folder `options.path`. `newer` names a ledger's folder that is damaged but
 * still readable, or a later backup's: its blocks are checked and added one by one, so that nothing purged in them
 * comes back; purges in blocks that cannot be added are applied all the same.
 */
export async function restoreEmbeddedLedger(
  backup: string,
  options: EmbeddedLedgerOptions,
  newer?: string,
): Promise<RestoreReport> {
  const manifest = await readManifest(backup);
  const target = await openStore(options.path, chainFolder(options.path));
  try {
    if (readHead(target)?.height !== 0) {
      throw failure(
        'open',
        'LEDGER_FOREIGN',
        `${options.path} already holds a ledger; restore into an empty folder.`,
      );
    }
    await copyBackup(backup, target, manifest.digest);
    const stopped = newer === undefined ? undefined : await addNewer(newer, target, options);
    return {
      backup: manifest.height,
      height: readHead(target)?.height ?? 0,
      ...(stopped !== undefined && { stopped }),
    };
  } finally {
    await target.close();
  }
}

async function copyBackup(backup: string, target: Store, digest: string): Promise<void> {
  const source = await openStore(backup, backupStore(backup));
  try {
    const copied = await copyEntries(source, target);
    if (copied.digest !== digest) {
      throw failure(
        'open',
        'LEDGER_DAMAGED',
        `The backup in ${backup} is not what was written; take an older one.`,
      );
    }
  } finally {
    await source.close();
  }
}

async function addNewer(
  newer: string,
  target: Store,
  options: EmbeddedLedgerOptions,
): Promise<string | undefined> {
  const source = await openStore(newer, chainFolder(newer));
  try {
    const replay = new Replay(
      target,
      {
        channel: options.channel,
        membership: new Membership(options.organisations),
        collections: new Collections(options.chaincodes),
        node: new NodeIdentity(options.node),
        durable: true,
      },
      readHead(target),
    );
    const stopped = await addBlocks(source, replay);
    await target.commit(purgesFrom(source, target, replay.head.height));
    return stopped;
  } finally {
    await source.close();
  }
}

/** Adds blocks as long as they hold together; gives the reason when one does not. */
async function addBlocks(source: Reader, replay: Replay): Promise<string | undefined> {
  for (;;) {
    const number = replay.head.height;
    const bytes = blockBytes(source, number);
    if (!bytes) return number < (readHead(source)?.height ?? 0) ? `block ${number} is missing` : undefined;
    try {
      await replay.apply(bytes, (verdict) => privateValuesFrom(source, verdict));
    } catch (error) {
      if (!(error instanceof BadBlock)) throw error;
      return `block ${number}: ${messageOf(error)}`;
    }
  }
}

// Values that were written again later are gone; they will be written again when that block is added.
function privateValuesFrom(source: Reader, { updates }: Verdict): Operation[] {
  return updates
    .hashedWrites()
    .flatMap(({ namespace, collection, key: keyHash, value: valueHash, version }) => {
      const name = privateNameKey(namespace, collection, keyHash);
      const key = valueHash && source.get(name);
      const stored = key && privatePrefix(namespace, collection) + key.toString('utf8');
      const packed = stored && source.get(stored);
      if (!packed || !privateDigest(unpackValue(packed).value).equals(valueHash)) return [];
      return [
        { type: 'put', key: name, value: key },
        { type: 'put', key: stored, value: packValue(version, unpackValue(packed).value) },
      ];
    });
}

function purgesFrom(source: Reader, target: Reader, from: number): Operation[] {
  const operations: Operation[] = [];
  for (let number = from; number < (readHead(source)?.height ?? 0); number++) {
    for (const { namespace, collection, keyHash } of purgesIn(blockBytes(source, number))) {
      operations.push(...forgetValue(target, namespace, collection, keyHash));
    }
  }
  return operations;
}

interface Purge {
  readonly namespace: string;
  readonly collection: string;
  readonly keyHash: Uint8Array;
}

/** What a block purged; nothing when it cannot be read at all. */
function purgesIn(bytes: Uint8Array | undefined): Purge[] {
  try {
    const { envelopes, codes } = decodeBlock(bytes ?? new Uint8Array());
    return envelopes
      .filter((_, index) => codes[index] === 'VALID')
      .flatMap((envelope) => decodeReadWriteSet(decodeTransaction(decodeEnvelope(envelope).payload).results))
      .flatMap(({ namespace, collections }) =>
        collections.flatMap(({ collection, writes }) =>
          writes.filter(({ purge }) => purge).map(({ keyHash }) => ({ namespace, collection, keyHash })),
        ),
      );
  } catch {
    return [];
  }
}
