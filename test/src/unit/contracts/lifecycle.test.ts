import { expect } from 'chai';
import {
  allowedAt,
  judge,
  LIFECYCLE,
  ORIGIN_CODES,
  stateOf,
  type Happening,
  type Operation,
  type StateCode,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';

const DAY = 86400;
const START = 1000 * DAY;
const END = 2000 * DAY;
const validity = { f: START, u: END };
const terms = { txTime: START + 500 * DAY, renewalGraceDays: 30 };
const operations = Object.keys(LIFECYCLE) as Operation[];

/** Happenings that lead to each state, the last at START + 10 days. */
const leadingTo: Record<StateCode, readonly Happening[]> = {
  '01': [],
  '02': [{ o: 'suspend', e: START + 10 * DAY }],
  '03': [{ o: 'annul', e: START + 10 * DAY }],
  '04': [{ o: 'deregister', e: START + 10 * DAY }],
  '05': [{ o: 'renew', e: START + 10 * DAY }],
  '06': [{ o: 'transferOut', e: START + 10 * DAY }],
  '07': [{ o: 'revoke', e: START + 10 * DAY }],
  '99': [{ o: 'other', e: START + 10 * DAY }],
};
const states = Object.keys(leadingTo) as StateCode[];

const allowed = (
  happenings: readonly Happening[],
  effectiveAt: number,
  renewalGraceDays = 30,
): Operation[] => [...allowedAt(validity, happenings, { effectiveAt, renewalGraceDays })];

describe('contracts: life cycle', () => {
  it('allows from each state what the national specification and the law allow', () => {
    const table = Object.fromEntries(
      states.map((state) => [state, allowed(leadingTo[state], START + 20 * DAY)]),
    );
    expect(table).to.deep.equal({
      '01': ['amend', 'renew', 'suspend', 'annul', 'revoke', 'deregister', 'transferOut', 'inspect', 'other'],
      '02': ['reinstate', 'annul', 'revoke', 'deregister', 'other'],
      '03': [],
      '04': ['annul'],
      '05': ['annul'],
      '06': ['annul', 'confirmTransferOut', 'cancelTransfer'],
      '07': ['annul'],
      '99': ['annul'],
    });
  });

  it('leads each operation to its state and refuses it everywhere else', () => {
    for (const state of states) {
      for (const operation of operations) {
        const act = { operation, effectiveAt: START + 20 * DAY };
        const call = (): StateCode => judge(validity, leadingTo[state], act, terms);
        if (LIFECYCLE[operation].from.includes(state)) {
          expect(call()).to.equal(LIFECYCLE[operation].to);
        } else {
          const refused = refusalOf(call);
          expect(refused.code).to.equal('ILLEGAL_TRANSITION');
          expect(refused.details).to.include({ received: operation, state });
          expect(refused.details.expected).to.deep.equal(allowed(leadingTo[state], START + 20 * DAY));
        }
      }
    }
  });

  it('maps to the national operation codes', () => {
    expect(
      Object.fromEntries(operations.map((operation) => [operation, LIFECYCLE[operation].nationalCode])),
    ).to.deep.equal({
      amend: '09',
      renew: '02',
      suspend: '03',
      reinstate: '06',
      annul: '05',
      revoke: '05',
      deregister: '05',
      transferOut: '05',
      confirmTransferOut: '05',
      cancelTransfer: '10',
      inspect: '07',
      other: '07',
    });
    expect(ORIGIN_CODES).to.deep.equal({ issue: '01', import: '01', transferIn: '08' });
  });

  it('after the end allows only what needs no living right, and renewal within the grace', () => {
    const late = ['annul', 'deregister'];
    expect(allowed([], END)).to.deep.equal(['renew', ...late]);
    expect(allowed([], END + 30 * DAY - 1)).to.deep.equal(['renew', ...late]);
    expect(allowed([], END + 30 * DAY)).to.deep.equal(late);
    expect(allowed([], END, 0)).to.deep.equal(late);
    expect(allowed(leadingTo['02'], END)).to.deep.equal(['reinstate', ...late]);
    expect(allowed(leadingTo['06'], END)).to.deep.equal(['annul', 'confirmTransferOut', 'cancelTransfer']);
  });

  it('before the start allows only annulment and deregistration', () => {
    expect(allowed([], START - 1)).to.deep.equal(['annul', 'deregister']);
    expect(allowed([], START)).to.include('amend');
  });

  it('never ends a license without end', () => {
    expect(stateOf({ f: START }, [], 1e12)).to.deep.equal({ state: '01', standing: 'valid', since: START });
    expect(allowedAt({ f: START }, [], { effectiveAt: 1e12, renewalGraceDays: 0 })).to.include('suspend');
  });

  it('refuses an act dated before the last one, except an annulment', () => {
    const happenings = leadingTo['02'];
    const before = { effectiveAt: START + 10 * DAY - 1 };
    const refused = refusalOf(() => judge(validity, happenings, { operation: 'revoke', ...before }, terms));
    expect(refused.code).to.equal('EFFECTIVE_BEFORE_LAST');
    expect(refused.details).to.include({ field: 'effectiveAt', expected: START + 10 * DAY });
    expect(judge(validity, happenings, { operation: 'annul', ...before }, terms)).to.equal('03');
    const same = { operation: 'revoke', effectiveAt: START + 10 * DAY } as const;
    expect(judge(validity, happenings, same, terms)).to.equal('07');
  });

  it('refuses a second annulment however far back', () => {
    const act = { operation: 'annul', effectiveAt: START } as const;
    expect(refusalOf(() => judge(validity, leadingTo['03'], act, terms)).code).to.equal('ILLEGAL_TRANSITION');
  });

  it('dates an act a year ahead at most, an annulment not beyond two clocks', () => {
    const { txTime } = terms;
    const at = (operation: Operation, effectiveAt: number) => (): StateCode =>
      judge({ f: START }, [], { operation, effectiveAt }, terms);
    expect(at('suspend', txTime + 366 * DAY)()).to.equal('02');
    expect(refusalOf(at('suspend', txTime + 366 * DAY + 1)).code).to.equal('EFFECTIVE_TOO_LATE');
    expect(at('annul', txTime + 900)()).to.equal('03');
    const refused = refusalOf(at('annul', txTime + 901));
    expect(refused.code).to.equal('EFFECTIVE_TOO_LATE');
    expect(refused.details).to.include({ field: 'effectiveAt', expected: txTime + 900 });
  });

  it('wants a suspension to end after it begins', () => {
    const act = (until: number) => (): StateCode =>
      judge(validity, [], { operation: 'suspend', effectiveAt: START, until }, terms);
    expect(refusalOf(act(START)).code).to.equal('FIELD_INVALID');
    expect(refusalOf(act(START)).details).to.include({ field: 'until' });
    expect(act(START + 1)()).to.equal('02');
  });

  it('computes not-yet, valid and expired from the dates', () => {
    expect(stateOf(validity, [], START - 1)).to.deep.equal({
      state: '01',
      standing: 'notYetValid',
      until: START,
    });
    expect(stateOf(validity, [], START)).to.deep.equal({
      state: '01',
      standing: 'valid',
      since: START,
      until: END,
    });
    expect(stateOf(validity, [], END - 1).standing).to.equal('valid');
    expect(stateOf(validity, [], END)).to.deep.equal({ state: '05', standing: 'expired', since: END });
  });

  it('names what an ended license is, since when, and does not let it expire', () => {
    const standings = Object.fromEntries(
      states.map((state) => [state, stateOf(validity, leadingTo[state], START + 10 * DAY).standing]),
    );
    expect(standings).to.deep.equal({
      '01': 'valid',
      '02': 'suspended',
      '03': 'annulled',
      '04': 'deregistered',
      '05': 'superseded',
      '06': 'transferredOut',
      '07': 'revoked',
      '99': 'other',
    });
    expect(stateOf(validity, leadingTo['07'], END)).to.deep.equal({
      state: '07',
      standing: 'revoked',
      since: START + 10 * DAY,
    });
    expect(stateOf(validity, leadingTo['02'], END).standing).to.equal('expired');
    // On its way out it is still in this register, and runs out like any other.
    expect(stateOf(validity, leadingTo['06'], END - 1)).to.include({
      standing: 'transferredOut',
      until: END,
    });
    expect(stateOf(validity, leadingTo['06'], END)).to.include({ state: '05', standing: 'expired' });
  });

  it('calls a confirmed transfer transferred out, not superseded', () => {
    const happenings: Happening[] = [
      { o: 'transferOut', e: START },
      { o: 'confirmTransferOut', e: START + DAY },
    ];
    expect(stateOf(validity, happenings, START + DAY)).to.deep.equal({
      state: '05',
      standing: 'transferredOut',
      since: START + DAY,
    });
  });

  describe('a suspension with an end', () => {
    const until = START + 40 * DAY;
    const happenings: Happening[] = [{ o: 'suspend', e: START + 10 * DAY, u: until }];

    it('lapses by itself at its end', () => {
      expect(stateOf(validity, happenings, until - 1)).to.deep.equal({
        state: '02',
        standing: 'suspended',
        since: START + 10 * DAY,
        until,
      });
      expect(stateOf(validity, happenings, until)).to.deep.equal({
        state: '01',
        standing: 'valid',
        since: until,
        until: END,
      });
      expect(allowed(happenings, until)).to.include('suspend').and.not.include('reinstate');
    });

    it('can be ended before, and then does not end again', () => {
      const reinstated: Happening[] = [...happenings, { o: 'reinstate', e: START + 20 * DAY }];
      expect(stateOf(validity, reinstated, START + 20 * DAY).standing).to.equal('valid');
      const revoked: Happening[] = [...happenings, { o: 'revoke', e: START + 20 * DAY }];
      expect(stateOf(validity, revoked, until).standing).to.equal('revoked');
    });
  });

  it('lets an annulment dominate from its date on, and leaves what was before', () => {
    const happenings: Happening[] = [
      { o: 'suspend', e: START + 10 * DAY },
      { o: 'reinstate', e: START + 20 * DAY },
      { o: 'revoke', e: START + 30 * DAY },
      { o: 'annul', e: START + 15 * DAY },
    ];
    expect(stateOf(validity, happenings, START + 14 * DAY).standing).to.equal('suspended');
    expect(stateOf(validity, happenings, START + 14 * DAY).until).to.equal(START + 15 * DAY);
    for (const day of [15, 20, 30, 1500]) {
      expect(stateOf(validity, happenings, START + day * DAY).standing).to.equal('annulled');
    }
  });

  it('knows when a state begun later will end the present one', () => {
    const happenings: Happening[] = [{ o: 'renew', e: END - DAY }];
    expect(stateOf(validity, happenings, START).until).to.equal(END - DAY);
    expect(stateOf(validity, [{ o: 'deregister', e: START - 5 }], START - 10)).to.deep.equal({
      state: '01',
      standing: 'notYetValid',
      until: START - 5,
    });
    expect(stateOf(validity, [{ o: 'deregister', e: END + 5 }], END + 1)).to.deep.equal({
      state: '05',
      standing: 'expired',
      since: END,
      until: END + 5,
    });
  });

  it('notes an inspection without changing anything', () => {
    const happenings: Happening[] = [{ o: 'inspect', e: START + 10 * DAY, u: START + 375 * DAY }];
    expect(stateOf(validity, happenings, START + 11 * DAY)).to.deep.equal(
      stateOf(validity, [], START + 11 * DAY),
    );
  });

  it('lets the ledger order decide between acts of one instant', () => {
    const happenings: Happening[] = [
      { o: 'suspend', e: START },
      { o: 'reinstate', e: START },
    ];
    expect(stateOf(validity, happenings, START).standing).to.equal('valid');
    expect(stateOf(validity, [...happenings].reverse(), START).standing).to.equal('suspended');
  });
});
