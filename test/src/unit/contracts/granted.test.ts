import { createHash } from 'node:crypto';
import { expect } from 'chai';
import {
  keys,
  type GrantAnswer,
  type GrantCheck,
  type GrantsPage,
  type LeasesPage,
  type LeaseWritten,
} from '@hanlian/chaincode/domain';
import { BANK, DAY, NOW } from '../../support/contracts/city.js';
import {
  clerk,
  demandOf,
  grantCity,
  MATTER,
  negativeOf,
  officer,
  PROVIDER,
  PURPOSE,
  registrar,
  requestOf,
  REQUESTER,
  RESOURCE,
  resourceOf,
  STRANGER,
  type GrantCity,
} from '../../support/contracts/grants.js';
import { type Committed, codeOf } from '../../support/contracts/ledger.js';
import { random16 } from '../../support/contracts/people.js';

describe('contracts: grants', () => {
  let here: GrantCity;
  let id: string;

  beforeEach(async () => {
    here = await grantCity();
    id = await here.given();
  });

  const lease = (index: number, more: object = {}, by = clerk(PROVIDER)): Promise<Committed<LeaseWritten>> =>
    here.city.as<LeaseWritten>(by, 'sharing:leaseQuota', {
      v: 1,
      intent: random16(),
      grant: id,
      index,
      ...more,
    });

  const check = (more: object = {}): Promise<GrantCheck> =>
    here.city.read<GrantCheck>('sharing:checkGrant', {
      id,
      recipient: REQUESTER,
      resource: RESOURCE,
      fields: ['name'],
      purpose: PURPOSE,
      matter: MATTER,
      ...more,
    });

  describe('are paused and resumed', () => {
    it('by the provider; while paused nothing is covered', async () => {
      expect(await codeOf(here.act('pauseGrant', id, {}, clerk(REQUESTER)))).to.equal('OTHER_DEPARTMENT');
      await here.act('pauseGrant', id);
      expect(await check()).to.include({ covered: false, bar: 'GRANT_PAUSED', revision: 2 });
      expect(await codeOf(lease(1))).to.equal('GRANT_PAUSED');
      await here.act('resumeGrant', id);
      expect(await check()).to.include({ covered: true, revision: 3 });
    });

    it('and a pause is disputed before the bureau, which can end it', async () => {
      await here.act('pauseGrant', id);
      await here.act('disputeGrant', id, {}, clerk(REQUESTER));
      await here.act('resolveGrantDispute', id, { decision: 'grant' }, registrar());
      expect(here.grant(id).state).to.equal('granted');
    });

    it('on the revision that was looked at, once, and not after it was withdrawn', async () => {
      expect(await codeOf(here.act('pauseGrant', id, { expectedRevision: 0 }))).to.equal('STALE');
      const intent = random16();
      await here.act('pauseGrant', id, { intent });
      expect(await codeOf(here.act('pauseGrant', id, { intent }))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.act('pauseGrant', id))).to.equal('GRANT_ACT_IMPOSSIBLE');
      await here.act('withdrawGrant', id);
      expect(await codeOf(here.act('resumeGrant', id))).to.equal('GRANT_ACT_IMPOSSIBLE');
    });

    it('so often only that there is always room to withdraw, and for a case’s end', async () => {
      for (let i = 0; here.grant(id).decisions.length < 62; i++) {
        await here.act(i % 2 === 0 ? 'pauseGrant' : 'resumeGrant', id);
      }
      expect(await codeOf(here.act('pauseGrant', id))).to.equal('GRANT_HISTORY_FULL');
      await here.act('withdrawGrant', id);
      expect(here.grant(id).decisions).to.have.length(63);
    });
  });

  it('are withdrawn by the provider, or given back by the requester, and by nobody else', async () => {
    expect(await codeOf(here.act('withdrawGrant', id, {}, clerk(STRANGER)))).to.equal('OTHER_DEPARTMENT');
    const given = here.fork();
    await given.act('withdrawGrant', id, {}, clerk(REQUESTER));
    expect(given.grant(id).decisions.at(-1)).to.include({ act: 'withdraw', by: REQUESTER });
    await here.act('withdrawGrant', id);
    expect(here.grant(id).decisions.at(-1)).to.include({ act: 'withdraw', by: PROVIDER });
    expect(await check()).to.include({ covered: false, bar: 'GRANT_WITHDRAWN' });
    expect(await codeOf(lease(1))).to.equal('GRANT_WITHDRAWN');
  });

  it('end by themselves: expiry is computed, and written by nobody', async () => {
    const { until } = here.grant(id);
    here.now = until - 1;
    expect((await check()).covered).to.equal(true);
    here.now = until;
    expect(await check()).to.include({ covered: false, bar: 'GRANT_EXPIRED' });
    expect(here.grant(id).state).to.equal('granted');
    await here.act('pauseGrant', id);
    expect(await codeOf(here.act('resumeGrant', id))).to.equal('GRANT_EXPIRED');
  });

  it('cover nothing before they begin', async () => {
    id = await here.given({ since: NOW + DAY });
    expect(await check()).to.include({ covered: false, bar: 'GRANT_NOT_BEGUN' });
  });

  describe('cover what they name', () => {
    const outside: readonly (readonly [string, string, object])[] = [
      ['recipient', 'GRANT_OF_ANOTHER', { recipient: STRANGER }],
      ['resource', 'GRANT_NOT_COVERED', { resource: '307001/2' }],
      ['purpose', 'GRANT_NOT_COVERED', { purpose: '其他' }],
      ['matter', 'GRANT_NOT_COVERED', { matter: '其他' }],
      ['fields', 'GRANT_NOT_COVERED', { fields: ['name', 'address'] }],
    ];
    for (const [field, bar, asked] of outside) {
      it(`and no other ${field}`, async () => {
        expect(await check(asked)).to.deep.equal({
          v: 1,
          id,
          at: NOW,
          revision: 1,
          covered: false,
          bar,
          field,
        });
      });
    }

    it('but not what the negative list keeps back since', async () => {
      here.put(negativeOf({ field: 'name' }));
      expect(await check()).to.include({ covered: false, bar: 'GRANT_KEPT_BACK' });
      expect((await check({ fields: ['uscc'] })).covered).to.equal(true);
    });
  });

  it('cover nothing of a resource that has left the catalogue, until it stands there again', async () => {
    here.put(resourceOf({ retired: { at: NOW, reason: '并入另一资源' } }));
    expect(await check()).to.include({ covered: false, bar: 'GRANT_RESOURCE_RETIRED', field: 'resource' });
    here.put(resourceOf());
    expect((await check()).covered).to.equal(true);
    here.city.ledger.state.delete(keys.resource(RESOURCE));
    expect(await check()).to.include({ covered: false, bar: 'GRANT_RESOURCE_RETIRED' });
  });

  it('that rest on a consent end with it, and cover nothing where there is none', async () => {
    const consent = random16();
    here.put(demandOf({ department: BANK }));
    const put = (state: string): void => {
      const record = { state, since: NOW - DAY, until: NOW + 400 * DAY };
      here.city.ledger.state.set(keys.consent(consent), JSON.stringify(record));
    };
    put('active');
    const asked = requestOf({
      demand: { department: BANK, id: 'D1' },
      recipients: [BANK],
      basis: { consent },
    });
    ({ id } = (await here.ask(asked, officer())).answer);
    await here.act('decideGrant', id, { decision: 'grant' });
    expect((await check({ recipient: BANK })).covered).to.equal(true);
    put('withdrawn');
    expect(await check({ recipient: BANK })).to.include({ covered: false, bar: 'GRANT_CONSENT_NOT_LIVE' });
    here.city.ledger.state.delete(keys.consent(consent));
    expect(await check({ recipient: BANK })).to.include({ covered: false, bar: 'GRANT_CONSENT_NOT_LIVE' });
  });

  describe('have a quota, taken in leases', () => {
    it('of one size, the last one smaller: together they are the limit, to one', async () => {
      const sizes: number[] = [];
      for (const index of [1, 2, 3, 4]) sizes.push((await lease(index)).answer.size);
      expect(sizes).to.deep.equal([300, 300, 300, 100]);
      expect(await codeOf(lease(5))).to.equal('GRANT_QUOTA_EXHAUSTED');
    });

    it('once each: of two hubs that take the same one, one has it', async () => {
      const { answer, events } = await lease(1);
      const key = keys.lease(id, '2026-11-20', 1);
      expect(answer).to.include({ window: '2026-11-20', index: 1, size: 300 });
      expect(await codeOf(lease(1))).to.equal('GRANT_LEASE_TAKEN');
      const root = createHash('sha256').update(here.city.ledger.state.get(key)!).digest('base64url');
      expect(events).to.deep.equal([{ v: 1, type: 'sharing.leaseQuota', count: 1, key, root }]);
      expect(here.city.ledger.record(key)).to.deep.include({ by: PROVIDER, grantRevision: 1 });
    });

    it('by one intent one, whichever it asks for', async () => {
      const intent = random16();
      await lease(1, { intent });
      expect(await codeOf(lease(2, { intent }))).to.equal('ALREADY_APPLIED');
    });

    it('anew each day', async () => {
      for (const index of [1, 2, 3, 4]) await lease(index);
      here.now = NOW + DAY;
      expect((await lease(1)).answer.window).to.equal('2026-11-21');
    });

    it('by the provider alone', async () => {
      expect(await codeOf(lease(1, {}, clerk(REQUESTER)))).to.equal('OTHER_DEPARTMENT');
      expect(await codeOf(lease(1, { grant: random16() }))).to.equal('GRANT_UNKNOWN');
    });

    it('which anyone can count, page by page', async () => {
      for (const index of [1, 2]) await lease(index);
      here.now = NOW + DAY;
      await lease(1);
      const page = (more: object): Promise<LeasesPage> =>
        here.city.read<LeasesPage>('sharing:pageLeases', { grant: id, limit: 2, ...more });
      const first = await page({});
      expect(first.leases.map(({ window, index }) => [window, index])).to.deep.equal([
        ['2026-11-20', 1],
        ['2026-11-20', 2],
      ]);
      expect((await page({ cursor: first.cursor })).leases).to.have.length(1);
      expect((await page({ window: '2026-11-21' })).leases).to.have.length(1);
    });
  });

  describe('for a case that must not be known of', () => {
    const asked = { purpose: '执法调查' };

    beforeEach(async () => {
      here.put(demandOf(asked));
      id = await here.given(asked);
    });

    it('show accesses when it is closed, or when the rule’s days are over', async () => {
      expect(here.grant(id).visibility).to.include({ class: 'delayed', days: 1096 });
      expect(await codeOf(here.act('closeGrantCase', id))).to.equal('OTHER_DEPARTMENT');
      here.now = NOW + DAY;
      await here.act('closeGrantCase', id, {}, clerk(REQUESTER));
      expect(here.grant(id).visibility).to.include({ closedAt: NOW + DAY });
      expect(here.grant(id).state).to.equal('granted');
      expect(await codeOf(here.act('closeGrantCase', id, {}, clerk(REQUESTER)))).to.equal(
        'GRANT_ACT_IMPOSSIBLE',
      );
    });

    it('and a dispute that is open stays open', async () => {
      await here.act('pauseGrant', id);
      await here.act('disputeGrant', id, {}, clerk(REQUESTER));
      await here.act('closeGrantCase', id, {}, clerk(REQUESTER));
      expect(here.grant(id).waiting).to.include({ step: 'dispute' });
    });
  });

  it('are read one by one, and page by page', async () => {
    const { record } = await here.city.read<GrantAnswer>('sharing:getGrant', { id });
    expect(record).to.deep.equal(here.grant(id));
    await here.ask(requestOf());
    const first = await here.city.read<GrantsPage>('sharing:pageGrants', { limit: 1 });
    const second = await here.city.read<GrantsPage>('sharing:pageGrants', { limit: 2, cursor: first.cursor });
    expect([...first.grants, ...second.grants].map((grant) => grant.state).sort()).to.deep.equal([
      'granted',
      'requested',
    ]);
    expect(second).not.to.have.property('cursor');
    expect(await codeOf(here.city.read('sharing:getGrant', { id: random16() }))).to.equal('GRANT_UNKNOWN');
  });
});
