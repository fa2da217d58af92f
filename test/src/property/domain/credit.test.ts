import { expect } from 'chai';
import fc from 'fast-check';
import {
  dateOfInstant,
  entryAt,
  publicationOf,
  readRules,
  schemas,
  startOfDate,
  type CreditEntry,
  type EntryTransition,
} from '@hanlian/chaincode/domain';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';
import { isPublished, lastMomentOf, mayBeRepaired } from '../../support/credit-law.js';

const DIGEST = 'A'.repeat(43);
const sets = CREDIT_RULE_SETS.filter(({ name }) => name === 'credit-publication')
  .map((set) => readRules('credit-publication', set))
  .reverse();

/** Most days lie about the change of the measures, and about the ends that follow from it. */
const day = fc
  .integer({ min: -1100, max: 1500 })
  .map((days) => dateOfInstant(startOfDate('2026-04-01') + days * 86_400));

const facts = fc.record(
  {
    decidedAt: day,
    severity: fc.constantFrom(...schemas.severity.options),
    sector: fc.constantFrom(...schemas.sector.options),
    until: day,
    root: fc.constant(DIGEST),
    sm3Root: fc.constant(DIGEST),
  },
  { requiredKeys: ['decidedAt', 'severity', 'root', 'sm3Root'] },
);

const entry = (said: CreditEntry['facts'], category: CreditEntry['category'] = 'penalty'): CreditEntry => ({
  v: 1,
  category,
  source: '11100000000013127D',
  document: '一号',
  facts: said,
  state: 'standing',
  link: 0,
  published: { at: startOfDate('2020-01-01'), intent: 'A'.repeat(22), tx: DIGEST, person: 'OFFICER1' },
});

describe('property: the clocks of credit', () => {
  const categories = fc.constantFrom(
    'penalty',
    'judicial',
    'abnormalOperation',
    'seriousDishonesty',
    'contract',
  );

  it('publish what the law publishes, and let be repaired what it lets, on either side of 2026-04-01', () => {
    fc.assert(
      fc.property(facts, categories, day, (said, category, on) => {
        const one = entry(said, category);
        const { shown, repairableFrom } = publicationOf(one, sets, lastMomentOf(on));
        expect(shown).to.equal(isPublished(one, on));
        expect(repairableFrom !== undefined && repairableFrom <= lastMomentOf(on)).to.equal(
          mayBeRepaired(one, on),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('once they have ended a publication never begin it again', () => {
    fc.assert(
      fc.property(facts, categories, day, day, (said, category, one, other) => {
        const [earlier, later] = [one, other].sort() as [string, string];
        const at = (on: string): string =>
          publicationOf(entry(said, category), sets, lastMomentOf(on)).reason;
        if (at(earlier) === 'ended') expect(at(later)).to.be.oneOf(['ended', 'withheld']);
      }),
      { numRuns: 1000 },
    );
  });

  it('answer of an instant the same whatever happened after it', () => {
    const step = fc.record({
      after: fc.nat(1000),
      said: facts,
      state: fc.constantFrom(...schemas.entryState.options),
    });
    fc.assert(
      fc.property(facts, fc.array(step, { maxLength: 8 }), fc.nat(8000), (first, steps, at) => {
        const instant = startOfDate('2026-03-01') + at;
        let now = startOfDate('2026-03-01');
        let current = { ...entry(first), published: { ...entry(first).published, at: now } };
        let then: CreditEntry | undefined;
        for (const { after, said, state } of steps) {
          if (now <= instant) then = current;
          now += after;
          const transition = { operation: 'correct', state, at: now, was: current.facts } as EntryTransition;
          current = { ...current, facts: said, state, history: [...(current.history ?? []), transition] };
        }
        if (now <= instant || then === undefined) then = current;
        expect(entryAt(current, instant)).to.deep.equal({ facts: then.facts, state: then.state });
        expect(publicationOf(current, sets, instant)).to.deep.equal(publicationOf(then, sets, instant));
      }),
      { numRuns: 500 },
    );
  });
});
