import { expect } from 'chai';
import {
  keys,
  parseInstant,
  schemas,
  startOfDate,
  type EntryInput,
  type EntryView,
  type EntryWritten,
  type Publication,
  type StopDutiesAnswer,
} from '@hanlian/chaincode/domain';
import { BANK, change, DAY, HOUSING, MARKET, NOW, type City } from '../../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  entryInput,
  facts,
  OFFICE,
  published,
} from '../../../support/contracts/credit.js';
import { refusalOf, type Committed } from '../../../support/contracts/ledger.js';
import { identityOf, random32 } from '../../../support/contracts/people.js';

interface Place {
  readonly subject: string;
  readonly entry: string;
}

/** General: its shortest period ends with 2026-08-20, since three months are counted from the decision's day. */
const ripe = (): EntryInput => entryInput({ facts: facts({ severity: 'general', decidedAt: '2026-05-20' }) });
const application = { evidence: [random32()], commitment: random32(), fulfilledAt: '2026-06-01' };

const apply = (
  here: City,
  place: Place,
  revision = 0,
  more: Record<string, unknown> = {},
): Promise<Committed<EntryWritten>> =>
  creditAct(here, 'applyRepair', place, revision, { ...application, ...more });
const accept = (
  here: City,
  place: Place,
  revision = 1,
  more: Record<string, unknown> = {},
): Promise<Committed<EntryWritten>> =>
  creditAct(here, 'acceptRepair', place, revision, { decision: 'accept', ...more });
const review = (
  here: City,
  place: Place,
  revision = 2,
  more: Record<string, unknown> = {},
): Promise<Committed<EntryWritten>> =>
  creditAct(here, 'reviewRepair', place, revision, {
    department: OFFICE,
    decision: 'grant',
    recipients: [],
    ...more,
  });

const acknowledge = (
  here: City,
  place: Place,
  revision: number,
  commitment: string,
  department = OFFICE,
): Promise<unknown> =>
  here.as(identityOf('BureauMSP', 'clerk', department), 'credit:acknowledgeStop', {
    ...change(revision),
    ...place,
    commitment,
    receipt: random32(),
  });

describe('contracts: credit, repair', () => {
  it('is applied for, accepted by the source and granted by another department, which ends publication', async () => {
    const here = await creditCity();
    const place = await published(here, ripe());
    expect((await apply(here, place, 0, { department: OFFICE })).answer).to.include({
      state: 'standing',
      revision: 1,
    });
    expect((await accept(here, place)).answer).to.include({ decision: 'accepted' });
    here.now = NOW + DAY;
    expect((await review(here, place)).answer).to.include({ decision: 'granted', state: 'repaired' });
    const at = async (instant: number): Promise<Publication> =>
      (await here.read<{ publication: Publication }>('credit:publishableAt', { ...place, at: instant }))
        .publication;
    expect(await at(NOW + DAY - 1)).to.include({ shown: true });
    expect(await at(NOW + DAY)).to.include({ shown: false, reason: 'repaired' });
    const bank = here.as(identityOf('BankMSP', 'officer', BANK), 'credit:get', { v: 1, ...place });
    expect((await refusalOf(bank)).code).to.equal('ENTRY_REPAIRED');
    const { answer } = await here.as<EntryView>(identityOf('AuditorMSP', 'auditor'), 'credit:get', {
      v: 1,
      ...place,
    });
    const { history = [] } = schemas.creditEntry.parse(answer.record);
    expect(history.map(({ operation, actor, decision }) => [operation, actor, decision])).to.deep.equal([
      ['applyRepair', OFFICE, undefined],
      ['acceptRepair', MARKET, 'accepted'],
      ['reviewRepair', OFFICE, 'granted'],
    ]);
    expect(history[0]).to.deep.include(application);
  });

  it('is refused by the law before the shortest period is over, whatever is asked, and by the clause that says so', async () => {
    const here = await creditCity(startOfDate('2026-08-21') - 1);
    const place = await published(here, ripe());
    await apply(here, place);
    const { answer } = await accept(here, place);
    expect(answer).to.deep.include({
      decision: 'refused',
      rule: {
        name: 'credit-publication',
        since: startOfDate('2026-04-01'),
        clause: '一般：最短三个月，最长一年',
      },
    });
    here.now = startOfDate('2026-08-21');
    await apply(here, place, 2);
    expect((await accept(here, place, 3)).answer.decision).to.equal('accepted');
  });

  it('is refused by the reviewer on a ground the rules know, recorded with its clause; then it may be asked for again', async () => {
    const here = await creditCity();
    const place = await published(here, ripe());
    await apply(here, place);
    await accept(here, place);
    for (const reason of [undefined, 'toString', 'other']) {
      const call = review(here, place, 2, { decision: 'refuse', ...(reason && { reason }) });
      expect((await refusalOf(call)).code).to.equal('GROUND_UNKNOWN');
    }
    const { answer } = await review(here, place, 2, { decision: 'refuse', reason: 'evidenceFalse' });
    expect(answer).to.deep.include({
      state: 'standing',
      decision: 'refused',
      rule: { name: 'credit-repair', since: startOfDate('2026-04-01'), clause: '证明材料虚假' },
    });
    expect((await refusalOf(review(here, place, 3))).code).to.equal('ENTRY_ACT_IMPOSSIBLE');
    await apply(here, place, 3);
    expect(
      (await accept(here, place, 4, { decision: 'refuse', reason: 'evidenceIncomplete' })).answer.decision,
    ).to.equal('refused');
  });

  it('is never granted by the department that published the entry, nor by one that is no credit office', async () => {
    const here = await creditCity();
    const own = await published(here, ripe(), OFFICE);
    await apply(here, own, 0, { department: OFFICE });
    await accept(here, own, 1, { department: OFFICE });
    expect((await refusalOf(review(here, own))).code).to.equal('SAME_ORGANISATION');
    const place = await published(here, ripe());
    expect((await refusalOf(apply(here, place, 0, { department: HOUSING }))).code).to.equal(
      'OTHER_DEPARTMENT',
    );
    await apply(here, place);
    await accept(here, place);
    for (const department of [MARKET, HOUSING]) {
      expect((await refusalOf(review(here, place, 2, { department }))).code).to.equal('NOT_CREDIT_OFFICE');
    }
  });

  // The office had taken the source's place: it took the application up, and reviewed what it had taken up itself.
  it('nor by the credit office that has taken the place of who published it', async () => {
    const here = await creditCity();
    const place = await published(here, ripe());
    await apply(here, place);
    await here.registrar('succeedDepartment', {
      ...change(0),
      code: MARKET,
      successor: OFFICE,
      since: NOW,
    });
    await accept(here, place, 1, { department: OFFICE });
    expect((await refusalOf(review(here, place))).code).to.equal('SAME_ORGANISATION');
  });

  it('goes by its steps, and only for what speaks against its subject', async () => {
    const here = await creditCity();
    const place = await published(here, ripe());
    expect((await refusalOf(accept(here, place, 0))).details['step']).to.equal('none');
    expect((await refusalOf(review(here, place, 0))).code).to.equal('ENTRY_ACT_IMPOSSIBLE');
    const ahead = await refusalOf(apply(here, place, 0, { fulfilledAt: '2026-11-21' }));
    expect([ahead.code, ahead.details.field]).to.deep.equal(['DECIDED_IN_FUTURE', 'fulfilledAt']);
    await apply(here, place);
    expect((await refusalOf(apply(here, place, 1))).details['step']).to.equal('applyRepair');
    const permit = await published(here, entryInput({ category: 'permit', facts: facts() }));
    expect((await refusalOf(apply(here, permit))).code).to.equal('ENTRY_ACT_IMPOSSIBLE');
    const judgment = entryInput({
      category: 'judicial',
      facts: facts({ severity: 'serious', decidedAt: '2020-01-01' }),
    });
    const judged = await published(here, judgment);
    await apply(here, judged);
    expect((await accept(here, judged)).answer.rule?.clause).to.equal('司法裁判及执行信息由人民法院决定');
  });
});

describe('contracts: credit, the duty to stop using a repaired entry', () => {
  const recipients = [random32(), random32()].sort();

  async function repaired(): Promise<[City, Place]> {
    const here = await creditCity(parseInstant('2026-09-23T02:00:00Z'));
    const place = await published(here, ripe());
    await apply(here, place);
    await accept(here, place);
    const { events } = await review(here, place, 2, { recipients });
    expect(JSON.stringify(events)).to.not.include(recipients[0]!);
    return [here, place];
  }

  it('falls on each recipient by a salted commitment, with a day counted on the working calendar', async () => {
    const [here, place] = await repaired();
    const { record, acknowledged, overdue } = await here.read<StopDutiesAnswer>('credit:stopDuties', place);
    schemas.stopDuties.parse(record);
    // 2026-09-25 to 27 are off; the three working days after the 23rd are 24, 28 and 29.
    expect([record.due, acknowledged, overdue]).to.deep.equal(['2026-09-29', 0, 0]);
    expect(record.recipients.map(({ commitment }) => commitment)).to.deep.equal(recipients);
  });

  it('is acknowledged once through the credit office; what is overdue shows by number', async () => {
    const [here, place] = await repaired();
    await acknowledge(here, place, 0, recipients[1]!);
    const later = startOfDate('2026-09-30');
    const counts = async (at: number): Promise<number[]> => {
      const { acknowledged, overdue } = await here.read<StopDutiesAnswer>('credit:stopDuties', {
        ...place,
        at,
      });
      return [acknowledged, overdue];
    };
    expect(await counts(later - 1)).to.deep.equal([1, 0]);
    expect(await counts(later)).to.deep.equal([1, 1]);
    expect((await refusalOf(acknowledge(here, place, 1, recipients[1]!))).code).to.equal('STOP_ACKNOWLEDGED');
    expect((await refusalOf(acknowledge(here, place, 1, random32()))).code).to.equal('STOP_UNKNOWN');
    expect((await refusalOf(acknowledge(here, place, 0, recipients[0]!))).code).to.equal('STALE');
    expect((await refusalOf(acknowledge(here, place, 1, recipients[0]!, MARKET))).code).to.equal(
      'NOT_CREDIT_OFFICE',
    );
    here.now = later;
    await acknowledge(here, place, 1, recipients[0]!);
    expect(await counts(later)).to.deep.equal([2, 0]);
    expect(here.ledger.record(keys.stopDuties(place.subject, place.entry))).to.include({ revision: 2 });
  });

  it('is imposed on each recipient once, in an order that tells nothing, and on nobody where there is none', async () => {
    const here = await creditCity();
    const place = await published(here, ripe());
    await apply(here, place);
    await accept(here, place);
    for (const wrong of [recipients.toReversed(), [recipients[0], recipients[0]]]) {
      expect((await refusalOf(review(here, place, 2, { recipients: wrong }))).details.field).to.equal(
        'recipients',
      );
    }
    await review(here, place);
    expect((await refusalOf(here.read('credit:stopDuties', place))).code).to.equal('STOP_UNKNOWN');
  });

  it('is not guessed where the calendar of its year is missing', async () => {
    const here = await creditCity(parseInstant('2026-12-30T02:00:00Z'));
    const place = await published(here, ripe());
    await apply(here, place);
    await accept(here, place);
    expect((await refusalOf(review(here, place, 2, { recipients }))).code).to.equal('CALENDAR_MISSING');
  });
});
