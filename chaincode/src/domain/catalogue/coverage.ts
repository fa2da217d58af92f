import type { DepartmentCoverage } from '../schemas/catalogue-answers.js';
import type { Instant } from '../time/index.js';
import type { InCharge, StandingLists } from './consistency.js';
import { isCovered, isOverdue } from './consistency.js';

type Coverage = Omit<DepartmentCoverage, 'department'>;
type Counts = { -readonly [Name in Exclude<keyof Coverage, 'coverage' | 'shareRate'>]: number };

const NONE: Counts = {
  responsibilities: 0,
  covered: 0,
  overdue: 0,
  resources: 0,
  unconditional: 0,
  conditional: 0,
  keptBack: 0,
  open: 0,
  demanded: 0,
  demands: 0,
  negatives: 0,
};

/** Hundredths of a percent, rounded down: nothing counts as whole before it is. */
const RATE = 10000;

const rateOf = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.floor((part * RATE) / whole);

function withRates(counts: Counts): Coverage {
  const coverage = rateOf(counts.covered, counts.responsibilities);
  const shareRate = rateOf(counts.unconditional + counts.conditional, counts.resources);
  return {
    ...counts,
    ...(coverage !== undefined && { coverage }),
    ...(shareRate !== undefined && { shareRate }),
  };
}

const SHARED = { unconditional: 'unconditional', conditional: 'conditional', none: 'keptBack' } as const;

/** One department's counts beside everyone's. */
class Tally {
  readonly #total: Counts = { ...NONE };
  readonly #departments = new Map<string, Counts>();
  readonly #inCharge: InCharge;

  constructor(inCharge: InCharge) {
    this.#inCharge = inCharge;
  }

  add(department: string, name: keyof Counts): void {
    const code = this.#inCharge(department);
    const counts = this.#departments.get(code) ?? { ...NONE };
    this.#departments.set(code, counts);
    counts[name] += 1;
    this.#total[name] += 1;
  }

  get total(): Coverage {
    return withRates(this.#total);
  }

  get departments(): readonly DepartmentCoverage[] {
    return [...this.#departments]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([department, counts]) => ({ department, ...withRates(counts) }));
  }
}

function tallyResponsibilities(tally: Tally, lists: StandingLists, inCharge: InCharge, at: Instant): void {
  for (const entry of lists.responsibilities) {
    tally.add(entry.department, 'responsibilities');
    if (isCovered(entry, lists, inCharge)) tally.add(entry.department, 'covered');
    else if (isOverdue(entry, at)) tally.add(entry.department, 'overdue');
  }
}

function tallyResources(tally: Tally, { resources }: StandingLists): void {
  for (const { provider, share, open } of resources) {
    tally.add(provider, 'resources');
    tally.add(provider, SHARED[share]);
    if (open) tally.add(provider, 'open');
  }
}

function tallyDemands(tally: Tally, { demands, byCode }: StandingLists): void {
  for (const { department, resource } of demands) {
    tally.add(department, 'demands');
    const provider = byCode.get(resource)?.provider;
    if (provider !== undefined) tally.add(provider, 'demanded');
  }
}

/** How far the catalogue covers what departments owe, and how much of it they share: each department's, and all. */
export function coverageOf(
  lists: StandingLists,
  inCharge: InCharge,
  at: Instant,
): { readonly total: Coverage; readonly departments: readonly DepartmentCoverage[] } {
  const tally = new Tally(inCharge);
  tallyResponsibilities(tally, lists, inCharge, at);
  tallyResources(tally, lists);
  tallyDemands(tally, lists);
  for (const { department } of lists.negatives) tally.add(department, 'negatives');
  return { total: tally.total, departments: tally.departments };
}
