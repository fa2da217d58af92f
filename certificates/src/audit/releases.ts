import {
  barToRelease,
  canonicalize,
  CLOCK_TOLERANCE,
  isOfLease,
  namesBeyond,
  type Grant,
  type Query,
  type ReleaseAsked,
  type ReleaseReceipt,
} from '@hanlian/chaincode/domain';
import type { LedgerHistory } from './ledger.js';
import { staleIn, statedIn } from './stated.js';
import type { Violation, ViolationCode } from './violations.js';

/** Why a release was not allowed: a code, and what exactly. */
type Fault = Pick<Violation, 'code' | 'reason'>;

const fault = (code: ViolationCode, reason?: string): Fault => ({
  code,
  ...(reason !== undefined && { reason }),
});

/** What may be asked for of a grant, and when: the question of a query as far as it was answered. */
const askedBy = (
  { requester, resource, purpose, matter }: Query,
  fields: readonly string[],
): ReleaseAsked => ({
  recipient: requester,
  resource,
  fields,
  purpose,
  matter,
});

/**
 * Judges releases by what the ledger said at the moment: by the very rule that the contract and the provider's hub go by.
 */
export class Releases {
  readonly #ledger: LedgerHistory;
  readonly #staleness: number;
  /** Every use of every lease. */
  readonly #uses = new Set<string>();

  /** @param staleness by how many seconds a provider's view of the ledger may be out of date */
  constructor(ledger: LedgerHistory, staleness: number) {
    this.#ledger = ledger;
    this.#staleness = staleness;
  }

  /** @returns what is wrong with a release of what a query asked for */
  judge(release: ReleaseReceipt, query: Query): readonly Fault[] {
    return [
      ...beyondQuery(release, query),
      ...this.#judgeGrant(release, query),
      ...this.#judgeLease(release),
    ];
  }

  #judgeGrant(release: ReleaseReceipt, query: Query): readonly Fault[] {
    const found = statedIn(this.#ledger, release.grant, release.grantRevision);
    if (found === undefined) return [fault('GRANT_UNKNOWN')];
    const { record: grant } = found.stated;
    const asked = askedBy(query, release.fields);
    const bar = barToRelease(grant, asked, release.at);
    if (bar !== undefined) return [fault('RELEASE_NOT_COVERED', bar.field ?? bar.code)];
    if (!this.#isInPlace(grant, release)) return [fault('RELEASE_NOT_COVERED', 'provider')];
    if (canonicalize(release.visibility) !== canonicalize(grant.visibility)) {
      return [fault('RELEASE_NOT_COVERED', 'visibility')];
    }
    const isCovered = (next: Grant): boolean => barToRelease(next, asked, release.at) === undefined;
    const stale = staleIn(release, found, this.#staleness, isCovered);
    return stale === undefined ? [] : [fault('RELEASE_STALE', stale)];
  }

  /**
   * Whether it is by the grant's provider, or who had its place. A succession may be dated back as far as the ledger
   * tolerates, and is heard of as late as anything else. Where a proof is missing that is said once, and accuses nobody.
   */
  #isInPlace({ provider }: Grant, release: ReleaseReceipt): boolean {
    const heardOf = release.at - CLOCK_TOLERANCE - this.#staleness;
    return [release.at, heardOf]
      .map((at) => this.#ledger.inChargeOf(provider, at))
      .some((code) => code === undefined || code === release.provider);
  }

  #judgeLease({ grant, lease: use, at }: ReleaseReceipt): readonly Fault[] {
    const { window, index } = use;
    const lease = this.#ledger.lease(grant, window, index);
    const latest = this.#ledger.grant(grant).at(-1)?.record;
    if (lease === undefined || latest === undefined) return [fault('LEASE_UNKNOWN', `${window} ${index}`)];
    if (!isOfLease(lease, latest, at)) return [fault('LEASE_STALE', window)];
    const name = `${grant}~${window}~${index}~${use.use}`;
    const isSpent = use.use > lease.size || this.#uses.has(name);
    this.#uses.add(name);
    return isSpent ? [fault('LEASE_OVERSPENT', `${window} ${index}`)] : [];
  }
}

function beyondQuery(release: ReleaseReceipt, query: Query): readonly Fault[] {
  if (release.grant !== query.grant) return [fault('RELEASE_BEYOND_QUERY', 'grant')];
  if (namesBeyond(query.fields, release.fields).length > 0) return [fault('RELEASE_BEYOND_QUERY', 'fields')];
  return [];
}
