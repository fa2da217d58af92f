import { expect } from 'chai';
import { keys } from '@hanlian/chaincode/domain';
import { toConcerned } from '@hanlian/gateway/feed/from-ledger';
import { actIn } from '../../support/contracts/acts.js';
import { demand, put, REGISTRATIONS, resource } from '../../support/contracts/catalogue.js';
import { city, HOUSING, MARKET } from '../../support/contracts/city.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

describe('what the audit list says of the catalogue', () => {
  it('of one entry: whose it is, and its key', async () => {
    const act = actIn(await put(await city(), 'resources', [resource()]));
    const key = keys.resource(REGISTRATIONS);
    expect(act).to.include({ operation: 'catalogue.putResources', department: MARKET, count: 1, key });
    const [notice] = await toConcerned(() => Promise.resolve([MARKET]))(act);
    expect(notice).to.deep.include({ type: 'catalogue.changed', department: MARKET });
    expect(notice?.data).to.include({ operation: 'catalogue.putResources', key, count: 1 });
  });

  it('of several: whose they are, and how many', async () => {
    const both = [demand(), demand({ id: 'D002' })];
    const act = actIn(await put(await city(), 'demands', both, { department: HOUSING }));
    expect(act).to.include({ operation: 'catalogue.putDemands', department: HOUSING, count: 2 });
    expect(act).not.to.have.property('key');
  });

  it('of a version of an open set: who published it', async () => {
    const here = await city();
    await put(here, 'resources', [resource({ open: true })]);
    const published = await here.as(
      identityOf('BureauMSP', 'clerk', MARKET),
      'catalogue:publishOpenVersion',
      {
        v: 1,
        intent: random16(),
        resource: REGISTRATIONS,
        version: 1,
        fileName: 'registrations.csv',
        mediaType: 'text/csv',
        size: 3,
        sha256: random32(),
        sm3: random32(),
      },
    );
    const key = keys.openVersion(REGISTRATIONS, 1);
    expect(actIn(published)).to.include({ department: MARKET, key });
  });

  it('of a transaction that wrote no entry: nobody', async () => {
    const committed = await put(await city(), 'resources', [resource()]);
    expect(actIn({ ...committed, tx: random32(), writes: new Map() })).not.to.have.property('department');
  });
});
