import { expect } from 'chai';
import type { Written } from '@hanlian/chaincode/domain';
import {
  change,
  city,
  DAY,
  departmentFacts,
  HOUSING,
  MARKET,
  NOW,
  type City,
} from '../../support/contracts/city.js';
import type { Committed } from '../../support/contracts/ledger.js';
import { identityOf, random32 } from '../../support/contracts/people.js';
import { refusalOf } from '../../support/contracts/ledger.js';

describe('contracts: status lists', () => {
  let here: City;
  beforeEach(async () => {
    here = await city();
  });

  const digests = (): object => ({ revocation: random32(), suspension: random32(), message: random32() });
  const put = (facts: object, revision?: number, msp = 'BureauMSP'): Promise<Committed<Written>> =>
    here.as(identityOf(msp, 'operator'), 'registry:putStatusList', {
      ...change(revision),
      department: MARKET,
      list: 0,
      from: NOW,
      digests: digests(),
      ...facts,
    });

  it('are logged under their department and number, each later one over the last', async () => {
    const { answer } = await put({});
    expect(answer).to.include({ key: `list~${MARKET}~000000000`, revision: 0 });
    expect((await put({ from: NOW + 60 }, 0)).answer.revision).to.equal(1);
    expect((await put({ list: 1 })).answer.key).to.equal(`list~${MARKET}~000000001`);
    expect((await put({ department: HOUSING })).answer.revision).to.equal(0);
  });

  it('set one event, without a certificate in it', async () => {
    const { events } = await put({});
    expect(events).to.have.lengthOf(1);
    expect(events[0]).to.include({
      type: 'registry.putStatusList',
      count: 1,
      key: `list~${MARKET}~000000000`,
    });
  });

  it('are refused on a record that was not the last', async () => {
    await put({});
    expect((await refusalOf(put({}))).code).to.equal('STALE');
    expect((await refusalOf(put({}, 3))).code).to.equal('STALE');
  });

  it('never go back, and are not made ahead', async () => {
    await put({ from: NOW });
    expect((await refusalOf(put({ from: NOW - 1 }, 0))).details).to.include({ field: 'from', expected: NOW });
    expect((await refusalOf(put({ from: NOW + 901 }, 0))).code).to.equal('FIELD_INVALID');
    expect((await put({ from: NOW + 900 }, 0)).answer.revision).to.equal(1);
  });

  it('are the business of the organisation the department belongs to, also after it was succeeded', async () => {
    expect((await refusalOf(put({}, undefined, 'BankMSP'))).code).to.equal('WRONG_MSP');
    expect((await refusalOf(put({ department: '11430000006122244L' }))).code).to.equal('DEPARTMENT_UNKNOWN');
    await here.registrar('putDepartment', {
      ...change(0),
      ...departmentFacts(HOUSING),
      until: NOW - DAY,
    });
    expect((await put({ department: HOUSING })).answer.revision).to.equal(0);
    const clerk = here.as(identityOf('BureauMSP', 'clerk', MARKET), 'registry:putStatusList', {
      ...change(),
      department: MARKET,
      list: 7,
      from: NOW,
      digests: digests(),
    });
    expect((await refusalOf(clerk)).code).to.equal('ROLE_NOT_ALLOWED');
  });
});
