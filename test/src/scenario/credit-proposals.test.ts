import { expect } from 'chai';
import { addMonths, dateOfInstant, type JsonObject, type Proposal } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { ENTERPRISE, penaltyOf, registrationOf } from '../fabric/told-credit.js';
import { order } from '../fabric/told.js';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const basis = { law: '行政许可法第六十九条', document: '示例市监〔2026〕9号' };
const DIGEST = 'A'.repeat(43);

describe('what penalties propose to issuers', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let issuer: SampleCallerKey;
  let source: SampleCallerKey;
  let office: SampleCallerKey;
  let license: string;
  const today = dateOfInstant(Math.floor(Date.now() / 1000));

  const ask = async (caller: SampleCallerKey, path: string, body?: object): Promise<JsonObject> =>
    made(await city.ask(caller, path, body));
  const proposals = async (caller: SampleCallerKey): Promise<Proposal[]> =>
    (await ask(caller, '/v1/credit/proposals')).items as unknown as Proposal[];
  /** Operations the issuer was told of, once there are as many. */
  const events = async (count: number): Promise<string[]> => {
    const told: string[] = [];
    for (let after = '0'; told.length < count;) {
      const { items } = (await ask(issuer, `/v1/events?after=${after}&wait=20`)) as { items: JsonObject[] };
      for (const { type, data, position } of items as {
        type: string;
        data: JsonObject;
        position: string;
      }[]) {
        after = position;
        if (type === 'license.proposed')
          told.push(`${data.operation as string} ${data.certificate as string}`);
      }
    }
    return told;
  };
  const publish = async (document: string, operation: string): Promise<string> => {
    const entry = { ...penaltyOf(document, addMonths(today, -4)), measure: { operation, license } };
    const { entries } = (await ask(source, '/v1/credit/entries', { entries: [entry] })) as unknown as {
      entries: { entry: string }[];
    };
    return `/v1/credit/entries/${ENTERPRISE}/${entries[0]!.entry}`;
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    issuer = callerOf(city, 'market-clerk');
    source = callerOf(city, 'land-clerk');
    office = callerOf(city, 'credit-clerk');
    await ask(issuer, '/v1/credit/entries', { entries: [registrationOf(ENTERPRISE)] });
    const { certificates } = (await ask(issuer, '/v1/licenses', order)) as { certificates: [{ id: string }] };
    license = certificates[0].id;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is a suspension until the issuer confirms it, and its end once the entry is repaired', async () => {
    const entry = await publish('示例资罚〔2026〕1号', 'suspend');
    const [open] = await proposals(issuer);
    expect(open).to.include({ license, operation: 'suspend', state: 'open', source: DEPARTMENTS.land.code });
    expect(open!.links.confirm).equal(`/v1/licenses/${license}/suspend`);
    expect(await events(1)).deep.equal([`suspend ${license}`]);
    expect((await proposals(callerOf(city, 'bank-one-officer'))).length).equal(0);

    await ask(issuer, open!.links.confirm!, { basis });
    expect((await proposals(source))[0]).to.include({ operation: 'suspend', state: 'done' });

    const application = { basis, evidence: [DIGEST], commitment: DIGEST, fulfilledAt: today };
    await ask(office, `${entry}/apply-repair`, application);
    await ask(source, `${entry}/accept-repair`, { basis, decision: 'accept' });
    await ask(office, `${entry}/review-repair`, { basis, decision: 'grant' });
    const [lifted] = await proposals(issuer);
    expect(lifted).to.include({ operation: 'reinstate', state: 'open' });
    expect(await events(2)).deep.equal([`suspend ${license}`, `reinstate ${license}`]);
    await ask(issuer, lifted!.links.confirm!, { basis });
    expect((await proposals(issuer))[0]).to.include({ operation: 'reinstate', state: 'done' });
  });

  it('is a revocation, which no repair undoes', async () => {
    const entry = await publish('示例资罚〔2026〕2号', 'revoke');
    const revocation = (await proposals(issuer)).find(({ operation }) => operation === 'revoke');
    expect(revocation).to.include({ state: 'open' });
    await ask(issuer, revocation!.links.confirm!, { basis });
    expect((await proposals(issuer)).find(({ operation }) => operation === 'revoke')!.state).equal('done');
    await ask(source, `${entry}/annul`, { basis });
    expect((await proposals(issuer)).some(({ operation }) => operation === 'revoke')).equal(false);
  });
});
