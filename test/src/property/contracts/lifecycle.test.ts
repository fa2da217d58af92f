import { expect } from 'chai';
import fc from 'fast-check';
import {
  allowedAt,
  HanlianError,
  judge,
  LIFECYCLE,
  stateOf,
  type Happening,
  type Operation,
  type Situation,
  type StateCode,
} from '@hanlian/chaincode/domain';

const DAY = 86400;
const operations = Object.keys(LIFECYCLE) as Operation[];

const validity = fc.record(
  { f: fc.integer({ min: 0, max: 50 }), u: fc.integer({ min: 51, max: 100 }) },
  { requiredKeys: ['f'] },
);

/** Acts near one another, so that they meet; a day is one second of the real thing's scale. */
const act = fc.record({
  operation: fc.constantFrom(...operations),
  effectiveAt: fc.integer({ min: -10, max: 130 }),
  until: fc.option(fc.integer({ min: -10, max: 140 }), { nil: undefined }),
});

const terms = { txTime: 200, renewalGraceDays: 0 };

interface Life {
  readonly license: { readonly f: number; readonly u?: number };
  readonly happenings: readonly Happening[];
}

/** Whatever the acts, only those the life cycle takes become happenings, as the contract does it. */
const life = fc.tuple(validity, fc.array(act, { maxLength: 14 })).map(([license, acts]): Life => {
  const happenings: Happening[] = [];
  for (const { operation, effectiveAt, until } of acts) {
    const end = operation === 'suspend' ? until : undefined;
    try {
      judge(license, happenings, { operation, effectiveAt, until: end }, terms);
      happenings.push({ o: operation, e: effectiveAt, u: end });
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
    }
  }
  return { license, happenings };
});

const instant = fc.integer({ min: -20, max: 150 });
const runs = { numRuns: 500 };

/** A second reading of the rules, as a table of who may follow whom, with nothing of the implementation. */
const FOLLOWS: Record<StateCode, readonly StateCode[]> = {
  '01': ['01', '02', '03', '04', '05', '06', '07', '99'],
  '02': ['01', '03', '04', '07', '99'],
  '03': [],
  '04': ['03'],
  '05': ['03'],
  '06': ['01', '03', '05'],
  '07': ['03'],
  '99': ['03'],
};

describe('property: life cycle', () => {
  it('reaches no state the table does not lead to', () => {
    fc.assert(
      fc.property(life, ({ license, happenings }) => {
        happenings.forEach(({ o, e }, i) => {
          if (o === 'annul') return;
          const before = stateOf({ f: -1000 }, happenings.slice(0, i), e).state;
          expect(FOLLOWS[before], `${before} ${o} ${license.f}`).to.include(LIFECYCLE[o].to);
        });
      }),
      runs,
    );
  });

  it('can always annul what is not annulled, at any date that is not ahead, and nothing after', () => {
    fc.assert(
      fc.property(life, instant, fc.constantFrom(...operations), ({ license, happenings }, at, operation) => {
        const annulled = happenings.some(({ o }) => o === 'annul');
        const allowed = allowedAt(license, happenings, { effectiveAt: at, renewalGraceDays: 0 });
        expect(allowed.includes('annul')).to.equal(!annulled);
        if (annulled) expect(allowed).not.to.include(operation);
      }),
      runs,
    );
  });

  it('answers annulled from the annulment on, and as if it had never been before', () => {
    fc.assert(
      fc.property(life, instant, instant, ({ license, happenings }, annulledAt, at) => {
        fc.pre(!happenings.some(({ o }) => o === 'annul'));
        const annulled: Happening[] = [...happenings, { o: 'annul', e: annulledAt }];
        const { standing, state } = stateOf(license, annulled, at);
        if (at >= annulledAt) expect([standing, state]).to.deep.equal(['annulled', '03']);
        else expect(standing).to.equal(stateOf(license, happenings, at).standing);
      }),
      runs,
    );
  });

  it('does not change the past by a later act', () => {
    fc.assert(
      fc.property(life, instant, ({ license, happenings }, at) => {
        happenings.forEach((next, i) => {
          if (at >= next.e) return;
          const before = stateOf(license, happenings.slice(0, i), at);
          const after = stateOf(license, happenings.slice(0, i + 1), at);
          expect([after.state, after.standing]).to.deep.equal([before.state, before.standing]);
        });
      }),
      runs,
    );
  });

  it('says truly since when and until when its answer holds', () => {
    fc.assert(
      fc.property(life, instant, ({ license, happenings }, at) => {
        const answer = stateOf(license, happenings, at);
        const same = (instant: number): boolean => {
          const other: Situation = stateOf(license, happenings, instant);
          return other.state === answer.state && other.standing === answer.standing;
        };
        const { since = -20, until = 151 } = answer;
        expect(at).to.be.within(since, until - 1);
        for (let instant = Math.max(since, -20); instant < Math.min(until, 151); instant++) {
          expect(same(instant), `${instant}`).to.equal(true);
        }
      }),
      runs,
    );
  });

  it('is valid only within its dates, not ended and not suspended', () => {
    fc.assert(
      fc.property(life, instant, ({ license, happenings }, at) => {
        if (stateOf(license, happenings, at).standing !== 'valid') return;
        expect(at).to.be.at.least(license.f);
        expect(at).to.be.below(license.u ?? Infinity);
        const past = happenings.filter(({ e, o }) => e <= at && o !== 'inspect');
        const last = past.at(-1);
        const lapsed = last?.o === 'suspend' && last.u !== undefined && last.u <= at;
        expect(
          last === undefined || ['reinstate', 'cancelTransfer'].includes(last.o) || lapsed,
          JSON.stringify(last),
        ).to.equal(true);
      }),
      runs,
    );
  });

  it('lists as allowed exactly what it then takes', () => {
    fc.assert(
      fc.property(life, instant, fc.nat(40), ({ license, happenings }, effectiveAt, renewalGraceDays) => {
        fc.pre(effectiveAt >= (happenings.at(-1)?.e ?? -Infinity));
        const allowed = allowedAt(license, happenings, { effectiveAt, renewalGraceDays });
        for (const operation of operations) {
          const taken = (): StateCode =>
            judge(license, happenings, { operation, effectiveAt }, { txTime: 200, renewalGraceDays });
          if (allowed.includes(operation)) expect(taken()).to.equal(LIFECYCLE[operation].to);
          else expect(taken).to.throw(HanlianError).with.property('code', 'ILLEGAL_TRANSITION');
        }
      }),
      runs,
    );
  });

  it('renews until the grace is over, by the second', () => {
    fc.assert(
      fc.property(fc.nat(3660), fc.integer({ min: -5, max: 5 }), (renewalGraceDays, off) => {
        const effectiveAt = 100 + renewalGraceDays * DAY + off;
        fc.pre(effectiveAt >= 100);
        const allowed = allowedAt({ f: 0, u: 100 }, [], { effectiveAt, renewalGraceDays });
        expect(allowed.includes('renew')).to.equal(off < 0);
      }),
      runs,
    );
  });
});
