import {
  receiptBytes,
  receiptDigest,
  type AccessAnswer,
  type HandedOn,
  type OwnAccess,
  type SignedOnward,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { expect } from 'chai';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16 } from '../support/contracts/people.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { CUSTOMER, FAR_CUSTOMER, OperatingCity, OPERATOR } from '../support/operating-city.js';
import { demandOf, nameRecords, PROVIDER, SharingCity } from '../support/sharing-city.js';

/** The sample city's rules show such an access after three years, or once its case is closed. */
const INVESTIGATION = '执法调查';
const DAY = 86_400_000;

describe('where products of public data went', function () {
  this.timeout(120_000);
  let now = Date.parse('2026-11-20T12:00:00+08:00');
  let folder: string;
  let city: RunningCity;
  let operating: OperatingCity;
  let people: ConsentingCity;

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    city = await runCity(folder, { clock: () => now });
    const here = new SharingCity(city, () => now);
    await here.prepare();
    people = new ConsentingCity(city, () => now);
    await people.prepare();
    operating = new OperatingCity(here);
    await operating.prepare();
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const receiptIn = ({ status, body }: Answer): SignedOnward => {
    expect(status, JSON.stringify(body)).to.equal(201);
    return body['receipt'] as unknown as SignedOnward;
  };
  const shownOf = (receipt: SignedOnward): HandedOn => ({
    recipient: receipt.record.requester,
    at: new Date(receipt.record.at * 1000).toISOString().replace('.000', ''),
    fields: receipt.record.fields,
    receipt: receiptDigest(nodeHashes.sha256, receipt),
  });
  const accessesOf = async (grant: string, by: string): Promise<AccessAnswer[]> => {
    const { status, body } = await city.ask(operating.here.named(by), `/v1/audit/accesses?grant=${grant}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body['items'] as unknown as AccessAnswer[];
  };
  const ownAccesses = async (): Promise<OwnAccess[]> => {
    const { enterprise } = people;
    const statement = {
      ...{ v: 1, kind: 'access-view', holder: enterprise.code, holderKey: enterprise.keyId },
      ...{ audience: PROVIDER, intent: random16(), issuedAt: Math.floor(now / 1000) },
    };
    const signature = enterprise.sign(statement);
    const { status, body } = await city.ask('bureau', '/v1/accesses/view', { statement, signature });
    expect(status, JSON.stringify(body)).to.equal(200);
    return body['items'] as unknown as OwnAccess[];
  };

  it('is told to the provider in another hub, which shows it with the access, to auditors and to whose data it is', async () => {
    const grant = await operating.grant();
    const [query, other] = [await operating.released(grant), await operating.released(grant)];
    const near = receiptIn(await operating.handOn(grant, [query, other]));
    const far = receiptIn(await operating.handOn(grant, [query], { recipient: FAR_CUSTOMER }));
    expect([near, far].map(({ record }) => record.requester)).to.deep.equal([CUSTOMER, FAR_CUSTOMER]);
    await city.hub('bank').administration.sharing.turn();
    const [first, second] = await accessesOf(grant, 'market-clerk');
    expect(first).to.include({ query, requester: OPERATOR.code });
    expect(first!.handedOn).to.have.deep.members([near, far].map(shownOf));
    expect(second!.handedOn).to.deep.equal([shownOf(near)]);
    const own = (await ownAccesses()).filter(({ authority }) => authority.grant === grant);
    expect(own).to.have.length(2);
    const mine = own.find((access) => access.query === query);
    expect(mine!.handedOn).to.have.deep.members([near, far].map(shownOf));
  });

  it('arrives once it can, and counts only as the operator signed it, of its own queries', async () => {
    const grant = await operating.grant();
    const query = await operating.released(grant);
    const receipt = receiptIn(await operating.handOn(grant, [query]));
    await eventually(async () => {
      const [access] = await accessesOf(grant, 'market-clerk');
      expect(access!.handedOn).to.deep.equal([shownOf(receipt)]);
    });
    const tell = (more: object): Promise<Answer> =>
      city.ask('bureau', '/v1/exchange/onward', { v: 1, to: PROVIDER, receipt, ...more });
    expect((await tell({})).body).to.deep.equal({ onward: receipt.record.id });
    const { keys } = city.hub('bank').administration.exchange;
    const signed = async (more: object): Promise<{ receipt: SignedOnward }> => {
      const record = { ...receipt.record, ...more };
      return { receipt: { record, signature: await keys.sign(OPERATOR.code, receiptBytes(record)) } };
    };
    const changed = { receipt: { ...receipt, record: { ...receipt.record, requester: FAR_CUSTOMER } } };
    const refusals = [
      ['SIGNATURE_INVALID', changed],
      ['OTHER_DEPARTMENT', { to: FAR_CUSTOMER }],
      ['QUERY_UNKNOWN', { to: operating.here.named('housing-clerk').department }],
      ['QUERY_UNKNOWN', await signed({ queries: [random16()] })],
    ] as const;
    for (const [code, more] of refusals) expect((await tell(more)).body['code'], code).to.equal(code);
    const [access] = await accessesOf(grant, 'market-clerk');
    expect(access!.handedOn).to.have.length(1);
  });

  it('and to whose data it is no sooner than the access itself', async () => {
    const { register } = city.hub('bank').administration;
    const demand = { ...demandOf(OPERATOR.code), id: 'D2', purpose: INVESTIGATION };
    await register('operator-clerk', 'catalogue:putDemands', { entries: [demand] });
    const grant = await operating.grant({
      demand: { department: OPERATOR.code, id: 'D2' },
      purpose: INVESTIGATION,
    });
    const query = await operating.released(grant, { purpose: INVESTIGATION });
    const before = receiptIn(await operating.handOn(grant, [query]));
    const hidden = async (): Promise<OwnAccess[]> =>
      (await ownAccesses()).filter(({ authority }) => authority.grant === grant);
    now += 10 * DAY;
    const after = receiptIn(await operating.handOn(grant, [query]));
    await city.hub('bank').administration.sharing.turn();
    expect(await hidden()).to.deep.equal([]);
    const [access] = await accessesOf(grant, 'market-clerk');
    expect(access!.handedOn).to.have.deep.members([before, after].map(shownOf));
    now += 1090 * DAY;
    // The access may be shown by now, and what was handed on at once; what followed ten days later not yet.
    expect((await hidden()).map(({ handedOn }) => handedOn)).to.deep.equal([[shownOf(before)]]);
  });
});
