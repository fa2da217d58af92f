import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBlock, headerHashOf } from '../fabric-messages/index.js';
import { LedgerError, type Ledger, type LedgerHost } from '../port.js';
import { writeBackup, type BackupManifest } from './backup.js';
import { blockBytes, readHead, readHeadOf, type Head } from './chain.js';
import { LedgerCore, type Stores } from './core.js';
import { DamagedFolder, isFull } from '../../storage/level-folder.js';
import { failure, messageOf } from '../common/failure.js';
import type { FsckReport } from './fsck.js';
import { keepDefinitions, type ChaincodeDefinition } from './definitions.js';
import { metaKey } from './keys.js';
import { OrganisationLedger } from './ledger.js';
import type { EmbeddedLedgerOptions } from './options.js';
import { Store } from './store.js';

const FORMAT = '1';
const CHECKED_BLOCKS = 64;

/** A ledger at one moment, until it is released. */
export interface FrozenLedger {
  /** Blocks and private values to one height, into a new folder. */
  readonly write: (folder: string) => Promise<BackupManifest>;
  readonly release: () => Promise<void>;
}

/** The embedded ledger: a whole channel in one folder and one process. */
export class EmbeddedLedger implements LedgerHost {
  readonly #core: LedgerCore;
  #closing: Promise<void> | undefined;

  constructor(core: LedgerCore) {
    this.#core = core;
  }

  /** Throws when the organisation is not on the channel. */
  forOrganisation(mspId: string): Ledger {
    if (!this.#core.membership.has(mspId)) {
      throw failure('open', 'LEDGER_ORGANISATION_UNKNOWN', `${mspId} is no organisation of this channel.`);
    }
    return new OrganisationLedger(this.#core, mspId);
  }

  /** The chaincodes with their endorsement policies and collections, as this ledger was opened: shown, not evaluated. */
  definitions(): readonly ChaincodeDefinition[] {
    return this.#core.definitions();
  }

  /** Re-validates every block, signature, state hash and record, as they are now; the ledger goes on meanwhile. */
  fsck(): Promise<FsckReport> {
    return this.#core.fsck();
  }

  /** Writes a consistent copy, blocks and private values to one height, into a new folder; the ledger goes on meanwhile. */
  backup(folder: string): Promise<BackupManifest> {
    const frozen = this.freeze();
    return frozen.write(folder).finally(frozen.release);
  }

  /** The ledger as it is at this very moment, to be written as a backup while it goes on. */
  freeze(): FrozenLedger {
    const { reader, release } = this.#core.freeze();
    return { write: (folder) => writeBackup(reader, folder, this.#core.channel), release };
  }

  /** Waits for accepted transactions to be on disk, then lets go of the folder. Calling it again is harmless. */
  close(): Promise<void> {
    return (this.#closing ??= this.#core.close());
  }
}

/**
 * Opens the ledger in a folder, or makes a new one.
 * Throws `LedgerError` at stage `open`: LEDGER_LOCKED when another process has it, LEDGER_DAMAGED when it does not
 * hold together, LEDGER_FOREIGN when it holds another channel or a format this version does not know.
 */
export async function openEmbeddedLedger(options: EmbeddedLedgerOptions): Promise<EmbeddedLedger> {
  const stores = await openStores(options.path);
  try {
    await checkIdentity(stores.chain, options.channel);
    await keepDefinitions(stores.chain, options.chaincodes);
    const head = checkedHead(stores.chain, options.path);
    return new EmbeddedLedger(new LedgerCore(options, stores, head));
  } catch (error) {
    await stores.transient.close();
    await stores.chain.close();
    throw error;
  }
}

/** The folder of the chain's own store inside a ledger's folder. */
export function chainFolder(path: string): string {
  return join(path, 'chain');
}

async function openStores(path: string): Promise<Stores> {
  const chain = await openStore(path, chainFolder(path));
  try {
    return { chain, transient: await openTransient(path, join(path, 'transient')) };
  } catch (error) {
    await chain.close();
    throw error;
  }
}

/** What is not committed yet may be lost, with the power above all: a damaged store of it makes way for a new one. */
async function openTransient(path: string, folder: string): Promise<Store> {
  try {
    return await openStore(path, folder);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'LEDGER_DAMAGED') throw error;
    await rm(folder, { recursive: true });
    return openStore(path, folder);
  }
}

/** Opens one store, having looked for damage first. */
export async function openStore(path: string, folder: string): Promise<Store> {
  try {
    return await Store.open(folder);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if ((cause as { code?: unknown }).code === 'LEVEL_LOCKED') {
      throw failure('open', 'LEDGER_LOCKED', `Another process uses the ledger in ${path}; stop it first.`, {
        cause,
      });
    }
    if (isFull(cause))
      throw failure('open', 'LEDGER_DISK_FULL', `No space is left to open ${path}.`, { cause });
    const reason = cause instanceof DamagedFolder ? cause.message : `LevelDB says: ${messageOf(cause)}`;
    throw damaged(path, reason, cause);
  }
}

function damaged(path: string, reason: string, cause?: unknown): Error {
  const message = `The ledger in ${path} is damaged: ${reason}. Keep the folder as it is and restore the newest backup; the blocks it still holds can be added to it.`;
  return failure('open', 'LEDGER_DAMAGED', message, { cause });
}

async function checkIdentity(store: Store, channel: string): Promise<void> {
  const expected = JSON.stringify({ format: FORMAT, channel });
  const found = store.get(metaKey('identity'))?.toString('utf8');
  if (found === undefined) {
    await store.commit([{ type: 'put', key: metaKey('identity'), value: Buffer.from(expected) }]);
  } else if (found !== expected) {
    throw failure(
      'open',
      'LEDGER_FOREIGN',
      `The folder holds another ledger: ${found} instead of ${expected}.`,
    );
  }
}

/** The head, after a look at the newest blocks: a gap among them is what a lost log record leaves behind. */
function checkedHead(store: Store, path: string): Head {
  const head = readHead(store);
  if (!head) throw damaged(path, 'the newest block’s record is missing');
  for (let height = head.height; height > Math.max(0, head.height - CHECKED_BLOCKS); height--) {
    const reason = blockDamage(store, height);
    if (reason) throw damaged(path, `block ${height - 1}: ${reason}`);
  }
  return head;
}

function blockDamage(store: Store, height: number): string | undefined {
  const bytes = blockBytes(store, height - 1);
  const recorded = readHeadOf(store, height);
  const before = height === 1 ? Buffer.alloc(0) : readHeadOf(store, height - 1)?.hash;
  if (!bytes || !recorded || !before) return 'it or its predecessor is missing';
  try {
    const { header } = decodeBlock(bytes);
    if (!headerHashOf(header).equals(recorded.hash)) return 'its header is not what was recorded';
    return before.equals(header.previousHash) ? undefined : 'it does not follow the block before';
  } catch (error) {
    return messageOf(error);
  }
}
