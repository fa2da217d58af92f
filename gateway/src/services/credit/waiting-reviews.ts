import { HanlianError, type EntryReference } from '@hanlian/chaincode/domain';
import type { HeldWrites } from '../../outbox/held-writes.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../../storage/store.js';

const WAITS = 'review-waits~';

/** Which write it is, and whose. */
interface Review {
  readonly caller: string;
  readonly job: string;
}

/** Remembers that a review waits for its caller's signature; to be written with what is made ready for it. */
export const reviewWaits = ({ subject, entry }: EntryReference, review: Review): Change => ({
  type: 'put',
  key: `${WAITS}${subject}~${entry}~${review.job}`,
  value: Buffer.from(JSON.stringify(review)),
});

interface WaitingReviewsParts {
  readonly store: Store;
  readonly writer: Pick<GroupWriter, 'write'>;
  readonly heldWrites: Pick<HeldWrites, 'overtake'>;
}

/**
 * Reviews of repairs that wait for a signature. Each names whom its entry was shown to when it was made ready; once the
 * entry is shown to another, it would leave that one out, and is asked for anew.
 */
export class WaitingReviews {
  readonly #parts: WaitingReviewsParts;

  constructor(parts: WaitingReviewsParts) {
    this.#parts = parts;
  }

  /** Before entries are shown to another. */
  async overtake(shown: readonly EntryReference[]): Promise<void> {
    const { store, writer, heldWrites } = this.#parts;
    const over: Change[] = [];
    const entries = new Set(shown.map(({ subject, entry }) => `${subject}~${entry}`));
    for (const subject of new Set(shown.map((each) => each.subject))) {
      const under = `${WAITS}${subject}~`;
      for await (const [key, value] of store.iterator(beginningWith(under))) {
        if (!entries.has(key.slice(WAITS.length, key.lastIndexOf('~')))) continue;
        const { caller, job } = JSON.parse(value.toString()) as Review;
        if (await heldWrites.overtake(caller, job).catch(unlessForgotten)) over.push({ type: 'del', key });
      }
    }
    if (over.length > 0) await writer.write(over);
  }
}

/** What came to its end long ago is not remembered. */
function unlessForgotten(error: unknown): true {
  if (!(error instanceof HanlianError && error.code === 'NOT_FOUND')) throw error;
  return true;
}
