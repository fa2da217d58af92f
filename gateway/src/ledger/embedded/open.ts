import { failure, messageOf } from './errors.js';
import { readHead } from './chain.js';
import { LedgerCore } from './core.js';
import { OrganisationLedger } from './ledger.js';
import { metaKey } from './keys.js';
import type { EmbeddedLedgerOptions } from './options.js';
import type { Ledger, LedgerHost } from '../port.js';
import { Store } from './store.js';

const FORMAT = '1';

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
  const store = await openStore(options.path);
  try {
    await checkIdentity(store, options.channel);
    const head = readHead(store);
    if (!head) throw damaged(options.path, 'the newest block is missing');
    return new EmbeddedLedger(new LedgerCore(options, store, head));
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore(path: string): Promise<Store> {
  try {
    return await Store.open(path);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = (cause as { code?: unknown }).code;
    if (code === 'LEVEL_LOCKED') {
      throw failure('open', 'LEDGER_LOCKED', `Another process uses the ledger in ${path}; stop it first.`, {
        cause,
      });
    }
    throw damaged(path, messageOf(cause), cause);
  }
}

function damaged(path: string, reason: string, cause?: unknown): Error {
  const message = `The ledger in ${path} is damaged: ${reason}. Keep the folder as it is and restore the newest backup.`;
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
