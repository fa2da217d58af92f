import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  base64urlEncode,
  evaluationLeaf,
  keys,
  merkleRoot,
  schemas,
  startOfDate,
  type CreditEntry,
  type EntriesAnswer,
  type EntryInput,
  type GradeAnswer,
  type Written,
} from '@hanlian/chaincode/domain';
import { basis } from '../../../support/contracts/batches.js';
import { change, DAY, HOUSING, MARKET, NOW, type City } from '../../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  enterprise,
  entryInput,
  facts,
  FIRM,
  OFFICE,
  publish,
  published,
  registration,
} from '../../../support/contracts/credit.js';
import { refusalOf, type Committed } from '../../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../../support/contracts/people.js';

const HEIR = enterprise(3);

const succeed = (
  here: City,
  subject: string,
  revision: number,
  more: Record<string, unknown>,
  department = MARKET,
): Promise<Committed<Written>> =>
  here.as(identityOf('BureauMSP', 'clerk', department), 'credit:succeedSubject', {
    ...change(revision),
    subject,
    since: '2026-11-10',
    person: 'OFFICER1',
    basis: basis(),
    ...more,
  });

const merge = (here: City, from: string, into: string, revision = 0): Promise<unknown> =>
  succeed(here, from, revision, { kind: 'merger', successor: into });

describe('contracts: credit, what becomes of an enterprise', () => {
  it('takes its record along into a merger, and leaves it where it stands', async () => {
    const here = await creditCity();
    await publish(here, [registration(HEIR), entryInput()]);
    const { events } = await succeed(here, FIRM, 1, { kind: 'merger', successor: HEIR }, OFFICE);
    expect(events[0]).to.include({ type: 'credit.succeedSubject', count: 1 });
    expect(JSON.stringify(events)).to.not.include(FIRM).and.not.include(HEIR);
    const { sets } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: HEIR });
    expect(sets.map(({ subject, entries }) => [subject, entries.length])).to.deep.equal([
      [HEIR, 1],
      [FIRM, 2],
    ]);
    const [heir, firm] = sets.map(({ head }) => schemas.entrySet.parse(head));
    expect(heir).to.deep.include({ predecessors: [FIRM] });
    expect(firm).to.deep.include({ successor: HEIR, endedSince: '2026-11-10' });
    expect(firm!.successions?.[0]).to.include({ kind: 'merger', successor: HEIR, actor: OFFICE });
  });

  it('gives a registration number its code, and follows it through both', async () => {
    const here = await creditCity();
    const legacy = '110108000000016';
    await publish(here, [registration(legacy), registration(HEIR)]);
    await succeed(here, legacy, 0, { kind: 'newCode', successor: HEIR });
    await merge(here, HEIR, FIRM, 1);
    const { sets } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: FIRM });
    expect(sets.map(({ subject }) => subject)).to.deep.equal([FIRM, HEIR, legacy]);
  });

  it('takes decisions of before its end, and names the successor for those of after', async () => {
    const here = await creditCity();
    await publish(here, [registration(HEIR)]);
    await merge(here, FIRM, HEIR);
    const dated = (decidedAt: string): EntryInput =>
      entryInput({ facts: facts({ severity: 'minor', decidedAt }) });
    await publish(here, [dated('2026-11-09')]);
    const refused = await refusalOf(publish(here, [dated('2026-11-10')]));
    expect([refused.code, refused.details.expected]).to.deep.equal(['SUBJECT_ENDED', HEIR]);
    // What publication refused, a correction took.
    const place = await published(here, dated('2026-11-08'));
    const later = { facts: facts({ severity: 'minor', decidedAt: '2026-11-10' }) };
    const corrected = await refusalOf(creditAct(here, 'correct', place, 0, later));
    expect([corrected.code, corrected.details.field]).to.deep.equal(['SUBJECT_ENDED', 'subject']);
    await succeed(here, HEIR, 1, { kind: 'deregistration' });
    const gone = await refusalOf(publish(here, [{ ...dated('2026-11-11'), subject: HEIR }]));
    expect([gone.code, gone.details.expected]).to.deep.equal(['SUBJECT_ENDED', null]);
  });

  it('keeps its history over a rename, and goes on', async () => {
    const here = await creditCity();
    await succeed(here, FIRM, 0, { kind: 'rename' });
    await publish(here, [entryInput()]);
    const { sets } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: FIRM });
    expect(sets[0]!.head.successions).to.have.lengthOf(1);
    expect(sets[0]!.head.endedSince).to.equal(undefined);
  });

  it('is refused where it cannot be, and to who is not in charge', async () => {
    const here = await creditCity();
    await publish(here, [registration(HEIR)]);
    const refused = async (more: Record<string, unknown>, revision = 0): Promise<unknown> => {
      const { code, details } = await refusalOf(succeed(here, FIRM, revision, more));
      return [code, details.field];
    };
    const invalid = (field: string): unknown => ['SUBJECT_SUCCESSION_INVALID', field];
    expect(await refused({ kind: 'merger' })).to.deep.equal(invalid('successor'));
    expect(await refused({ kind: 'rename', successor: HEIR })).to.deep.equal(invalid('successor'));
    expect(await refused({ kind: 'merger', successor: FIRM })).to.deep.equal(invalid('successor'));
    expect(await refused({ kind: 'merger', successor: enterprise(9) })).to.deep.equal([
      'SUBJECT_UNKNOWN',
      'successor',
    ]);
    expect(await refused({ kind: 'rename', since: '2026-11-21' })).to.deep.equal([
      'DECIDED_IN_FUTURE',
      'since',
    ]);
    expect(await refused({ kind: 'rename' }, 4)).to.deep.equal(['STALE', 'expectedRevision']);
    const stranger = succeed(here, FIRM, 0, { kind: 'rename' }, HOUSING);
    expect((await refusalOf(stranger)).code).to.equal('OTHER_DEPARTMENT');
    await merge(here, HEIR, FIRM);
    expect(await refused({ kind: 'merger', successor: HEIR }, 1)).to.deep.equal(invalid('successor'));
    // An enterprise could be merged into one that had been another's for days.
    await publish(here, [registration(enterprise(4))]);
    const late = succeed(here, enterprise(4), 0, { kind: 'merger', successor: HEIR });
    expect((await refusalOf(late)).details.field).to.equal('successor');
    await succeed(here, enterprise(4), 0, { kind: 'merger', successor: HEIR, since: '2026-11-09' });
    await succeed(here, FIRM, 1, { kind: 'deregistration' });
    expect(await refused({ kind: 'rename' }, 2)).to.deep.equal(invalid('subject'));
  });

  // Whoever had registered an enterprise could merge it into any other: its record got worse, and its sixteen places full.
  it('joins another only by who is in charge of both, or a credit office', async () => {
    const here = await creditCity();
    const shell = enterprise(5);
    await publish(here, [registration(shell)], { department: HOUSING });
    const join = (from: string, into: string, department: string): Promise<unknown> =>
      succeed(here, from, 0, { kind: 'merger', successor: into }, department);
    expect((await refusalOf(join(shell, FIRM, HOUSING))).code).to.equal('OTHER_DEPARTMENT');
    expect((await refusalOf(join(FIRM, shell, MARKET))).code).to.equal('OTHER_DEPARTMENT');
    await join(shell, FIRM, OFFICE);
  });

  it('is recorded sixteen times, and takes over sixteen others', async () => {
    const here = await creditCity();
    const others = Array.from({ length: 17 }, (_, i) => enterprise(100 + i));
    await publish(here, others.map(registration));
    for (const other of others.slice(0, 16)) await merge(here, other, FIRM);
    const full = await refusalOf(merge(here, others[16]!, FIRM));
    expect([full.code, full.details.field]).to.deep.equal(['SUBJECT_SUCCESSION_INVALID', 'successor']);
    for (let i = 0; i < 16; i++) await succeed(here, others[16]!, i, { kind: 'rename' });
    const renamed = await refusalOf(succeed(here, others[16]!, 16, { kind: 'rename' }));
    expect([renamed.code, renamed.details.field]).to.deep.equal(['SUBJECT_SUCCESSION_INVALID', 'subject']);
  });
});

describe('contracts: credit, evaluation', () => {
  const evaluate = (
    here: City,
    more: Record<string, unknown> = {},
    department = OFFICE,
  ): Promise<Committed<Written>> =>
    here.as(identityOf('BureauMSP', 'clerk', department), 'credit:evaluate', {
      v: 1,
      intent: random16(),
      subject: FIRM,
      person: 'OFFICER1',
      ...more,
    });
  const gradeAt = (here: City, at: number): Promise<GradeAnswer> =>
    here.read<GradeAnswer>('credit:gradeAt', { subject: FIRM, at });

  it('stores the grade, the model, and the root over exactly the entries that gave it', async () => {
    const here = await creditCity();
    const serious = entryInput({ facts: facts({ severity: 'serious' }) });
    const honour = entryInput({ category: 'honour', facts: facts() });
    const ended = entryInput({ facts: facts({ severity: 'general', decidedAt: '2025-11-01' }) });
    const { answer } = await publish(here, [serious, honour, ended]);
    const { writes, events } = await evaluate(here);
    const key = keys.evaluation(FIRM, NOW);
    const record = schemas.evaluation.parse(JSON.parse(writes.get(key)!));
    // 750 and no more: -120 for the serious penalty, 40 for the honour; the general one of a year ago is over.
    expect(record).to.deep.include({ grade: 'C', score: 670, version: '2.0', office: OFFICE, at: NOW });
    expect(record.model).to.deep.include({ name: 'credit-model', since: startOfDate('2026-04-01') });
    const counted = answer.entries
      .slice(0, 2)
      .map((place) => ({
        ...place,
        record: here.ledger.record(keys.entry(place.subject, place.entry)) as CreditEntry,
      }))
      .sort((a, b) => (a.entry < b.entry ? -1 : 1));
    const leaves = counted.map((one) => evaluationLeaf(nodeHashes.sha256, one, one.record));
    expect(record.inputs).to.include({
      count: 2,
      root: base64urlEncode(merkleRoot(nodeHashes.sha256, leaves)),
    });
    expect(events[0]).to.include({ type: 'credit.evaluate', count: 1 });
    expect(JSON.stringify(events)).to.not.include(FIRM);
  });

  it('gives a past day its past grade, whatever came later', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput({ facts: facts({ severity: 'serious' }) }));
    const before = await gradeAt(here, NOW + DAY);
    here.now = NOW + 2 * DAY;
    await creditAct(here, 'correct', place, 0, { facts: facts({ severity: 'minor' }) });
    await published(
      here,
      entryInput({ category: 'seriousDishonesty', facts: facts({ severity: 'serious' }) }),
    );
    here.now = NOW + 3 * DAY;
    expect(await gradeAt(here, NOW + DAY)).to.deep.equal(before);
    expect((await gradeAt(here, here.now)).grade).to.equal('D');
    await evaluate(here, { at: NOW + DAY });
    expect(here.ledger.record(keys.evaluation(FIRM, NOW + DAY))).to.deep.include({
      grade: before.grade,
      inputs: before.inputs,
    });
  });

  it('does not count for a past day what an enterprise took over later', async () => {
    const here = await creditCity();
    await publish(here, [registration(HEIR)]);
    await publish(here, [entryInput({ facts: facts({ severity: 'serious' }) })]);
    here.now = NOW + DAY;
    await merge(here, FIRM, HEIR, 1);
    const at = async (instant: number): Promise<[number, number]> => {
      const asked = { subject: HEIR, at: instant };
      const { score } = await here.read<GradeAnswer>('credit:gradeAt', asked);
      return [score, (await here.read<EntriesAnswer>('credit:entriesOf', asked)).sets.length];
    };
    expect(await at(NOW + DAY - 1)).to.deep.equal([750, 1]);
    expect(await at(NOW + DAY)).to.deep.equal([630, 2]);
  });

  it('is the credit office’s, never ahead, and one for an instant', async () => {
    const here = await creditCity();
    expect((await refusalOf(evaluate(here, {}, MARKET))).code).to.equal('NOT_CREDIT_OFFICE');
    const ahead = await refusalOf(evaluate(here, { at: NOW + 1 }));
    expect([ahead.code, ahead.details.field]).to.deep.equal(['DECIDED_IN_FUTURE', 'at']);
    const unknown = await refusalOf(evaluate(here, { subject: HEIR }));
    expect(unknown.code).to.equal('SUBJECT_UNKNOWN');
    const { tx } = await evaluate(here);
    const again = await refusalOf(evaluate(here));
    expect([again.code, again.details['transaction']]).to.deep.equal(['ALREADY_APPLIED', tx]);
  });
});
