import { addDays, addMonths, daysBetween } from '@hanlian/chaincode/domain';
import { drawing, type Draw } from '../fuzz/mutate.js';

/** 110亿 元 of loans, in 分. */
export const LENT = 1_100_000_000_000n;
/** The programme's budget, 10亿 元: what is granted comes near to it and never above. */
export const BUDGET = 100_000_000_000n;

/** A loan's life as it is meant to go, before anyone has signed anything. */
export interface PlannedLoan {
  readonly enterprise: number;
  readonly bank: number;
  readonly amount: bigint;
  /** Yearly, in hundredths of a percent. */
  readonly rate: number;
  readonly from: string;
  readonly until: string;
  /** What goes out, and when: one part, or two. */
  readonly parts: readonly { readonly amount: bigint; readonly date: string }[];
  /** What comes back before the period is over. */
  readonly repaid?: { readonly amount: bigint; readonly date: string };
  readonly collateral?: string;
  readonly industry: string;
  readonly district: string;
}

export interface Plan {
  readonly seed: number;
  readonly banks: number;
  readonly enterprises: number;
  /** Three years that are over. */
  readonly period: { readonly from: string; readonly to: string };
  readonly loans: readonly PlannedLoan[];
  /** Places of two loans whose subsidy is for one thing: to another bank, or of another district. */
  readonly doubles: readonly (readonly [first: number, second: number])[];
}

/** Banks that lend for years; the contract allows as long. */
export const MONTHS = 48;
const INDUSTRIES = ['C1361', 'F5211', 'G5430', 'I6510'];
export const DISTRICTS = ['420102', '420103', '420104', '420105', '420106', '420107', '420111', '420112'];

/** An amount in parts of these weights, to the 分: what does not divide goes to the first ones. */
export function split(total: bigint, weights: readonly number[]): bigint[] {
  const all = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  const parts = weights.map((weight) => (total * BigInt(weight)) / all);
  const left = total - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part, i) => (BigInt(i) < left ? part + 1n : part));
}

/**
 * The city's loans as a seed draws them: one for each enterprise, and for one in a hundred a second one for which a subsidy
 * must not be granted.
 *
 * @param today `YYYY-MM-DD`: the period ends with the month before
 */
export function planOf(
  { banks, enterprises, seed }: Pick<Plan, 'banks' | 'enterprises' | 'seed'>,
  today: string,
): Plan {
  const draw = drawing(seed);
  const thisMonth = `${today.slice(0, 'YYYY-MM'.length)}-01`;
  const period = { from: addMonths(thisMonth, -36), to: addDays(thisMonth, -1) };
  const pairs = Math.max(2, Math.round(enterprises / 100));
  const twins = Array.from({ length: pairs }, (_, i) => Math.floor((i * enterprises) / pairs));
  const owners = [...Array.from({ length: enterprises }, (_, i) => i), ...twins];
  const amounts = split(
    LENT,
    owners.map(() => 500 + draw(1001)),
  );
  const loans = owners.map((enterprise, i) =>
    planned(draw, { enterprise, banks, amount: amounts[i]!, period }),
  );
  twins.forEach((first, i) => {
    loans[enterprises + i] = alike(loans[enterprises + i]!, loans[first]!, i, banks);
  });
  return {
    seed,
    banks,
    enterprises,
    period,
    loans,
    doubles: twins.map((first, i) => [first, enterprises + i]),
  };
}

function planned(
  draw: Draw,
  {
    enterprise,
    banks,
    amount,
    period,
  }: { enterprise: number; banks: number; amount: bigint; period: Plan['period'] },
): PlannedLoan {
  const from = addDays(period.from, draw(45));
  const days = daysBetween(from, period.to);
  const first = draw(5) === 0 ? amount / 3n : amount;
  const rest = { amount: amount - first, date: addDays(from, 30 + draw(60)) };
  const repaid = { amount: first / 5n, date: addDays(from, 120 + draw(days - 150)) };
  const hasCollateral = draw(4) > 0;
  const district = DISTRICTS[draw(DISTRICTS.length)]!;
  return {
    enterprise,
    bank: draw(banks),
    amount,
    rate: 290 + draw(146),
    from,
    until: addMonths(from, MONTHS),
    parts: [{ amount: first, date: from }, ...(rest.amount > 0n ? [rest] : [])],
    ...(draw(10) === 0 && { repaid }),
    ...(hasCollateral && { collateral: `${district}-${enterprise}` }),
    industry: INDUSTRIES[draw(INDUSTRIES.length)]!,
    district,
  };
}

/** A second loan on what the first was given for: by turns at another bank, and in another district. */
function alike(second: PlannedLoan, first: PlannedLoan, turn: number, banks: number): PlannedLoan {
  const { amount, rate, from, until, parts, repaid, industry } = second;
  const { enterprise, collateral } = first;
  const elsewhere = DISTRICTS[(DISTRICTS.indexOf(first.district) + 1) % DISTRICTS.length]!;
  return {
    enterprise,
    amount,
    rate,
    from,
    until,
    parts,
    industry,
    ...(repaid && { repaid }),
    ...(collateral !== undefined && { collateral }),
    bank: turn % 2 === 0 ? (first.bank + 1) % banks : first.bank,
    district: turn % 2 === 0 ? first.district : elsewhere,
  };
}
