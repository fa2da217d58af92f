import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  gradeOn,
  publicationOf,
  readRules,
  type CreditEntry,
  type RuleName,
  type EntriesAnswer,
  type Evaluation,
  type GradeAnswer,
  type RulesInForce,
} from '@hanlian/chaincode/domain';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';
import { Choices } from '@hanlian/gateway/seed/generate';
import {
  gradeByLaw,
  isPublished,
  lastMomentOf,
  mayBeRepaired,
  monthsAfter,
  nextDay,
  type LawEntry,
} from '../../support/credit-law.js';
import { CreditYears } from '../../support/credit-years.js';
import { newFolder, removeFolder } from '../../support/folders.js';

const ENTERPRISES = 1000;
const FIRST = '2024-04-20';
const MONTHS = 36;

/** One write of a key as its block holds it. */
interface Written {
  readonly at: number;
  readonly value: unknown;
}

/** What the blocks say was written to each key, in order. */
async function writesIn(ledger: Ledger): Promise<ReadonlyMap<string, readonly Written[]>> {
  const writes = new Map<string, Written[]>();
  for (let number = 0; number < (await ledger.height()); number++) {
    for (const { code, timestamp, writes: made } of (await ledger.block(number))!.transactions) {
      if (code !== 'VALID') continue;
      for (const { key, value } of made) {
        const before = writes.get(key) ?? [];
        before.push({ at: Date.parse(timestamp) / 1000, value: JSON.parse(Buffer.from(value!).toString()) });
        writes.set(key, before);
      }
    }
  }
  return writes;
}

const rulesOf = <Name extends RuleName>(wanted: Name): RulesInForce<Name>[] =>
  CREDIT_RULE_SETS.filter(({ name }) => name === wanted)
    .map((set) => readRules(wanted, set))
    .reverse();

describe('a thousand enterprises over three years, on both sides of 2026-04-01', function () {
  this.timeout(2 * 60_000);
  let folder: string;
  let years: CreditYears;
  let writes: ReadonlyMap<string, readonly Written[]>;
  let bySubject: ReadonlyMap<string, readonly string[]>;
  const draw = new Choices(1);
  const last = monthsAfter('2024-05-01', MONTHS);
  const days: string[] = [];

  /** What a key held at the end of a day, by the blocks alone. */
  const asOf = (key: string, day: string): unknown =>
    writes.get(key)?.findLast(({ at }) => at <= lastMomentOf(day))?.value;
  const entryAsOf = (key: string, day: string): LawEntry | undefined =>
    asOf(key, day) as LawEntry | undefined;
  const someDay = (): string => days[draw.below(days.length)]!;
  const entryKeys = (subject: string): readonly string[] => bySubject.get(subject) ?? [];

  /** An enterprise's record at the end of a day: its own entries, and those of whom it had taken over. */
  function recordOf(subject: string, day: string): Map<string, LawEntry> {
    const record = new Map<string, LawEntry>();
    for (const key of entryKeys(subject)) {
      const entry = entryAsOf(key, day);
      if (entry !== undefined) record.set(key, entry);
    }
    const { predecessors = [] } = (asOf(`entries~${subject}`, day) ?? {}) as { predecessors?: string[] };
    for (const code of predecessors) for (const [key, entry] of recordOf(code, day)) record.set(key, entry);
    return record;
  }

  before(async function () {
    this.timeout(10 * 60_000);
    for (let day = FIRST; day <= last; day = nextDay(day)) days.push(day);
    folder = await newFolder();
    years = await CreditYears.open(folder, FIRST, ENTERPRISES);
    await years.live(MONTHS, '2024-05-01');
    writes = await writesIn(years.ledger);
    const entries = [...writes.keys()].filter((key) => key.startsWith('entry~'));
    bySubject = Map.groupBy(entries, (key) => key.split('~')[1]!);
  });

  after(async () => {
    await years.close();
    await removeFolder(folder);
  });

  it('publishes on any day exactly the entries the law publishes', () => {
    const sets = rulesOf('credit-publication');
    const entries = [...writes.keys()].filter((key) => key.startsWith('entry~'));
    expect(entries.length).to.be.greaterThan(4 * ENTERPRISES);
    const wanted = ['2026-03-31', '2026-04-01', '2026-04-02', last, ...Array.from({ length: 60 }, someDay)];
    for (const day of wanted) {
      const byProduct = entries.filter((key) => {
        const record = writes.get(key)!.at(-1)!.value as CreditEntry;
        return publicationOf(record, sets, lastMomentOf(day)).shown;
      });
      const byLaw = entries.filter((key) => {
        const entry = entryAsOf(key, day);
        return entry !== undefined && isPublished(entry, day);
      });
      expect(byProduct, day).to.deep.equal(byLaw);
    }
  });

  it('takes entries off by the change of the rules alone, and keeps others on', () => {
    const shownOn = (day: string): Set<string> =>
      new Set(
        [...writes.keys()].filter((key) => {
          const entry = key.startsWith('entry~') ? entryAsOf(key, '2026-03-30') : undefined;
          return entry !== undefined && isPublished(entry, day);
        }),
      );
    const before = shownOn('2026-03-31');
    const since = shownOn('2026-04-01');
    expect(before.difference(since).size).to.be.greaterThan(100);
    expect(before.intersection(since).size).to.be.greaterThan(1000);
  });

  it('gives every enterprise on any day the grade, score and root that the law and the model give', () => {
    const rules = { publication: rulesOf('credit-publication'), model: rulesOf('credit-model') };
    const grades = new Set<string>();
    for (const subject of years.subjects) {
      const entries = entryKeys(subject).map((key) => ({
        subject,
        entry: key.split('~')[2]!,
        record: writes.get(key)!.at(-1)!.value as CreditEntry,
      }));
      for (const day of ['2026-03-31', '2026-04-01', ...Array.from({ length: 6 }, someDay)]) {
        const { grade, score, inputs } = gradeOn(nodeHashes, entries, rules, lastMomentOf(day));
        const own = new Map(
          [...recordOf(subject, day)].filter(([key]) => key.startsWith(`entry~${subject}~`)),
        );
        const law = gradeByLaw(own, day);
        expect({ grade, score, root: inputs.root, count: inputs.count }, `${subject} ${day}`).to.deep.equal({
          grade: law.grade,
          score: law.score,
          root: law.root,
          count: law.counted.length,
        });
        grades.add(grade);
      }
    }
    expect([...grades].sort()).to.deep.equal(['A', 'B', 'C', 'D']);
  });

  it('answers so from the contract too, also for an enterprise that took over others', async () => {
    const heir = years.subjects.at(-1)!;
    expect(recordOf(heir, last).size).to.be.greaterThan(recordOf(heir, '2024-05-01').size + 10);
    const asked = [
      ...Array.from({ length: 30 }, () => [heir, someDay()] as const),
      ...Array.from({ length: 60 }, () => [draw.of(years.subjects), someDay()] as const),
    ];
    for (const [subject, day] of asked) {
      const at = lastMomentOf(day);
      const law = gradeByLaw(recordOf(subject, day), day);
      const { grade, score, inputs } = await years.read<GradeAnswer>('gradeAt', { subject, at });
      expect([grade, score, inputs.root], `${subject} ${day}`).to.deep.equal([
        law.grade,
        law.score,
        law.root,
      ]);
      const { sets } = await years.read<EntriesAnswer>('entriesOf', { subject, at });
      const shown = sets
        .flatMap(({ subject: code, entries }) =>
          entries.filter(({ publication }) => publication.shown).map(({ entry }) => `entry~${code}~${entry}`),
        )
        .sort();
      const byLaw = [...recordOf(subject, day)]
        .filter(([, entry]) => isPublished(entry, day))
        .map(([key]) => key);
      expect(shown, `${subject} ${day}`).to.deep.equal(byLaw.sort());
    }
  });

  it('stored at each evaluation the grade of that moment', () => {
    const evaluations = [...writes].filter(([key]) => key.startsWith('grade~'));
    expect(evaluations.length).to.be.greaterThan(100);
    for (const [key, [written]] of evaluations) {
      const subject = key.split('~')[1]!;
      const { grade, score, inputs } = written!.value as Evaluation;
      // Each session ends with its evaluation: nothing else happened that day.
      const day = new Date((written!.at + 8 * 3600) * 1000).toISOString().slice(0, 10);
      const law = gradeByLaw(recordOf(subject, day), day);
      expect([grade, score, inputs.root], key).to.deep.equal([law.grade, law.score, law.root]);
    }
  });

  it('decided each repair as the shortest period of its day does', () => {
    const decided = { accepted: 0, granted: 0, refused: 0 };
    for (const [key, versions] of writes) {
      if (!key.startsWith('entry~')) continue;
      versions.forEach(({ at, value }, i) => {
        const { operation, decision } = (value as CreditEntry).history?.at(-1) ?? {};
        if (operation !== 'acceptRepair' && operation !== 'reviewRepair') return;
        const day = new Date((at + 8 * 3600) * 1000).toISOString().slice(0, 10);
        const may = mayBeRepaired(versions[i - 1]!.value as LawEntry, day);
        expect(decision !== 'refused', `${key} ${day}`).to.equal(may);
        decided[decision as keyof typeof decided] += 1;
      });
    }
    for (const count of Object.values(decided)) expect(count).to.be.greaterThan(10);
  });
});
