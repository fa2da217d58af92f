import type { Requests } from '../../outbox/requests.js';
import type { Change, Store } from '../../storage/store.js';
import { Turns } from '../tasks/turns.js';
import type { Idempotency } from '../types.js';

/** As whose write an objection is kept until the ledger has it: nobody logs in to object. */
const OBJECTORS = 'objectors';

/** The access that is objected to. */
interface Objected {
  readonly requester: string;
  readonly query: string;
}

/** Which finding an objection becomes, and which request takes it to the ledger. */
interface Filing {
  readonly finding: string;
  readonly request: string;
}

const nameOf = ({ requester, query }: Objected): string => `objection~${requester}~${query}`;

/** What became of an objection to an access, as far as one was taken. */
export function filingOf(store: Pick<Store, 'getSync'>, access: Objected): Filing | undefined {
  const kept = store.getSync(nameOf(access));
  return kept && (JSON.parse(kept.toString()) as Filing);
}

/** What is written with the request that takes an objection to the ledger. */
export const filing = (access: Objected, filed: Filing): Change => ({
  type: 'put',
  key: nameOf(access),
  value: Buffer.from(JSON.stringify(filed)),
});

interface FilingsParts {
  readonly store: Pick<Store, 'getSync'>;
  readonly requests: Pick<Requests, 'settled' | 'resume' | 'isBegun' | 'outcomeOf'>;
}

/** Takes one objection to each access to the ledger, under however many signatures it is sent. */
export class Filings {
  readonly #parts: FilingsParts;
  readonly #turns = new Turns();

  constructor(parts: FilingsParts) {
    this.#parts = parts;
  }

  /**
   * Has an objection filed by `plan`, unless one was taken before: then that one is brought to its end.
   *
   * @throws {HanlianError} IDEMPOTENCY_IN_PROGRESS while one is at work since before, and what it is refused with
   */
  file(access: Objected, once: Idempotency, plan: Parameters<Requests['settled']>[2]): Promise<unknown> {
    const { requests } = this.#parts;
    return this.#turns.of(nameOf(access), () => {
      const before = this.#takenBefore(access);
      return before === undefined
        ? requests.settled(OBJECTORS, once, plan)
        : requests.resume(OBJECTORS, { key: before });
    });
  }

  /** The request of an objection that is on the ledger, or may come to be there: what was refused does not stand in the way. */
  #takenBefore(access: Objected): string | undefined {
    const { store, requests } = this.#parts;
    const key = filingOf(store, access)?.request;
    if (key === undefined || !requests.isBegun(OBJECTORS, { key })) return undefined;
    const outcome = requests.outcomeOf(OBJECTORS, { key });
    return outcome !== undefined && 'refusal' in outcome ? undefined : key;
  }
}
