import { expect } from 'chai';
import {
  endOfDate,
  publicationOf,
  readRules,
  repairDue,
  reportDue,
  requireNoOverlap,
  requireRuleBody,
  requireShown,
  rulesAt,
  startOfDate,
  type CreditEntry,
  type EntryFacts,
  type EntryTransition,
  type JsonObject,
  type Publication,
  type PublicationReason,
  type PublicationSets,
} from '@hanlian/chaincode/domain';
import { CALENDARS } from '@hanlian/gateway/seed/calendars';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';
import { refusalOf } from '../../../support/refusal.js';

const DIGEST = 'A'.repeat(43);
const bodyOf = (name: string): JsonObject => CREDIT_RULE_SETS.find((set) => set.name === name)!.body;
const publicationSets = CREDIT_RULE_SETS.filter(({ name }) => name === 'credit-publication')
  .map((set) => readRules('credit-publication', set))
  .reverse();
const repairSet = readRules('credit-repair', { since: 0, body: bodyOf('credit-repair') });

const entry = (facts: Partial<EntryFacts>, more: Partial<CreditEntry> = {}): CreditEntry => ({
  v: 1,
  category: 'penalty',
  source: '11100000000013127D',
  document: '一号',
  facts: { decidedAt: '2026-05-20', severity: 'general', root: DIGEST, sm3Root: DIGEST, ...facts },
  state: 'standing',
  link: 0,
  published: { at: startOfDate('2023-06-01'), intent: 'A'.repeat(22), tx: DIGEST, person: 'OFFICER1' },
  ...more,
});

describe('credit rule sets', () => {
  it('of the sample city are read as what their names say', () => {
    for (const { name, body } of CREDIT_RULE_SETS) requireRuleBody(name, body);
    requireRuleBody('share-days', { anything: 1 });
  });

  const terms = (change: (terms: JsonObject[]) => unknown[]): JsonObject =>
    ({
      ...bodyOf('credit-publication'),
      terms: change(bodyOf('credit-publication')['terms'] as JsonObject[]),
    }) as JsonObject;
  const model = (change: JsonObject): JsonObject => ({ ...bodyOf('credit-model'), ...change });

  const malformed: readonly [string, string, JsonObject, string, string][] = [
    [
      'whose last term leaves entries out',
      'credit-publication',
      terms((all) => all.slice(0, -1)),
      'RULES_MALFORMED',
      'body.terms[4].when',
    ],
    [
      'with two terms about the same entries',
      'credit-publication',
      terms((all) => [all[0], ...all]),
      'RULES_OVERLAP',
      'body.terms[1].when',
    ],
    [
      'whose longest period is shorter than the shortest',
      'credit-publication',
      terms((all) => [...all.slice(0, -1), { ...all.at(-1), minMonths: 40 }]),
      'RULES_MALFORMED',
      'body.terms[5].maxMonths',
    ],
    ['with no terms', 'credit-publication', { older: 'milder', terms: [] }, 'FIELD_INVALID', 'terms'],
    [
      'whose grades do not descend',
      'credit-model',
      model({
        grades: [
          { grade: 'A', from: 100 },
          { grade: 'B', from: 100 },
        ],
      }),
      'RULES_MALFORMED',
      'body.grades',
    ],
    [
      'whose last grade does not begin at 0',
      'credit-model',
      model({ grades: [{ grade: 'A', from: 100 }] }),
      'RULES_MALFORMED',
      'body.grades',
    ],
    [
      'whose ages do not rise',
      'credit-model',
      model({
        ages: [
          { months: 12, percent: 100 },
          { months: 12, percent: 50 },
        ],
      }),
      'RULES_MALFORMED',
      'body.ages',
    ],
    ['for another name', 'credit-duty', bodyOf('credit-repair'), 'FIELD_MISSING', 'reportWorkingDays'],
  ];
  for (const [what, name, body, code, field] of malformed) {
    it(`${what} are refused where they are wrong`, () => {
      const refused = refusalOf(() => {
        requireRuleBody(name, body);
      });
      expect([refused.code, refused.details.field]).to.deep.equal([code, field]);
    });
  }

  it('never begin in the past behind one in force, and may add what was in force before all others', () => {
    const now = 1_000_000;
    const overlap = refusalOf(() => {
      requireNoOverlap(now - 1000, [{ since: now - 5000 }], now);
    });
    expect([overlap.code, overlap.details.expected]).to.deep.equal(['RULES_OVERLAP', now - 5000]);
    requireNoOverlap(now - 900, [{ since: now - 5000 }], now);
    requireNoOverlap(now + 1, [{ since: now - 5000 }], now);
    requireNoOverlap(now - 9000, [{ since: now - 5000 }], now);
    requireNoOverlap(now - 9000, [], now);
  });

  it('of a day are those last begun; before the first, the first; without any, none is guessed', () => {
    const sinceAt = (date: string): number =>
      rulesAt('credit-publication', publicationSets, startOfDate(date)).since;
    expect(sinceAt('2026-03-31')).to.equal(startOfDate('2023-05-01'));
    expect(sinceAt('2026-04-01')).to.equal(startOfDate('2026-04-01'));
    expect(sinceAt('2019-01-01')).to.equal(startOfDate('2023-05-01'));
    const missing = refusalOf(() => rulesAt('credit-publication', [], 0));
    expect([missing.code, missing.details.expected]).to.deep.equal(['RULES_MISSING', 'credit-publication']);
  });
});

describe('publication of credit entries', () => {
  const on = (facts: Partial<EntryFacts>, at: number, more: Partial<CreditEntry> = {}): Publication =>
    publicationOf(entry(facts, more), publicationSets, at);
  const shown = (facts: Partial<EntryFacts>, date: string): boolean => on(facts, startOfDate(date)).shown;

  it('of a general penalty since 2026 ends by itself after a year, and may be repaired after three months', () => {
    const { until, repairableFrom, rule } = on({}, startOfDate('2026-06-01'));
    expect([until, repairableFrom]).to.deep.equal([endOfDate('2027-05-20'), endOfDate('2026-08-20')]);
    expect(rule).to.include({ name: 'credit-publication', clause: '一般：最短三个月，最长一年' });
    expect([shown({}, '2027-05-20'), shown({}, '2027-05-21')]).to.deep.equal([true, false]);
  });

  it('of a serious one ends after three years, and may be repaired after one', () => {
    const { until, repairableFrom } = on({ severity: 'serious' }, startOfDate('2026-06-01'));
    expect([until, repairableFrom]).to.deep.equal([endOfDate('2029-05-20'), endOfDate('2027-05-20')]);
  });

  it('of a minor one there is none, unless the source states an end, and then for three months at most', () => {
    const minor = { severity: 'minor' } as const;
    expect(on(minor, startOfDate('2026-06-01'))).to.include({ shown: false, reason: 'withheld' });
    const asked = on({ ...minor, until: '2027-05-20' }, startOfDate('2026-06-01'));
    expect(asked).to.include({
      shown: true,
      until: endOfDate('2026-08-20'),
      repairableFrom: startOfDate('2026-05-20'),
    });
    expect(on({ ...minor, until: '2026-06-20' }, startOfDate('2026-06-01')).until).to.equal(
      endOfDate('2026-06-20'),
    );
  });

  it('under the measures of 2023 lasted three years, and in the five fields could be repaired after one only', () => {
    const before = startOfDate('2026-03-31');
    const general = on({ decidedAt: '2024-01-31' }, before);
    expect([general.until, general.repairableFrom]).to.deep.equal([
      endOfDate('2027-01-31'),
      endOfDate('2024-04-30'),
    ]);
    const food = on({ decidedAt: '2024-01-31', sector: 'food' }, before);
    expect([food.until, food.repairableFrom]).to.deep.equal([
      endOfDate('2027-01-31'),
      endOfDate('2025-01-31'),
    ]);
    expect(on({ decidedAt: '2024-01-31', severity: 'minor', until: '2027-01-31' }, before).reason).to.equal(
      'withheld',
    );
  });

  it('of entries decided before 2026-04-01 follows the milder of both measures from that day on', () => {
    const facts = { decidedAt: '2025-03-31', sector: 'fire' } as const;
    const change = startOfDate('2026-04-01');
    expect(on(facts, change - 1)).to.include({ shown: true, until: endOfDate('2028-03-31') });
    expect(on(facts, change)).to.include({ shown: false, reason: 'ended', until: endOfDate('2026-03-31') });
    expect(on(facts, change).rule?.since).to.equal(change);
    expect(on(facts, change).repairableFrom).to.equal(endOfDate('2025-06-30'));
    const serious = on({ decidedAt: '2025-03-31', severity: 'serious' }, change);
    expect([serious.until, serious.repairableFrom]).to.deep.equal([
      endOfDate('2028-03-31'),
      endOfDate('2025-06-30'),
    ]);
    expect(serious.rule?.since).to.equal(startOfDate('2023-05-01'));
  });

  it('of older entries follows what the set in force says of them', () => {
    const with2026 = (older: string): PublicationSets => {
      const [first, second] = publicationSets;
      return [first!, { ...second!, body: { ...second!.body, older: older as 'decision' } }];
    };
    const old = entry({ decidedAt: '2025-03-31' });
    const untilBy = (older: string): number | undefined =>
      publicationOf(old, with2026(older), startOfDate('2026-04-01')).until;
    expect(untilBy('decision')).to.equal(endOfDate('2028-03-31'));
    expect(untilBy('current')).to.equal(endOfDate('2026-03-31'));
    const withheldNow = with2026('milder').map((set) => ({
      ...set,
      body: {
        ...set.body,
        terms: set.body.terms.map((term) => ({
          ...term,
          shown: set.since > startOfDate('2026-01-01') ? ('never' as const) : term.shown,
        })),
      },
    }));
    expect(publicationOf(old, withheldNow, startOfDate('2026-04-01'))).to.include({ reason: 'withheld' });
    expect(publicationOf(old, withheldNow, startOfDate('2026-04-01')).rule?.since).to.equal(
      startOfDate('2026-04-01'),
    );
  });

  it('has no end where the law sets none, and no repair where it knows none', () => {
    const judged = on({}, startOfDate('2040-01-01'), { category: 'judicial' });
    expect(judged).to.include({ shown: true });
    expect([judged.until, judged.repairableFrom]).to.deep.equal([undefined, undefined]);
  });

  it('of what speaks against nobody lasts as long as its source says, by no rule', () => {
    const permit = (until?: string): Publication => {
      const said = {
        decidedAt: '2026-05-20',
        root: DIGEST,
        sm3Root: DIGEST,
        ...(until !== undefined && { until }),
      };
      return publicationOf(entry({}, { category: 'permit', facts: said }), [], startOfDate('2026-06-01'));
    };
    expect(permit()).to.deep.equal({ shown: true, reason: 'published', from: startOfDate('2023-06-01') });
    expect(permit('2026-05-31')).to.include({
      shown: false,
      reason: 'ended',
      until: endOfDate('2026-05-31'),
    });
  });

  it('is refused for a release by what ended it', () => {
    const refused = (reason: PublicationReason): string =>
      refusalOf(() => {
        requireShown({ shown: false, reason, from: 0 });
      }).code;
    expect((['repaired', 'annulled', 'ended', 'withheld', 'notYet'] as const).map(refused)).to.deep.equal([
      'ENTRY_REPAIRED',
      'ENTRY_ANNULLED',
      'ENTRY_NOT_PUBLISHED',
      'ENTRY_NOT_PUBLISHED',
      'ENTRY_NOT_PUBLISHED',
    ]);
    requireShown({ shown: true, reason: 'disputed', from: 0 });
    requireShown({ shown: true, reason: 'published', from: 0 });
    const { details } = refusalOf(() => {
      requireShown(on({ severity: 'minor' }, startOfDate('2026-06-01')));
    });
    expect(details['rule']).to.include({ name: 'credit-publication' });
  });
});

describe('days of the procedure', () => {
  const at = startOfDate('2026-09-23');
  const step = (more: Partial<EntryTransition>): EntryTransition[] => [
    { operation: 'applyRepair', at, ...more } as EntryTransition,
  ];

  it('for reporting a decision are counted on the working calendar', () => {
    const duty = readRules('credit-duty', { since: 0, body: bodyOf('credit-duty') });
    // After Wednesday 2026-09-23: 24, 28, 29, 30, 8, 9 and the worked Saturday 2026-10-10; 25 to 27 and 1 to 7 are off.
    expect(reportDue('2026-09-23', duty, CALENDARS)).to.equal('2026-10-10');
  });

  it('run for the step of a repair that is under way', () => {
    expect(repairDue(undefined, repairSet, CALENDARS)).to.equal(undefined);
    expect(repairDue(step({}), repairSet, CALENDARS)).to.equal('2026-09-28');
    expect(
      repairDue(step({ operation: 'acceptRepair', decision: 'accepted' }), repairSet, CALENDARS),
    ).to.equal('2026-10-14');
    expect(
      repairDue(step({ operation: 'acceptRepair', decision: 'refused' }), repairSet, CALENDARS),
    ).to.equal(undefined);
  });
});
