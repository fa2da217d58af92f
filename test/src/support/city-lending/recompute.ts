import type { Exported } from './records.js';

/**
 * The programme's figures by other means than the contracts': no code of theirs is called here. Every day of the period is
 * gone through by itself, and who is paid for what is told by plain facts, not by nullifiers.
 */
export interface Recomputed {
  /** In 分, all of them. */
  readonly lent: bigint;
  readonly claimed: bigint;
  readonly granted: bigint;
  readonly paid: bigint;
  readonly refused: bigint;
  /** What no tranche holds when all are closed. */
  readonly left: bigint;
  readonly loans: number;
  readonly claims: number;
  readonly refusals: number;
  /** Whatever the records say otherwise, in words. */
  readonly differences: readonly string[];
}

interface Programme {
  readonly rate: number;
  readonly yearDays: number;
  readonly cap: string;
  readonly budget: string;
}

type LoanFile = Extract<Exported, { loan: unknown }>['loan']['file'];
type Claim = Extract<Exported, { claim: unknown }>['claim'];
type Tranche = Extract<Exported, { tranche: unknown }>['tranche'];

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** Interest on what is owed at the end of each day, from the first to the last, both counted. */
function subsidyByDays(
  { rate, yearDays, cap }: Programme,
  { terms, movements }: LoanFile,
  period: { readonly from: string; readonly to: string },
): bigint {
  const change = new Map<number, bigint>();
  for (const { kind, amount, date } of movements) {
    const signed = kind === 'disbursement' ? BigInt(amount) : -BigInt(amount);
    change.set(dayNumber(date), (change.get(dayNumber(date)) ?? 0n) + signed);
  }
  const [first, last, due] = [period.from, period.to, terms!.until].map(dayNumber) as [
    number,
    number,
    number,
  ];
  const started = [...change].filter(([day]) => day < first);
  let owed = started.reduce((sum, [, amount]) => sum + amount, 0n);
  let owedDays = 0n;
  for (let day = first; day <= last && day < due; day++) {
    owed += change.get(day) ?? 0n;
    owedDays += owed;
  }
  const lower = rate < terms!.rate ? rate : terms!.rate;
  const interest = (owedDays * BigInt(lower)) / BigInt(10_000 * yearDays);
  return interest < BigInt(cap) ? interest : BigInt(cap);
}

const isGranted = ({ record }: Claim): boolean => ['approved', 'paid'].includes(record.state);

/** Adds up one export. */
class Recomputation {
  readonly differences: string[] = [];
  readonly #sums = { lent: 0n, claimed: 0n, granted: 0n, paid: 0n, refused: 0n };
  readonly #loans = new Map<string, LoanFile>();
  readonly #claims: Claim[] = [];
  readonly #tranches: Tranche[] = [];
  readonly #grantedOf = new Map<string, bigint>();
  /** By enterprise, period and collateral: the claim granted for it. */
  readonly #subjects = new Map<string, string>();
  #programme: Programme | undefined;
  #allocated = 0n;

  take(line: Exported): void {
    if ('loan' in line) this.#loans.set(line.loan.file.application.id, line.loan.file);
    else if ('claim' in line) this.#claims.push(line.claim);
    else if ('tranche' in line) this.#tranches.push(line.tranche);
    else if ('budget' in line) this.#allocated = BigInt(line.budget.file.allocated);
    else this.#programme = line.programme.editions[0];
  }

  finish(): Recomputed {
    const programme = this.#programme;
    if (programme === undefined) throw new Error('The export names no programme');
    for (const loan of this.#loans.values()) this.#addLoan(loan);
    for (const claim of this.#claims) this.#addClaim(claim, programme);
    for (const tranche of this.#tranches) this.#checkTranche(tranche);
    const { granted } = this.#sums;
    this.#require(this.#allocated === granted, `the budget says ${this.#allocated}; granted is ${granted}`);
    return {
      ...this.#sums,
      left: BigInt(programme.budget) - granted,
      loans: this.#loans.size,
      claims: this.#claims.length,
      refusals: this.#claims.filter(({ record }) => record.state === 'refused').length,
      differences: this.differences,
    };
  }

  #addLoan({ terms, movements }: LoanFile): void {
    const out = movements.filter(({ kind }) => kind === 'disbursement');
    const total = out.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const { amount } = terms!;
    this.#require(total === BigInt(amount), `${amount} was contracted, ${total} paid out`);
    this.#sums.lent += total;
  }

  #addClaim(claim: Claim, programme: Programme): void {
    const { id, loan: loanId, period, amount: digits } = claim.file.claim.statement;
    const loan = this.#loans.get(loanId);
    if (loan === undefined) throw new Error(`The export lacks the loan of claim ${id}`);
    const amount = BigInt(digits);
    const due = subsidyByDays(programme, loan, period);
    this.#require(due === amount, `claim ${id} is of ${amount}; it comes to ${due}`);
    this.#sums.claimed += amount;
    if (claim.record.state === 'refused') this.#sums.refused += amount;
    if (claim.record.state === 'paid') this.#sums.paid += amount;
    if (!isGranted(claim)) return;
    this.#sums.granted += amount;
    const { pseudonym } = claim.file.tranche!;
    this.#grantedOf.set(pseudonym, (this.#grantedOf.get(pseudonym) ?? 0n) + amount);
    this.#requireOnce([loan.application.enterprise, period.from, loan.terms!.collateral].join(' '), id);
  }

  #requireOnce(subject: string, claim: string): void {
    const other = this.#subjects.get(subject);
    this.#require(other === undefined, `claims ${other} and ${claim} are granted for one thing`);
    this.#subjects.set(subject, claim);
  }

  #checkTranche({ record, file }: Tranche): void {
    const { tranche, amount } = file.opening.statement;
    const name = `tranche ${tranche.pseudonym}`;
    const granted = this.#grantedOf.get(tranche.pseudonym) ?? 0n;
    this.#require(record.state === 'closed', `${name} is open`);
    this.#require(BigInt(file.granted) === granted, `${name} says ${file.granted}; granted is ${granted}`);
    this.#require(granted <= BigInt(amount), `${name} is overspent`);
  }

  #require(holds: boolean, otherwise: string): void {
    if (!holds) this.differences.push(otherwise);
  }
}

/** Recomputes all from an export: nothing is asked of a ledger. */
export async function recompute(records: AsyncIterable<Exported> | Iterable<Exported>): Promise<Recomputed> {
  const recomputation = new Recomputation();
  for await (const line of records) recomputation.take(line);
  return recomputation.finish();
}
