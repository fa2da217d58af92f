import { expect } from 'chai';
import { keys } from '@hanlian/chaincode/domain';
import { toConcerned } from '@hanlian/gateway/feed/from-ledger';
import { actIn } from '../../support/contracts/acts.js';
import { MARKET, PREPARER } from '../../support/contracts/city.js';
import {
  creditAct,
  creditCity,
  entryInput,
  facts,
  FIRM,
  OFFICE,
  publish,
  published,
} from '../../support/contracts/credit.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

const LAW = '行政许可法第三十八条';

describe('what the audit list says of credit', () => {
  it('of a publication: whose entries, by whom, how many', async () => {
    const here = await creditCity();
    const act = actIn(await publish(here, [entryInput(), entryInput()]));
    expect(act).to.include({
      operation: 'credit.publish',
      department: MARKET,
      person: PREPARER.id,
      count: 2,
    });
  });

  it('of an act of the credit office: that it acted on the entry of another, and by which law', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    const act = actIn(await creditAct(here, 'dispute', place, 0, { department: OFFICE }));
    expect(act).to.include({
      department: OFFICE,
      issuer: MARKET,
      law: LAW,
      key: keys.entry(place.subject, place.entry),
    });
    const own = actIn(await creditAct(here, 'annul', place, 1));
    expect([own.department, own.issuer]).to.deep.equal([MARKET, undefined]);
  });

  it('of a succession, an evaluation and an acknowledgement: who answers for it', async () => {
    const here = await creditCity();
    const office = identityOf('BureauMSP', 'clerk', OFFICE);
    const by = { v: 1, person: PREPARER.id, subject: FIRM };
    const graded = await here.as(office, 'credit:evaluate', { ...by, intent: random16() });
    expect(actIn(graded)).to.include({ department: OFFICE, person: PREPARER.id });
    const rename = { kind: 'rename', since: '2026-11-10', basis: { law: LAW, digest: random32() } };
    for (const [identity, actor, issuer, revision] of [
      [office, OFFICE, MARKET, 0],
      [identityOf('BureauMSP', 'clerk', MARKET), MARKET, undefined, 1],
    ] as const) {
      const request = { ...by, ...rename, intent: random16(), expectedRevision: revision };
      const act = actIn(await here.as(identity, 'credit:succeedSubject', request));
      expect([act.department, act.issuer, act.law]).to.deep.equal([actor, issuer, LAW]);
    }
    const place = await published(
      here,
      entryInput({ facts: facts({ severity: 'general', decidedAt: '2026-05-20' }) }),
    );
    const application = { evidence: [random32()], commitment: random32(), fulfilledAt: '2026-06-01' };
    await creditAct(here, 'applyRepair', place, 0, application);
    await creditAct(here, 'acceptRepair', place, 1, { decision: 'accept' });
    const commitment = random32();
    const granted = { department: OFFICE, decision: 'grant', recipients: [commitment] };
    await creditAct(here, 'reviewRepair', place, 2, granted);
    const stopped = {
      v: 1,
      intent: random16(),
      expectedRevision: 0,
      ...place,
      commitment,
      receipt: random32(),
    };
    const act = actIn(await here.as(office, 'credit:acknowledgeStop', stopped));
    expect([act.operation, act.department]).to.deep.equal(['credit.acknowledgeStop', undefined]);
    expect(act.key).to.equal(keys.stopDuties(place.subject, place.entry));
  });

  it('is told to the source, and nothing of the content', async () => {
    const here = await creditCity();
    const input = entryInput();
    const act = actIn(await publish(here, [input]));
    const [notice] = await toConcerned(({ department }) => Promise.resolve([department!]))(act);
    expect(notice).to.deep.include({ type: 'credit.changed', department: MARKET });
    expect(notice!.data).to.include({ operation: 'credit.publish', count: 1 });
    expect(JSON.stringify(notice)).to.not.include(input.facts.root).and.not.include(FIRM);
  });
});
