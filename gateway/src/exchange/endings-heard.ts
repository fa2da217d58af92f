import {
  HanlianError,
  requireLive,
  type EndingNotice,
  type EndingReceipt,
  type SignedEndingNotice,
  type SignedEndingReceipt,
} from '@hanlian/chaincode/domain';
import type { Feed } from '../feed/feed.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { KnownConsents } from '../services/consents/known-consents.js';
import type { Speakers } from '../services/consents/speakers.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Once } from '../storage/once.js';
import { isLicenceEnding, type LicenceEnding } from './licence-endings.js';
import { requireFirstReceived, type Letters } from './letters.js';

interface EndingsHeardParts {
  readonly letters: Letters;
  readonly speakers: Speakers;
  readonly known: KnownConsents;
  readonly model: ReadModel;
  readonly feed: Feed;
  readonly writer: GroupWriter;
  readonly now: () => number;
  readonly caughtUp: () => Promise<void>;
  /** Which letters were received. */
  readonly received: Once;
}

/** The bank's side: which of its customers' licences has ended. What ended, and how, it takes from its own ledger. */
export class EndingsHeard {
  readonly #parts: EndingsHeardParts;

  constructor(parts: EndingsHeardParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} why the letter is refused; EXCHANGE_ACT_UNKNOWN, CONSENT_* */
  async hear(letter: SignedEndingNotice): Promise<SignedEndingReceipt> {
    const { letters, speakers, received, caughtUp, feed, writer } = this.#parts;
    const { from, to, nonce } = letter.message;
    await caughtUp();
    letters.requireGenuine(letter);
    await speakers.of(to);
    await this.#requireLive(letter.message);
    const act = this.#actOf(letter.message);
    await requireFirstReceived(received, letter.message);
    await writer.write([feed.announce(noticeOf(letter.message, act))]);
    await feed.take();
    return letters.write<EndingReceipt>(to, from, { kind: 'ending-receipt' }, nonce);
  }

  async #requireLive({ from, to, consent }: EndingNotice): Promise<void> {
    const view = await this.#parts.known.viewFor(to, consent);
    if (view?.consent.statement.provider !== from) {
      throw new HanlianError('CONSENT_UNKNOWN', 'There is no such consent here');
    }
    requireLive(view.record, this.#parts.now());
  }

  #actOf({ block, index, transactionId }: EndingNotice): LicenceEnding {
    const act = this.#parts.model.act({ block, index });
    if (act?.transactionId === transactionId && isLicenceEnding(act)) return act;
    throw new HanlianError('EXCHANGE_ACT_UNKNOWN', 'The ledger holds no such act here', {
      received: transactionId,
    });
  }
}

/** Told again it is the same event. */
const noticeOf = (
  { to, from, consent }: EndingNotice,
  { transactionId, block, index, at, operation, certificate, effectiveAt }: LicenceEnding,
): Parameters<Feed['announce']>[0] => ({
  id: `ending:${block}-${index}:${consent}`,
  type: 'license.ended',
  department: to,
  at,
  data: {
    consent,
    office: from,
    operation,
    certificate,
    ...(effectiveAt !== undefined && { effectiveAt }),
    transactionId,
    block,
    index,
  },
});
