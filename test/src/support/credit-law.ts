import { createHash } from 'node:crypto';

/**
 * The law once more, from its text and by days instead of instants, with nothing of the product's: what the domain decides
 * is compared with it. Sources: 国家发展改革委令第58号 (2023-05-01 to 2026-03-31), 信用修复管理办法 (since 2026-04-01).
 */
export interface LawEntry {
  readonly category: string;
  readonly source: string;
  readonly document: string;
  readonly state: string;
  readonly facts: {
    readonly decidedAt: string;
    readonly severity?: string;
    readonly sector?: string;
    readonly until?: string;
  };
}

/** `last`: the last day of publication; `first`: the first day on which repair may be asked for. */
interface Terms {
  readonly shown: boolean;
  readonly last: string;
  readonly first: string;
}

const NEVER = '9999-12-31';
const CHANGE = '2026-04-01';
const FIVE_FIELDS = ['food', 'drug', 'specialEquipment', 'workSafety', 'fire'];

const dateText = (date: Date): string => date.toISOString().slice(0, 10);
const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);

export function nextDay(day: string): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + 1);
  return dateText(date);
}

/** The day of the same number so many months on, or that month's last. */
export function monthsAfter(day: string, months: number): string {
  const date = utc(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, lastOfMonth));
  return dateText(date);
}

/** The last moment of a day at +08:00, in seconds. */
export const lastMomentOf = (day: string): number => Date.parse(`${day}T23:59:59+08:00`) / 1000;

const within = (decided: string, shortest: number, longest: number): Terms => ({
  shown: true,
  last: monthsAfter(decided, longest),
  first: nextDay(monthsAfter(decided, shortest)),
});

/** Lists and courts have their own terms under both measures. */
function listTerms({ category, facts: { decidedAt } }: LawEntry): Terms | undefined {
  if (category === 'judicial') return { shown: true, last: NEVER, first: NEVER };
  if (category === 'abnormalOperation') return { shown: true, last: NEVER, first: decidedAt };
  return category === 'seriousDishonesty' ? within(decidedAt, 12, 36) : undefined;
}

function terms2023({ facts: { decidedAt, severity, sector } }: LawEntry): Terms {
  if (severity === 'minor') return { shown: false, last: NEVER, first: decidedAt };
  return sector !== undefined && FIVE_FIELDS.includes(sector)
    ? within(decidedAt, 12, 36)
    : within(decidedAt, 3, 36);
}

function terms2026({ facts: { decidedAt, severity, until } }: LawEntry): Terms {
  if (severity === 'minor') {
    return { shown: until !== undefined, last: monthsAfter(decidedAt, 3), first: decidedAt };
  }
  return severity === 'general' ? within(decidedAt, 3, 12) : within(decidedAt, 12, 36);
}

const sooner = (a: string, b: string): string => (a < b ? a : b);

/** What holds of an entry on a day: of one decided before the change, from then on, the milder of both. */
function termsOn(entry: LawEntry, day: string): Terms {
  const own = listTerms(entry);
  if (own !== undefined) return own;
  if (day < CHANGE) return terms2023(entry);
  const present = terms2026(entry);
  if (entry.facts.decidedAt >= CHANGE) return present;
  const former = terms2023(entry);
  return {
    shown: former.shown && present.shown,
    last: sooner(former.last, present.last),
    first: sooner(former.first, present.first),
  };
}

export function isPublished(entry: LawEntry, day: string): boolean {
  const { facts, state } = entry;
  if (state === 'annulled' || state === 'repaired') return false;
  if (facts.until !== undefined && day > facts.until) return false;
  if (facts.severity === undefined) return true;
  const { shown, last } = termsOn(entry, day);
  return shown && day <= last;
}

export const mayBeRepaired = (entry: LawEntry, day: string): boolean => day >= termsOn(entry, day).first;

// ── the model, as docs/credit.md tells it ──────────────────────────────────────────────────────────────────────

type Weight = readonly [points: number, most: number];

function weightOf({ category, facts: { severity } }: LawEntry, day: string): Weight | undefined {
  if (severity === undefined) return FAVOURABLE[category];
  if (category !== 'penalty') return ADVERSE[category];
  if (severity === 'serious') return [-120, 400];
  if (severity === 'minor') return [-10, 50];
  return [day < CHANGE ? -60 : -50, 250];
}

const FAVOURABLE: Readonly<Record<string, Weight>> = {
  honour: [40, 80],
  reward: [20, 40],
  commitment: [10, 40],
  contract: [10, 40],
  permit: [5, 20],
};
const MINOR_MATTERS: Weight = [-20, 100];
const PROMISES: Weight = [-40, 160];
const ADVERSE: Readonly<Record<string, Weight>> = {
  seriousDishonesty: [-500, 500],
  abnormalOperation: [-150, 150],
  judicial: [-80, 320],
  coercion: MINOR_MATTERS,
  levy: MINOR_MATTERS,
  ruling: MINOR_MATTERS,
  inspection: MINOR_MATTERS,
  contract: PROMISES,
  commitment: PROMISES,
  rating: PROMISES,
};

/** Entries of one pot share a limit. */
function potOf(entry: LawEntry): string {
  const { category, facts } = entry;
  if (facts.severity === undefined) return `+${category}`;
  if (category === 'penalty') return `-${category}-${facts.severity}`;
  if (ADVERSE[category] === MINOR_MATTERS) return '-minor matters';
  return ADVERSE[category] === PROMISES ? '-promises' : `-${category}`;
}

function percentLeft(decided: string, day: string): number {
  if (day <= monthsAfter(decided, 12)) return 100;
  if (day <= monthsAfter(decided, 24)) return 60;
  return day <= monthsAfter(decided, 36) ? 30 : 0;
}

export interface LawGrade {
  readonly grade: string;
  readonly score: number;
  /** The keys of the entries that counted, in order. */
  readonly counted: readonly string[];
  readonly root: string;
}

type LawRecord = ReadonlyMap<string, LawEntry>;

const given = ({ facts, state }: LawEntry, points: number, day: string): number =>
  Math.trunc((points * percentLeft(facts.decidedAt, day)) / 100 / (state === 'disputed' ? 2 : 1));

function scoreBy(record: LawRecord, counted: readonly string[], day: string): number {
  const pots = new Map<string, { sum: number; most: number }>();
  for (const key of counted) {
    const entry = record.get(key)!;
    const [points, most] = weightOf(entry, day)!;
    const pot = potOf(entry);
    pots.set(pot, { sum: (pots.get(pot)?.sum ?? 0) + given(entry, points, day), most });
  }
  let score = 750;
  for (const { sum, most } of pots.values()) score += Math.sign(sum) * Math.min(Math.abs(sum), most);
  return Math.min(1000, Math.max(0, score));
}

const STEPS = [
  [800, 'A'],
  [700, 'B'],
  [550, 'C'],
  [0, 'D'],
] as const;

function gradeBy(score: number, categories: ReadonlySet<string>): string {
  const reached = STEPS.find(([from]) => score >= from)![1];
  if (categories.has('seriousDishonesty')) return 'D';
  return categories.has('abnormalOperation') && reached < 'C' ? 'C' : reached;
}

/** The grade of what an enterprise's record held on a day, each entry with the key it stands under. */
export function gradeByLaw(record: LawRecord, day: string): LawGrade {
  const counted = [...record]
    .filter(([, entry]) => weightOf(entry, day) !== undefined && isPublished(entry, day))
    .map(([key]) => key)
    .sort();
  const score = scoreBy(record, counted, day);
  const grade = gradeBy(score, new Set(counted.map((key) => record.get(key)!.category)));
  return { grade, score, counted, root: rootOver(counted.map((key) => leafOf(key, record.get(key)!))) };
}

const sortedJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${sortedJson(each)}`).join(',')}}`;
};

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const leafOf = (key: string, { category, source, document, facts, state }: LawEntry): Buffer =>
  sha256('\0', sortedJson([key, category, source, document, facts, state]));

/** RFC 6962 §2.1, as it is written there: split at the largest power of two below the number of leaves. */
function treeOver(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256('\u0001', treeOver(leaves.slice(0, split)), treeOver(leaves.slice(split)));
}

const rootOver = (leaves: readonly Buffer[]): string => treeOver(leaves).toString('base64url');
