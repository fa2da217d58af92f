import {
  barToOnward,
  faultOfProduct,
  type Acknowledgement,
  type Grant,
  type OnwardReceipt,
  type ReleasedToOperator,
} from '@hanlian/chaincode/domain';
import type { LedgerHistory } from './ledger.js';
import { staleIn, statedIn } from './stated.js';
import type { Violation } from './violations.js';

/** A product on record. */
interface Taken {
  readonly record: OnwardReceipt;
  /** Its operator did not sign it: nothing of it is the operator's doing. */
  readonly forged: boolean;
  acknowledged: boolean;
}

/** A product whose recipient has not confirmed that it has it: a visible state, and no violation. */
export interface Unconfirmed {
  readonly provider: string;
  readonly requester: string;
  readonly seq: number;
  readonly onward: string;
}

/** Whether it is the word of the one that a record was made for: anyone may sign for its digest. */
export const isFor = (
  said: Acknowledgement,
  given: Pick<Acknowledgement, 'provider' | 'requester' | 'query'>,
): boolean =>
  said.provider === given.provider && said.requester === given.requester && said.query === given.query;

type Fault = Pick<Violation, 'code' | 'reason' | 'query'>;

/** What was released to an operator, by the id of its query. */
export type ReleasesTo = (operator: string, query: string) => ReleasedToOperator | undefined;

/** Judges what operators handed on: by the ledger of its moment, and by what had been released to them. */
export class Onwards {
  readonly #ledger: LedgerHistory;
  readonly #staleness: number;
  readonly #taken = new Map<string, Taken>();

  /** @param staleness by how many seconds an operator's view of the ledger may be out of date */
  constructor(ledger: LedgerHistory, staleness: number) {
    this.#ledger = ledger;
    this.#staleness = staleness;
  }

  take(record: OnwardReceipt, digest: string): void {
    this.#taken.set(digest, { record, forged: false, acknowledged: false });
  }

  /** Takes a record that was spoiled on its way, so that whoever confirmed it confirmed something. */
  standIn(record: OnwardReceipt, digest: string): void {
    if (!this.#taken.has(digest)) this.#taken.set(digest, { record, forged: true, acknowledged: false });
  }

  /** Notes what a recipient confirmed; false where it is none of these records, or another's to confirm. */
  acknowledge(acknowledgement: Acknowledgement): boolean {
    const taken = this.#taken.get(acknowledgement.release);
    if (taken === undefined || !isFor(acknowledgement, { ...taken.record, query: taken.record.id }))
      return false;
    taken.acknowledged = true;
    return true;
  }

  get isEmpty(): boolean {
    return this.#taken.size === 0;
  }

  unacknowledged(): readonly Unconfirmed[] {
    return [...this.#taken.values()]
      .filter(({ acknowledged, forged }) => !acknowledged && !forged)
      .map(({ record: { provider, requester, seq, id } }) => ({ provider, requester, seq, onward: id }));
  }

  /** What is wrong with all that was taken, once everything was read. */
  judge(releasesTo: ReleasesTo): readonly Violation[] {
    const genuine = [...this.#taken.values()].filter(({ forged }) => !forged);
    return genuine.flatMap(({ record }) => {
      const { provider, requester, seq, grant } = record;
      const faults = [...this.#judgeGrant(record), ...judgeProduct(record, releasesTo)];
      return faults.map((fault) => ({ provider, requester, seq, grant, ...fault }));
    });
  }

  #judgeGrant(record: OnwardReceipt): readonly Fault[] {
    const found = statedIn(this.#ledger, record.grant, record.grantRevision);
    if (found === undefined) return [{ code: 'GRANT_UNKNOWN' }];
    const { provider: operator, requester: recipient, fields, at } = record;
    const barIn = (grant: Grant): ReturnType<typeof barToOnward> =>
      barToOnward(grant, { operator, recipient, fields }, at);
    const bar = barIn(found.stated.record);
    if (bar !== undefined) return [{ code: 'ONWARD_NOT_COVERED', reason: bar.field ?? bar.code }];
    const stale = staleIn(record, found, this.#staleness, (grant) => barIn(grant) === undefined);
    return stale === undefined ? [] : [{ code: 'ONWARD_STALE', reason: stale }];
  }
}

function judgeProduct(record: OnwardReceipt, releasesTo: ReleasesTo): readonly Fault[] {
  const releases: ReleasedToOperator[] = [];
  for (const query of record.queries) {
    const release = releasesTo(record.provider, query);
    if (release === undefined) return [{ code: 'ONWARD_NOT_RELEASED', reason: 'query', query }];
    releases.push(release);
  }
  const fault = faultOfProduct(record, releases);
  return fault === undefined ? [] : [{ code: 'ONWARD_NOT_RELEASED', reason: fault }];
}
