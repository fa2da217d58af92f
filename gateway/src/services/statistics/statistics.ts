import {
  dateOfInstant,
  endOfDate,
  formatInstant,
  HanlianError,
  keyPrefixes,
  rangeOf,
  splitKey,
  type ClaimView,
  type LoanFigure,
  type LoanFigures,
  type LoanStatistics,
  type LoanStatisticsQuery,
  type LoanStep,
} from '@hanlian/chaincode/domain';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { parseRow } from '../registry-view.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import type { Caller } from '../types.js';
import { claimFacts, loanFacts, type Fact } from './facts.js';
import { LEAST_LOANS, tableOf } from './table.js';

/** As many as the contract answers at once. */
const AT_ONCE = 100;

interface StatisticsParts extends Pick<LicenseParts, 'model' | 'registry' | 'now' | 'caughtUp'> {
  readonly loans: Pick<PrivateCalls, 'read'>;
  readonly speakers: Speakers;
  readonly claims: Pick<KnownClaims, 'views' | 'recorded'>;
}

/** What a department was shown of a record, while the record stands at that revision. */
interface Seen<View> {
  readonly revision: number;
  /** Absent: it is another department's. */
  readonly view: View | undefined;
}

/**
 * Statistics of loans, counted from what the ledger shows a department: a bank its own, the finance office those of all
 * banks. Nothing is kept but what was read, so that a hub rebuilt from the blocks counts the same.
 */
export class Statistics {
  readonly #parts: StatisticsParts;
  readonly #loans = new Map<string, Map<string, Seen<LoanFigure>>>();
  readonly #claims = new Map<string, Map<string, Seen<ClaimView>>>();

  constructor(parts: StatisticsParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} OTHER_DEPARTMENT, FIELD_INVALID, DATE_IMPOSSIBLE */
  async of({ department }: Caller, query: LoanStatisticsQuery): Promise<LoanStatistics> {
    const { model, now, caughtUp, registry } = this.#parts;
    const { from, until, by } = query;
    const kind = registry.department(department)?.kind;
    if (kind !== 'bank' && kind !== 'finance') {
      throw new HanlianError('OTHER_DEPARTMENT', 'Statistics are for banks and the finance office');
    }
    if (until < from) {
      throw new HanlianError('FIELD_INVALID', 'The period ends before it begins', { field: 'until' });
    }
    const asOf = query.asOf === undefined ? now() : readMoment(query.asOf, 'end', 'asOf');
    await caughtUp();
    const facts = await this.#facts(department, asOf, endOfDate(until));
    return {
      from,
      until,
      by,
      asOf: formatInstant(asOf),
      height: model.position.block + 1,
      ...(kind === 'finance' && { leastLoans: LEAST_LOANS }),
      ...tableOf(facts, query, kind === 'finance'),
      channel: await this.#channel(query, asOf),
    };
  }

  async #facts(department: string, asOf: number, endOfUntil: number): Promise<readonly Fact[]> {
    const loans = await this.#loansOf(department);
    const claims = await this.#claimsOf(department);
    const facts = [...loans.values()].flatMap((loan) => loanFacts(loan, asOf, endOfUntil));
    for (const claim of claims) {
      const loan = loans.get(claim.file.claim.statement.loan);
      if (loan !== undefined) facts.push(...claimFacts(claim, loan, asOf));
    }
    return facts;
  }

  async #loansOf(department: string): Promise<ReadonlyMap<string, LoanFigure>> {
    const { model, loans, speakers } = this.#parts;
    const speaker = await speakers.of(department);
    const standing = new Map<string, number>();
    const { start, end } = rangeOf(keyPrefixes.loan);
    for await (const { key, row } of model.rows(start, end)) {
      standing.set(splitKey(key)[1] as string, (parseRow(row) as { revision: number }).revision);
    }
    const seen = await refreshed(this.#loans, department, standing, async (ids) => {
      const shown = await loans.read<LoanFigures>(speaker, 'getFigures', { ids });
      return new Map(shown.loans.map((loan) => [loan.id, loan]));
    });
    return new Map(seen.map((loan) => [loan.id, loan]));
  }

  async #claimsOf(department: string): Promise<readonly ClaimView[]> {
    const { claims } = this.#parts;
    const standing = new Map<string, number>();
    for await (const { id, record } of claims.recorded()) standing.set(id, record.revision);
    return refreshed(this.#claims, department, standing, async (ids) => {
      const shown = await claims.views(department, ids);
      return new Map(shown.map((view) => [view.file.claim.statement.id, view]));
    });
  }

  /** What the blocks alone tell of all banks together. */
  async #channel({ from, until }: LoanStatisticsQuery, asOf: number): Promise<LoanStatistics['channel']> {
    const channel = { applications: 0, approvals: 0, rejections: 0 };
    const decided = new Map<string, LoanStep>();
    const isIn = ({ txTime }: LoanStep): boolean => {
      const date = dateOfInstant(txTime);
      return txTime <= asOf && from <= date && date <= until;
    };
    const { start, end } = rangeOf(keyPrefixes.loanStep);
    for await (const { key, row } of this.#parts.model.rows(start, end)) {
      const step = parseRow(row) as LoanStep;
      if (step.act === 'apply' && isIn(step)) channel.applications += 1;
      const isDecision = step.act === 'approve' || step.act === 'reject';
      if (isDecision && step.txTime <= asOf) decided.set(splitKey(key)[1] as string, step);
    }
    for (const step of decided.values()) {
      if (isIn(step)) channel[step.act === 'approve' ? 'approvals' : 'rejections'] += 1;
    }
    return channel;
  }
}

/** Reads what changed since it was last read, many at once, and gives all that is the department's to see. */
async function refreshed<View>(
  known: Map<string, Map<string, Seen<View>>>,
  department: string,
  standing: ReadonlyMap<string, number>,
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, View>>,
): Promise<readonly View[]> {
  const seen = known.get(department) ?? new Map<string, Seen<View>>();
  known.set(department, seen);
  const stale = [...standing].filter(([id, revision]) => seen.get(id)?.revision !== revision);
  for (let i = 0; i < stale.length; i += AT_ONCE) {
    const asked = stale.slice(i, i + AT_ONCE);
    const views = await read(asked.map(([id]) => id));
    for (const [id, revision] of asked) seen.set(id, { revision, view: views.get(id) });
  }
  return [...seen.values()].flatMap(({ view }) => (view === undefined ? [] : [view]));
}
