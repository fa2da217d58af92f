import { expect } from 'chai';
import {
  clockOf,
  endOfDate,
  isOfLease,
  leasesIn,
  readRules,
  requireRuleBody,
  visibilityOf,
  visibleFrom,
  waitingFor,
  workingDaysUntil,
  type Grant,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { CALENDARS } from '@hanlian/gateway/seed/calendars';
import { SHARING_RULE_SETS } from '@hanlian/gateway/seed/sharing-rules';
import { NOW, DAY } from '../../support/contracts/city.js';
import { PROVIDER, REQUESTER } from '../../support/contracts/grants.js';
import { refusalOf } from '../../support/refusal.js';

const [deadlines, grants] = SHARING_RULE_SETS.map(({ body }) => body) as [JsonObject, JsonObject];
const rules = readRules('sharing-grants', { since: 7, body: grants });

describe('clocks of grants', () => {
  const read = readRules('sharing-deadlines', { since: 7, body: deadlines });

  it('count working days, over a weekend that is worked and a holiday', () => {
    // 2026-09-18 is a Friday; Sunday the 20th is worked, the 25th to 27th are off.
    const at = endOfDate('2026-09-18') - 3600;
    const waiting = waitingFor('escalated', at, read, CALENDARS);
    expect(waiting).to.deep.equal({
      step: 'escalated',
      since: at,
      due: endOfDate('2026-09-24'),
      rule: { name: 'sharing-deadlines', since: 7, clause: deadlines['escalatedClause'] },
    });
    expect(clockOf({ waiting }, at + 2 * DAY, CALENDARS)).to.deep.equal({
      waitsFor: 'bureau',
      due: '2026-09-24',
      workingDaysLeft: 4,
      overdue: false,
    });
  });

  it('say when the time is over, and nothing where none runs', () => {
    const waiting = waitingFor('decide', NOW, read, CALENDARS);
    expect(clockOf({ waiting }, waiting.due, CALENDARS)).to.include({
      waitsFor: 'provider',
      workingDaysLeft: 0,
      overdue: true,
    });
    expect(clockOf({ waiting }, waiting.due - 1, CALENDARS)?.overdue).to.equal(false);
    expect(clockOf({ waiting: null }, NOW, CALENDARS)).to.equal(undefined);
  });

  it('guess no holidays', () => {
    expect(refusalOf(() => waitingFor('decide', NOW, read, [])).code).to.equal('CALENDAR_MISSING');
    expect(workingDaysUntil('2026-11-20', '2026-11-20', [])).to.equal(0);
  });
});

describe('visibility of accesses', () => {
  it('is by the first term that fits purpose, matter and requester', () => {
    const body: JsonObject = {
      ...grants,
      visibility: [
        { clause: 'a', when: { purposes: ['x'], matters: ['m'], requesters: [PROVIDER] }, class: 'never' },
        { clause: 'b', when: { matters: ['m'] }, class: 'delayed', days: 2 },
        { clause: 'c', when: {}, class: 'now' },
      ],
    };
    const own = readRules('sharing-grants', { since: 7, body });
    const of = (purpose: string, matter: string, requester: string): string =>
      visibilityOf(own, { purpose, matter }, requester).rule.clause;
    expect(of('x', 'm', PROVIDER)).to.equal('a');
    expect([of('y', 'm', PROVIDER), of('x', 'm', REQUESTER)]).to.deep.equal(['b', 'b']);
    expect(of('x', 'n', PROVIDER)).to.equal('c');
    expect(visibilityOf(own, { purpose: 'y', matter: 'm' }, PROVIDER)).to.deep.equal({
      class: 'delayed',
      days: 2,
      rule: { name: 'sharing-grants', since: 7, clause: 'b' },
    });
  });

  it('begins at once, after the days, at the case’s end if that is earlier, or never', () => {
    const from = (facts: Partial<Grant['visibility']>): number | undefined =>
      visibleFrom(
        { visibility: { class: 'delayed', rule: { name: 'n', since: 0, clause: 'c' }, ...facts } },
        NOW,
      );
    expect(from({ class: 'now' })).to.equal(NOW);
    expect(from({ days: 10 })).to.equal(NOW + 10 * DAY);
    expect(from({ days: 10, closedAt: NOW + DAY })).to.equal(NOW + DAY);
    expect(from({ days: 10, closedAt: NOW - DAY })).to.equal(NOW);
    expect(from({ days: 1, closedAt: NOW + 2 * DAY })).to.equal(NOW + DAY);
    expect(from({ class: 'never' })).to.equal(undefined);
  });
});

describe('leases', () => {
  it('are of one grant, and of one day, month or term', () => {
    const grant = { id: 'g', quota: { limit: 10, per: 'month', lease: 3 } } as const;
    expect(leasesIn(grant.quota)).to.equal(4);
    const lease = { grant: 'g', window: '2026-11' };
    expect(isOfLease(lease, grant, NOW)).to.equal(true);
    expect(isOfLease(lease, grant, NOW + 20 * DAY)).to.equal(false);
    expect(isOfLease({ ...lease, grant: 'h' }, grant, NOW)).to.equal(false);
  });
});

describe('rules of sharing', () => {
  const codeOf = (visibility: JsonObject[]): string =>
    refusalOf(() => {
      requireRuleBody('sharing-grants', { ...grants, visibility });
    }).code;
  const all = { clause: 'all', when: {}, class: 'now' };

  it('hold together as the sample city has them', () => {
    for (const { name, body } of SHARING_RULE_SETS) requireRuleBody(name, body);
    expect(rules.body.visibility.at(-1)?.class).to.equal('now');
  });

  it('are refused if no term is about all grants, two are about the same, or days stand where there is no delay', () => {
    const some = { clause: 'some', when: { purposes: ['x'] }, class: 'now' };
    expect(codeOf([some])).to.equal('RULES_MALFORMED');
    expect(codeOf([some, some, all])).to.equal('RULES_OVERLAP');
    expect(codeOf([{ ...some, days: 1 }, all])).to.equal('RULES_MALFORMED');
    expect(codeOf([{ ...some, class: 'delayed' }, all])).to.equal('RULES_MALFORMED');
  });
});
