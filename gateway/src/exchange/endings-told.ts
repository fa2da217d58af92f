import {
  HanlianError,
  parseCertificateIdentifier,
  requireCode,
  schemas,
  type AuditEntry,
  type EndingNotice,
  type EndingReceipt,
} from '@hanlian/chaincode/domain';
import { RegularWork } from '../regular-work.js';
import type { KnownConsents } from '../services/consents/known-consents.js';
import { holdersOf } from '../services/licenses/holders.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { correspond } from './correspondence.js';
import { isLicenceEnding } from './licence-endings.js';
import type { Letters } from './letters.js';
import { isUnreached, type Peers } from './peers.js';

const PREFIX = 'ending~';
const EVERY_MS = 5000;

/** A letter that waits. */
interface Waiting {
  readonly office: string;
  readonly bank: string;
  readonly said: Pick<EndingNotice, 'consent' | 'transactionId' | 'block' | 'index'>;
}

interface EndingsToldParts extends Pick<LicenseParts, 'model' | 'documents' | 'registry' | 'ledger'> {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly letters: Letters;
  readonly peers: Peers;
  readonly known: KnownConsents;
}

/**
 * The office's side: a business licence that this hub keeps has ended, and its holder lets a bank pull reports from an
 * office of this hub. Nobody else knows both. The bank is told while its consent is live, however often its hub is down.
 */
export class EndingsTold {
  readonly #parts: EndingsToldParts;
  readonly #work = new RegularWork((signal) => this.#send(signal), EVERY_MS);

  constructor(parts: EndingsToldParts) {
    this.#parts = parts;
    this.#work.start();
  }

  /** The letters an act gives cause for, to be written together with the place up to which acts were read. */
  async lettersOf(act: AuditEntry): Promise<readonly Change[]> {
    if (!isLicenceEnding(act)) return [];
    const { certificate, transactionId, block, index } = act;
    const reference = requireCode(parseCertificateIdentifier(certificate), 'certificate');
    const letters: Change[] = [];
    for (const holder of await holdersOf(this.#parts, certificate, reference)) {
      for (const { id, department: office, view } of await this.#parts.known.liveOf(holder)) {
        const said = { consent: id, transactionId, block, index };
        const waiting: Waiting = { office, bank: view.consent.statement.recipient, said };
        letters.push({ type: 'put', key: `${PREFIX}${block}-${index}~${id}`, value: encoded(waiting) });
      }
    }
    return letters;
  }

  /** Sends what waits now instead of a little later. */
  turn(): Promise<void> {
    return this.#work.turn();
  }

  close(): Promise<void> {
    return this.#work.close();
  }

  async #send(signal: AbortSignal): Promise<void> {
    const all = await this.#parts.store.iterator(beginningWith(PREFIX)).all();
    const waiting = all.map(([key, value]) => ({ key, letter: JSON.parse(value.toString()) as Waiting }));
    const banks = Map.groupBy(waiting, ({ letter }) => letter.bank);
    const sent = [...banks.values()].map(async (letters) => {
      for (const { key, letter } of letters) await this.#deliver(key, letter, signal);
    });
    const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  /** Until the bank has it, or may no longer have it. One that a bank refuses does not hold up the next. */
  async #deliver(key: string, { office, bank, said }: Waiting, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      if (this.#parts.known.isLive(said.consent)) {
        await correspond<EndingNotice, EndingReceipt>(this.#parts, {
          from: office,
          to: bank,
          path: '/v1/exchange/endings',
          said: { kind: 'ending-notice', ...said },
          reply: schemas.signedEndingReceipt,
          signal,
        });
      }
    } catch (error) {
      if (error instanceof HanlianError && !isUnreached(error)) return;
      throw error;
    }
    await this.#parts.writer.write([{ type: 'del', key }]);
  }
}

const encoded = (letter: Waiting): Buffer => Buffer.from(JSON.stringify(letter));
