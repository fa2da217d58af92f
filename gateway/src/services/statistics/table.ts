import { fenText, sumOf, type LoanStatistics, type LoanStatisticsQuery } from '@hanlian/chaincode/domain';
import type { Fact, Figure } from './facts.js';

type Row = LoanStatistics['total'];

/** What stands behind one figure of one row. */
interface Cell {
  readonly loans: ReadonlySet<string>;
  readonly amounts: readonly bigint[];
}

const COUNTED = ['applications', 'approvals', 'rejections', 'overdue'] as const;
const ADDED = ['disbursed', 'subsidyApproved', 'subsidyPaid', 'subsidyRecovered'] as const;
const FIGURES: readonly Figure[] = [...COUNTED, ...ADDED, 'decision'];

/** By fewer loans than that, somebody who knows one of them would learn of the others. */
export const LEAST_LOANS = 3;

const keyOf: Readonly<Record<LoanStatisticsQuery['by'], (fact: Fact) => string>> = {
  bank: ({ loan }) => loan.bank,
  industry: ({ loan }) => loan.industry.slice(0, 1),
  district: ({ loan }) => loan.district,
  month: ({ date }) => date.slice(0, 'YYYY-MM'.length),
};

const cellOf = (facts: readonly Fact[]): Cell => ({
  loans: new Set(facts.map(({ loan }) => loan.id)),
  amounts: facts.map(({ amount }) => amount),
});

/**
 * Which of a column's cells are withheld: those that few loans stand behind, and as many of the next smallest as it takes
 * that those withheld are two at least and have enough loans together, so that the total less what is shown tells of none.
 * A loan may stand behind several cells, as one paid out in two months: it counts once.
 *
 * @param loans which stand behind each cell
 */
export function withheld(loans: readonly ReadonlySet<string>[]): readonly boolean[] {
  const filled = loans.map((ids, i) => ({ ids, i })).filter(({ ids }) => ids.size > 0);
  const ascending = filled.toSorted((a, b) => a.ids.size - b.ids.size);
  const small = ascending.filter(({ ids }) => ids.size < LEAST_LOANS).length;
  if (small === 0) return loans.map(() => false);
  let taken = small;
  const together = (): number => new Set(ascending.slice(0, taken).flatMap(({ ids }) => [...ids])).size;
  while (taken < ascending.length && (taken < 2 || together() < LEAST_LOANS)) taken += 1;
  const places = new Set(ascending.slice(0, taken).map(({ i }) => i));
  return loans.map((_, i) => places.has(i));
}

/** The smallest value that so many hundredths of all are not above. */
function quantile(sorted: readonly bigint[], hundredths: number): number | null {
  const value = sorted[Math.ceil((sorted.length * hundredths) / 100) - 1];
  return value === undefined ? null : Number(value);
}

function rowOf(cells: ReadonlyMap<Figure, Cell>, isHidden: (figure: Figure) => boolean): Row {
  const amounts = (figure: Figure): readonly bigint[] | undefined =>
    isHidden(figure) ? undefined : (cells.get(figure)?.amounts ?? []);
  const count = (figure: Figure): number | null => amounts(figure)?.length ?? null;
  const total = (figure: Figure): string | null => {
    const found = amounts(figure);
    return found === undefined ? null : fenText(sumOf(found));
  };
  const taken = (amounts('decision') ?? []).toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return {
    applications: count('applications'),
    approvals: count('approvals'),
    rejections: count('rejections'),
    decisionMedian: quantile(taken, 50),
    decisionP90: quantile(taken, 90),
    disbursed: total('disbursed'),
    overdue: count('overdue'),
    subsidyApproved: total('subsidyApproved'),
    subsidyPaid: total('subsidyPaid'),
    subsidyRecovered: total('subsidyRecovered'),
  };
}

const cellsOf = (facts: readonly Fact[]): ReadonlyMap<Figure, Cell> =>
  new Map([...Map.groupBy(facts, ({ figure }) => figure)].map(([figure, of]) => [figure, cellOf(of)]));

/** The facts of a period as a table; `withholds`: small cells are not shown. */
export function tableOf(
  facts: readonly Fact[],
  { from, until, by }: Pick<LoanStatisticsQuery, 'from' | 'until' | 'by'>,
  withholds: boolean,
): Pick<LoanStatistics, 'total' | 'rows'> {
  const inPeriod = facts.filter(({ date }) => from <= date && date <= until);
  const groups = [...Map.groupBy(inPeriod, keyOf[by])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = groups.map(([key, of]) => ({ key, cells: cellsOf(of) }));
  const all = cellsOf(inPeriod);
  const loansIn = (cells: ReadonlyMap<Figure, Cell>, figure: Figure): ReadonlySet<string> =>
    cells.get(figure)?.loans ?? new Set();
  const hidden = new Map(
    FIGURES.map((figure) => [figure, withheld(rows.map(({ cells }) => loansIn(cells, figure)))]),
  );
  const isHidden = (i: number) => (figure: Figure) => withholds && hidden.get(figure)?.[i] === true;
  const isTotalHidden = (figure: Figure): boolean => {
    const { size } = loansIn(all, figure);
    return withholds && size > 0 && size < LEAST_LOANS;
  };
  return {
    total: rowOf(all, isTotalHidden),
    rows: rows.map(({ key, cells }, i) => ({ key, ...rowOf(cells, isHidden(i)) })),
  };
}
