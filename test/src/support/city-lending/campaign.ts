import { dateOfInstant, reconcileSubsidy, type Programme } from '@hanlian/chaincode/domain';
import { clerkOf } from '../contracts/sharing.js';
import { FINANCE } from '../contracts/loans.js';
import type { Course } from '../races/race.js';
import { Lives, type Lent } from './life.js';
import { Office, type Claimed, type Decided } from './office.js';
import { Parties, PROGRAMME, WIDTH } from './parties.js';
import { planOf, type Plan } from './plan.js';
import { exportedIn, exportRecords } from './records.js';
import { recompute, type Recomputed } from './recompute.js';
import { inParallel, Sender } from './sender.js';

/** How long a part of the campaign took, of what, and with how much of the processor. */
export interface Part {
  readonly name: 'registering' | 'lending' | 'claiming' | 'deciding' | 'exporting' | 'recomputing';
  readonly count: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export interface Campaign {
  readonly plan: Plan;
  readonly parts: readonly Part[];
  readonly transactions: number;
  /** Transactions that another of the block came before, and were endorsed anew. */
  readonly raced: number;
  readonly recomputed: Recomputed;
  /** What the product's own reconciliation makes of the same books. */
  readonly books: ReturnType<typeof reconcileSubsidy>;
  /** Pairs for one thing of which not exactly one was refused. */
  readonly missed: number;
  /** Refused claims that are of no such pair. */
  readonly wronglyRefused: number;
}

export interface CampaignOptions extends Pick<Plan, 'banks' | 'enterprises' | 'seed'> {
  /** Where the records are exported to. */
  readonly file: string;
  readonly hear?: (part: string, done: number, all: number) => void;
}

/** Lends and subsidises as a city does: through the contracts, and then recomputed from what they answer. */
export async function campaign(
  course: Course,
  { file, hear = () => undefined, ...size }: CampaignOptions,
): Promise<Campaign> {
  const today = dateOfInstant(Math.floor(Date.now() / 1000));
  const month = today.slice(0, 'YYYY-MM'.length);
  const plan = planOf(size, today);
  const parts: Part[] = [];
  const timed = async <T>(name: Part['name'], count: number, work: () => Promise<T>): Promise<T> => {
    const [began, used] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(used);
    parts.push({
      name,
      count,
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: (user + system) / 1e6,
    });
    return result;
  };
  const each = async <T, R>(
    name: string,
    items: readonly T[],
    work: (item: T) => Promise<R>,
  ): Promise<R[]> => {
    const results: R[] = [];
    let done = 0;
    await inParallel(WIDTH, items.entries(), async ([i, item]) => {
      results[i] = await work(item);
      done++;
      if (done % 1000 === 0) hear(name, done, items.length);
    });
    return results;
  };

  const parties = await timed('registering', plan.enterprises, () => Parties.found(course, plan));
  const sender = new Sender(course);
  const lives = await Lives.open(parties, sender);
  const lent: Lent[] = await timed('lending', plan.loans.length, () =>
    each('loans', plan.loans, (loan) => lives.lead(loan)),
  );
  const office = await Office.open(parties, sender, await programmeIn(parties), month);
  const claims: Claimed[] = await timed('claiming', lent.length, () =>
    each('claims', lent, (loan) => office.claim(loan)),
  );
  const decided = await timed('deciding', claims.length, () => decideAll(office, parties, claims));
  await timed('exporting', claims.length, () => exportRecords(file, parties, claims, month));
  const recomputed = await timed('recomputing', claims.length, () => recompute(exportedIn(file)));
  return {
    plan,
    parts,
    transactions: sender.sent,
    raced: sender.raced,
    recomputed,
    books: await booksIn(file),
    ...judged(plan, claims, decided),
  };
}

async function programmeIn(parties: Parties): Promise<Programme> {
  const request = { v: 1, id: PROGRAMME };
  const { answer } = await parties.sharing.city.as<{ editions: Programme[] }>(
    clerkOf(FINANCE),
    'subsidy:getProgramme',
    request,
  );
  return answer.editions[0]!;
}

/** All banks at once: claims for one thing meet in one block. */
async function decideAll(office: Office, parties: Parties, claims: readonly Claimed[]): Promise<Decided> {
  const ofBank = Map.groupBy(claims, ({ lent }) => lent.bank);
  const decided = await Promise.all(parties.banks.map((bank) => office.decide(bank, ofBank.get(bank) ?? [])));
  return {
    paid: decided.flatMap(({ paid }) => paid),
    refused: decided.flatMap(({ refused }) => refused),
  };
}

/** Of each planted pair one claim was refused, and no other claim was. */
function judged(
  { doubles }: Plan,
  claims: readonly Claimed[],
  { refused }: Decided,
): { missed: number; wronglyRefused: number } {
  const gone = new Set(refused);
  const ofPair = doubles.map((pair) => pair.map((n) => claims[n]!).filter((claim) => gone.has(claim)));
  const found = ofPair.filter(({ length }) => length === 1).length;
  return { missed: doubles.length - found, wronglyRefused: refused.length - ofPair.flat().length };
}

/** The product's own totals over the exported records. */
async function booksIn(file: string): Promise<ReturnType<typeof reconcileSubsidy>> {
  const books = { budget: '0', allocated: '0', tranches: [] as object[], claims: [] as object[] };
  for await (const line of exportedIn(file)) {
    if ('programme' in line) books.budget = line.programme.editions[0]!.budget;
    if ('budget' in line) books.allocated = line.budget.file.allocated;
    if ('tranche' in line) books.tranches.push(line.tranche);
    if ('claim' in line) books.claims.push(line.claim);
  }
  return reconcileSubsidy(books as never);
}
