import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  canonicalize,
  endOfDate,
  findingStanding,
  generateUscc,
  keys,
  type FindingPage,
  type FindingRecord,
  type Written,
} from '@hanlian/chaincode/domain';
import {
  bilingual,
  change,
  city,
  departmentFacts,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  type City,
} from '../../support/contracts/city.js';
import { type Committed, codeOf } from '../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

const OFFICE = generateUscc({ department: '1', kind: '1', region: '420100', organisation: '00000008' });
/** Friday 20 November 2026 plus five working days; the first does not count. */
const DUE = endOfDate('2026-11-27');

describe('contracts: findings', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
    await here.registrar('putDepartment', {
      ...change(),
      ...departmentFacts(OFFICE, 'AuditorMSP'),
      kind: 'auditor',
    });
    await here.registrar('putCalendar', {
      ...change(),
      year: 2026,
      holidays: [],
      workdays: [],
      source: bilingual('日历'),
    });
    await here.registrar('putRuleSet', {
      ...change(),
      name: 'audit-findings',
      since: LAST_YEAR,
      source: bilingual('审计法'),
      body: { answerWorkingDays: 5, answerClause: '第五十二条', objectionClause: '第四十四条' },
    });
  });

  const basis = { law: '审计法第五十二条', digest: random32() };
  const finding = (over: object = {}): { id: string } & Record<string, unknown> => ({
    v: 1,
    intent: random16(),
    id: random16(),
    code: 'GRANT_NOT_LIVE',
    department: MARKET,
    about: { provider: MARKET, requester: HOUSING, seq: 7 },
    evidence: random32(),
    basis,
    ...over,
  });
  const report = (request: object, office = OFFICE, msp = 'AuditorMSP'): Promise<Committed<Written>> =>
    here.as(identityOf(msp, 'auditor', office), 'sharing:reportFinding', request);
  const answer = (
    id: string,
    revision: number,
    over: object = {},
    by = MARKET,
  ): Promise<Committed<Written>> =>
    here.as(identityOf('BureauMSP', 'clerk', by), 'sharing:answerFinding', {
      ...change(revision),
      id,
      reply: 'corrected',
      basis,
      person: 'OFFICER1',
      ...over,
    });
  const recordOf = (id: string): FindingRecord => here.ledger.record(keys.finding(id)) as FindingRecord;

  it('are reported by an audit office, with the day by which they must be answered', async () => {
    const request = finding();
    const { events } = await report(request);
    const record = recordOf(request.id);
    expect(record).to.include({ department: MARKET, reportedBy: OFFICE, reportedAt: NOW, due: DUE });
    expect(record.rule).to.deep.equal({ name: 'audit-findings', since: LAST_YEAR, clause: '第五十二条' });
    const root = createHash('sha256')
      .update(canonicalize({ ...record }))
      .digest('base64url');
    expect(events).to.deep.equal([
      { v: 1, type: 'sharing.reportFinding', count: 1, key: keys.finding(request.id), root },
    ]);
  });

  it('once: the same again has taken effect, another under the same id is stale', async () => {
    const request = finding();
    await report(request);
    expect(await codeOf(report(request))).to.equal('ALREADY_APPLIED');
    expect(await codeOf(report(finding({ id: request.id })))).to.equal('STALE');
  });

  it('are answered by their department, whose answer shows whether it was in time', async () => {
    const { id, ...request } = finding();
    await report({ id, ...request });
    expect(findingStanding(recordOf(id), NOW)).to.equal('open');
    expect(findingStanding(recordOf(id), DUE)).to.equal('overdue');
    here.now = NOW + 60;
    const { events } = await answer(id, 0);
    const { answers } = recordOf(id);
    expect(answers).to.have.length(1);
    expect(answers[0]).to.include({ reply: 'corrected', by: MARKET, person: 'OFFICER1', txTime: NOW + 60 });
    expect(events[0]).to.include({ type: 'sharing.answerFinding', key: keys.finding(id) });
    expect(findingStanding(recordOf(id), NOW)).to.equal('open');
    expect(findingStanding(recordOf(id), DUE)).to.equal('answered');
  });

  it('answered late stay answered late, however often they are answered', async () => {
    const request = finding();
    await report(request);
    here.now = DUE;
    await answer(request.id, 0);
    await answer(request.id, 1, { reply: 'explained' });
    expect(findingStanding(recordOf(request.id), DUE + 1)).to.equal('answeredLate');
    expect(await codeOf(answer(request.id, 1))).to.equal('STALE');
  });

  it('take sixteen answers and no more; what is still open then is reported as one that follows', async () => {
    const request = finding();
    await report(request);
    for (let n = 0; n < 16; n++) await answer(request.id, n);
    expect(await codeOf(answer(request.id, 16))).to.equal('FINDING_ANSWERS_FULL');
    const next = finding({ follows: request.id });
    await report(next);
    expect(recordOf(next.id).follows).to.equal(request.id);
  });

  it('are refused from whoever is no audit office, and about what does not fit', async () => {
    expect(await codeOf(report(finding(), HOUSING, 'BureauMSP'))).to.equal('NOT_AUDIT_OFFICE');
    expect(await codeOf(report(finding({ follows: random16() })))).to.equal('FINDING_UNKNOWN');
    const other = finding({ department: HOUSING });
    await report(other);
    expect(await codeOf(report(finding({ follows: other.id })))).to.equal('FIELD_INVALID');
    const unknown = generateUscc({ department: '1', kind: '1', region: '420100', organisation: '00000077' });
    expect(await codeOf(report(finding({ department: unknown })))).to.equal('DEPARTMENT_UNKNOWN');
    expect(await codeOf(report(finding({ about: { seq: 1 } })))).to.equal('FIELD_INVALID');
    expect(await codeOf(report({ ...finding(), expectedRevision: 0 }))).to.equal('FIELD_UNKNOWN');
  });

  it('are not answered by another department, nor a finding that is not there', async () => {
    const request = finding();
    await report(request);
    expect(await codeOf(answer(request.id, 0, {}, HOUSING))).to.equal('OTHER_DEPARTMENT');
    expect(await codeOf(answer(random16(), 0))).to.equal('FINDING_UNKNOWN');
  });

  it('hold no citizen number', async () => {
    const law = '第11010519491231002X号';
    expect(await codeOf(report(finding({ basis: { ...basis, law } })))).to.equal('HOLDS_CITIZEN_NUMBER');
  });

  it('wait for the calendar of the year they are due in', async () => {
    here.now = endOfDate('2026-12-29');
    expect(await codeOf(report(finding()))).to.equal('CALENDAR_MISSING');
  });

  it('take in objections of those whose data was read, which must be answered alike', async () => {
    const reason = random32();
    const request = finding({ code: undefined, basis: undefined, reason });
    const { id } = request;
    await here.as(identityOf('BureauMSP', 'clerk', MARKET), 'sharing:fileObjection', request);
    expect(recordOf(id)).to.include({ code: 'OBJECTION', reportedBy: MARKET, due: DUE });
    expect(recordOf(id).basis).to.deep.equal({ law: '第四十四条', digest: reason });
    expect(recordOf(id)).not.to.have.property('reason');
  });

  it('are read by every member, one by one and page by page', async () => {
    const [one, other] = [finding(), finding()];
    await report(one);
    await report(other);
    const read = await here.read<FindingRecord>('sharing:getFinding', { id: one.id });
    expect(read).to.deep.equal(recordOf(one.id));
    const first = await here.read<FindingPage>('sharing:pageFindings', { limit: 1 });
    const second = await here.read<FindingPage>('sharing:pageFindings', { limit: 2, cursor: first.cursor });
    expect([...first.findings, ...second.findings].map(({ id }) => id)).to.deep.equal(
      [one.id, other.id].sort(),
    );
    expect(second.cursor).to.equal(undefined);
  });
});
