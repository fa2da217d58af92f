import { expect } from 'chai';
import type { CreditEntryAnswer, EntriesView, JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { ENTERPRISE, HEIR, tellCredit } from '../fabric/told-credit.js';
import type { Told } from '../fabric/told.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

describe('credit entries', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let told: ReadonlyMap<string, Told>;

  const answer = (step: string): JsonObject => told.get(step)!.body as JsonObject;
  const refused = (step: string): string => `${told.get(step)!.status} ${answer(step).code as string}`;
  const entry = (step: string): CreditEntryAnswer => {
    expect(told.get(step)!.status, JSON.stringify(answer(step))).equal(200);
    return answer(step) as unknown as CreditEntryAnswer;
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    told = new Map((await tellCredit(city)).map((one) => [one.step, one]));
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('stand for enterprises that are registered, and for decisions of the past', () => {
    expect(refused('a penalty for an enterprise nobody registered')).equal('422 SUBJECT_UNKNOWN');
    expect(refused('a penalty of tomorrow')).equal('422 DECIDED_IN_FUTURE');
    expect(told.get('a penalty that does not say how grave')!.status).to.be.within(400, 422);
  });

  it('are published once, however often they are sent', () => {
    const outcomes = (step: string): string[] =>
      (answer(step).entries as { outcome: string }[]).map(({ outcome }) => outcome);
    expect(outcomes('two penalties')).deep.equal(['published', 'published']);
    expect(outcomes('the same two again')).deep.equal(['unchanged', 'unchanged']);
    expect(answer('the same two again')).to.not.have.property('transactionId');
    expect(refused('the same with another fine')).equal('409 ENTRY_EXISTS');
  });

  it('say whether they were reported in time, by the working days of the calendar', () => {
    expect(entry('the first, late').report!.late).equal(true);
    expect(entry('the second, in time').report?.late ?? false).equal(false);
  });

  it('show their body to who handles them alone', () => {
    expect(entry('the first, late').fields).to.include({ fine: '200000' });
    expect(entry('the second, in time')).to.not.have.property('fields');
  });

  it('are corrected and defended by their source, and nobody else', () => {
    expect(told.get('correct it as another department')!.status).equal(403);
    expect(entry('correct it')).to.include({ severity: 'minor', revision: 1 });
    expect(entry('correct it').fields).to.include({ content: '罚款二千元' });
    expect(entry('object to it')).to.include({ state: 'disputed' });
    expect(entry('find no ground')).to.include({ state: 'standing', revision: 3 });
  });

  it('are repaired by the credit office after the source, in that order', () => {
    expect(refused('review it before its acceptance')).equal('422 ENTRY_ACT_IMPOSSIBLE');
    expect(refused('review it as the source')).match(/^403 /);
    expect(entry('accept the application').history.at(-1)).to.include({ decision: 'accepted' });
    expect(entry('repair it')).to.include({ state: 'repaired' });
    expect(entry('repair it').publication).to.include({ shown: false, reason: 'repaired' });
    expect(entry('read it as the source').state).equal('repaired');
    expect(refused('read it as a bank')).equal('422 ENTRY_REPAIRED');
  });

  it('bind whoever was told of a repaired one to stop, and to say so once', () => {
    expect(told.get('the bank has stopped')!.status, JSON.stringify(answer('the bank has stopped'))).equal(
      200,
    );
    expect(refused('the bank has stopped, again')).equal('409 STOP_ACKNOWLEDGED');
    expect(refused('one who was never told')).equal('404 STOP_UNKNOWN');
  });

  it('are listed while the law publishes them', () => {
    const { items } = answer('what is published') as unknown as { items: CreditEntryAnswer[] };
    expect(items.map(({ category }) => category)).to.include('registration');
    expect(items.some(({ state }) => state === 'repaired')).equal(false);
    const overdue = answer('what is overdue').items as { kind: string; source: string }[];
    expect(overdue.filter(({ kind }) => kind === 'report').map(({ source }) => source)).to.include(
      DEPARTMENTS.market.code,
    );
  });

  it('give a grade that names exactly what it rests on', () => {
    const graded = answer('evaluate') as unknown as {
      counted: object[];
      inputs: { count: number };
      transactionId: string;
    };
    expect(told.get('evaluate')!.status, JSON.stringify(graded)).equal(201);
    expect(graded.counted).to.have.length(graded.inputs.count);
    expect(graded.transactionId).to.be.a('string');
  });

  it('follow an enterprise that becomes another, which takes no new ones', () => {
    const { sets } = answer('the record of the heir') as unknown as EntriesView;
    expect(sets.map(({ subject }) => subject)).deep.equal([HEIR, ENTERPRISE]);
    expect(sets[1]!.successor).equal(HEIR);
    expect(refused('a penalty for who is no more')).equal('422 SUBJECT_ENDED');
    expect(entry('annul the second').state).equal('annulled');
  });
});
