import {
  endOfDate,
  formatInstant,
  HanlianError,
  keyPrefixes,
  rangeOf,
  splitKey,
  type Department,
  type LoanFigure,
  type LoanFigures,
  type LoanRecord,
  type LoanStatistics,
  type LoanStatisticsQuery,
} from '@hanlian/chaincode/domain';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { recordsUnder } from '../records.js';
import { parseRow } from '../registry-view.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import { Turns } from '../tasks/turns.js';
import type { Caller } from '../types.js';
import { ChannelFigures } from './channel.js';
import { claimFacts, claimFigure, loanFacts, type ClaimFigure, type Fact } from './facts.js';
import { Remembered, type Shown } from './remembered.js';
import { LEAST_LOANS, tableOf } from './table.js';

interface StatisticsParts extends Pick<LicenseParts, 'model' | 'registry' | 'now' | 'caughtUp'> {
  readonly loans: Pick<PrivateCalls, 'read'>;
  readonly speakers: Speakers;
  readonly claims: Pick<KnownClaims, 'views' | 'recorded'>;
}

/**
 * Statistics of loans, counted from what the ledger shows a department: a bank its own, the finance office those of all
 * banks. Nothing is kept but what was read, so that a hub rebuilt from the blocks counts the same.
 */
export class Statistics {
  readonly #parts: StatisticsParts;
  readonly #loans = new Map<string, Remembered<LoanFigure>>();
  readonly #claims = new Map<string, Remembered<ClaimFigure>>();
  readonly #places = new Map<string, string>();
  readonly #turns = new Turns();
  readonly #channel: ChannelFigures;

  constructor(parts: StatisticsParts) {
    this.#parts = parts;
    this.#channel = new ChannelFigures(parts.model);
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
    // Who asks before the first answer waits for what is being read.
    const facts = await this.#turns.of(department, async () =>
      this.#facts(department, await this.#standing(), asOf, endOfDate(until)),
    );
    return {
      from,
      until,
      by,
      asOf: formatInstant(asOf),
      height: model.position.block + 1,
      ...(kind === 'finance' && { leastLoans: LEAST_LOANS }),
      ...tableOf(facts, query, kind === 'finance'),
      channel: this.#channel.of(query, asOf),
    };
  }

  async #facts(
    department: string,
    loansStanding: ReadonlyMap<string, number>,
    asOf: number,
    endOfUntil: number,
  ): Promise<readonly Fact[]> {
    await this.#forgetAfterSuccession(department);
    const shown = await remembered(this.#loans, department, (ids) => this.#showLoans(department, ids)).all(
      loansStanding,
    );
    const loans = new Map(shown.map((loan) => [loan.id, loan]));
    const facts = shown.flatMap((loan) => loanFacts(loan, asOf, endOfUntil));
    for (const claim of await this.#claimsOf(department)) {
      const loan = loans.get(claim.loan);
      if (loan !== undefined) facts.push(...claimFacts(claim, loan, asOf));
    }
    return facts;
  }

  /** A succession shows more, or less, of records that stay as they are. */
  async #forgetAfterSuccession(department: string): Promise<void> {
    const { model, registry, now } = this.#parts;
    const departments = await recordsUnder<Department>(model, keyPrefixes.department);
    const place = departments
      .map(({ code }) => code)
      .filter((code) => registry.inChargeOf(code, now()) === department)
      .join();
    if (this.#places.get(department) === place) return;
    this.#places.set(department, place);
    this.#loans.delete(department);
    this.#claims.delete(department);
  }

  /** At which revision each loan stands, by the blocks. */
  async #standing(): Promise<ReadonlyMap<string, number>> {
    const standing = new Map<string, number>();
    const { start, end } = rangeOf(keyPrefixes.loan);
    for await (const { key, row } of this.#parts.model.rows(start, end)) {
      const id = splitKey(key)[1] as string;
      const { revision } = parseRow(row) as LoanRecord;
      standing.set(id, revision);
      this.#channel.follow(id, revision);
    }
    return standing;
  }

  async #showLoans(
    department: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Shown<LoanFigure>>> {
    const { loans, speakers } = this.#parts;
    const { loans: shown } = await loans.read<LoanFigures>(await speakers.of(department), 'getFigures', {
      ids,
    });
    // Each revision is a step.
    return new Map(shown.map((view) => [view.id, { revision: view.steps.at(-1)?.n ?? 0, view }]));
  }

  async #claimsOf(department: string): Promise<readonly ClaimFigure[]> {
    const { claims } = this.#parts;
    const standing = new Map<string, number>();
    for await (const { id, record } of claims.recorded()) standing.set(id, record.revision);
    const show = async (ids: readonly string[]): Promise<ReadonlyMap<string, Shown<ClaimFigure>>> => {
      const shown = await claims.views(department, ids);
      return new Map(
        shown.map((view) => [
          view.file.claim.statement.id,
          { revision: view.record.revision, view: claimFigure(view) },
        ]),
      );
    };
    return remembered(this.#claims, department, show).all(standing);
  }
}

/** What a department was shown so far. */
function remembered<View>(
  known: Map<string, Remembered<View>>,
  department: string,
  read: ConstructorParameters<typeof Remembered<View>>[0],
): Remembered<View> {
  const found = known.get(department) ?? new Remembered(read);
  known.set(department, found);
  return found;
}
