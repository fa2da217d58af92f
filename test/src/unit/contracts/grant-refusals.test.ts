import { expect } from 'chai';
import { keys, type RefusalGround, type RequestGrant } from '@hanlian/chaincode/domain';
import { BANK, change, DAY, departmentFacts, LAST_YEAR, NOW } from '../../support/contracts/city.js';
import {
  clerk,
  demandOf,
  grantCity,
  negativeOf,
  officer,
  operator,
  OPERATOR,
  PROVIDER,
  requestOf,
  REQUESTER,
  resourceOf,
  STRANGER,
  type GrantCity,
} from '../../support/contracts/grants.js';
import { codeOf } from '../../support/contracts/ledger.js';
import { random16, random32 } from '../../support/contracts/people.js';

describe('contracts: requests for data', () => {
  let here: GrantCity;

  beforeEach(async () => {
    here = await grantCity();
  });

  describe('are refused by the ledger, which records by which law', () => {
    const refusal = async (
      more: Partial<RequestGrant>,
      by?: Parameters<GrantCity['ask']>[1],
    ): Promise<{ ground: RefusalGround; law: string; fields?: string[] | undefined }> => {
      const request = requestOf(more);
      const { answer, events } = await here.ask(request, by);
      const { state, decisions, waiting } = here.grant(request.id);
      expect([answer.state, state, waiting]).to.deep.equal(['refused', 'refused', null]);
      expect(events[0]).to.include({ key: keys.grant(request.id), type: 'sharing.requestGrant' });
      expect(decisions[1]!.refusal).to.deep.equal(answer.refusal);
      return answer.refusal!;
    };

    it('what the negative list keeps back, whole or in part, as long as it does', async () => {
      here.put(negativeOf({ field: 'uscc' }));
      expect(await refusal({})).to.deep.equal({
        ground: 'negativeList',
        law: '个人信息保护法第二十八条',
        fields: ['uscc'],
      });
      expect((await here.ask(requestOf({ fields: ['name'] }))).answer.state).to.equal('requested');
      here.put(negativeOf());
      expect(await refusal({ fields: ['name'] })).to.deep.equal({
        ground: 'negativeList',
        law: '个人信息保护法第二十八条',
      });
      here.put(negativeOf({ until: '2026-11-19' }));
      expect((await here.ask(requestOf())).answer.state).to.equal('requested');
    });

    it('what the one that took the provider’s place keeps back', async () => {
      await here.city.registrar('succeedDepartment', {
        ...change(0),
        code: PROVIDER,
        successor: STRANGER,
        since: NOW,
      });
      here.put(negativeOf({ department: STRANGER }));
      expect((await refusal({})).ground).to.equal('negativeList');
    });

    it('what is not shared, by the law the catalogue cites, and what holds secrets', async () => {
      here.put(resourceOf({ share: 'none', legalBasis: '统计法第九条' }));
      expect(await refusal({})).to.deep.equal({ ground: 'notShared', law: '统计法第九条' });
      here.put(resourceOf({ classified: true }));
      expect((await refusal({})).ground).to.equal('classified');
    });

    const beyond: readonly (readonly [RefusalGround, string, Partial<RequestGrant>, string[]?])[] = [
      ['purposeOther', 'another purpose', { purpose: '其他' }],
      ['matterOther', 'another matter', { matter: '其他' }],
      ['fieldsBeyondDemand', 'fields beyond the demand', { fields: ['name', 'owner'] }, ['owner']],
      ['recipientsBeyond', 'somebody outside of government', { recipients: [REQUESTER, BANK] }],
      ['periodTooLong', 'a longer time', { until: NOW + 1097 * DAY }],
      ['consentNotLive', 'a consent there is none of', { basis: { consent: random16() } }],
      ['recipientsBeyond', 'others on a consent', { basis: { consent: random16() }, recipients: [STRANGER] }],
      ['notEntitled', 'an operator’s right', { kind: 'operation' }],
    ];
    for (const [ground, what, more, fields] of beyond) {
      it(`${what}: ${ground}`, async () => {
        const told = await refusal(more);
        expect(told.ground).to.equal(ground);
        expect(told.law).not.to.equal('');
        expect(told.fields).to.deep.equal(fields);
      });
    }

    it('fields the resource no longer has', async () => {
      here.put(resourceOf({ items: resourceOf().items.filter(({ name }) => name === 'name') }));
      expect(await refusal({})).to.include({ ground: 'fieldsBeyondResource' });
    });

    it('a bank without a consent, and an operator for sharing among departments', async () => {
      here.put(demandOf({ department: BANK }));
      const asBank = { demand: { department: BANK, id: 'D1' }, recipients: [BANK] };
      expect((await refusal(asBank, officer())).ground).to.equal('notEntitled');
      here.put(demandOf({ department: OPERATOR }));
      const asOperator = { demand: { department: OPERATOR, id: 'D1' }, recipients: [OPERATOR] };
      expect((await refusal(asOperator, operator())).ground).to.equal('notEntitled');
    });

    it('a consent that was withdrawn, or ends before the grant would', async () => {
      here.put(demandOf({ department: BANK }));
      const consent = random16();
      const asked = {
        demand: { department: BANK, id: 'D1' },
        recipients: [BANK],
        basis: { consent },
        until: NOW + DAY,
      };
      const stands = (facts: object): void => {
        const record = { state: 'active', since: LAST_YEAR, until: NOW + 2 * DAY, ...facts };
        here.city.ledger.state.set(keys.consent(consent), JSON.stringify(record));
      };
      stands({ state: 'withdrawn' });
      expect((await refusal(asked, officer())).ground).to.equal('consentNotLive');
      stands({ until: NOW + DAY - 1 });
      expect((await refusal(asked, officer())).ground).to.equal('consentNotLive');
      stands({});
      expect((await here.ask(requestOf(asked), officer())).answer.state).to.equal('requested');
      // Whose consent it is, and to whom, no ledger entry tells: somebody looks, whatever the resource's sharing is.
      here.put(resourceOf({ share: 'unconditional' }));
      expect((await here.ask(requestOf(asked), officer())).answer.state).to.equal('requested');
    });
  });

  describe('are no requests at all', () => {
    const wrong: readonly (readonly [string, string, Partial<RequestGrant>])[] = [
      ['FIELD_INVALID', 'a period that was before it', { since: NOW - 2 * DAY }],
      ['FIELD_INVALID', 'a period that ends before it begins', { since: NOW + 2 * DAY, until: NOW + DAY }],
      ['GRANT_EXPIRED', 'a period that is over', { since: NOW - 60, until: NOW - 30 }],
      ['FIELD_INVALID', 'products handed on by a department', { onwardRecipients: [BANK] }],
      ['AGREEMENT_NOT_IN_FORCE', 'an agreement nobody registered', { agreement: random32() }],
      ['DEPARTMENT_UNKNOWN', 'a recipient nobody knows', { recipients: ['91350100M000100Y43'] }],
      [
        'CATALOGUE_ENTRY_UNKNOWN',
        'no item of the demand list',
        { demand: { department: REQUESTER, id: 'D2' } },
      ],
      ['HOLDS_CITIZEN_NUMBER', 'a person by number', { person: '11010519491231002X' }],
      ['FIELD_INVALID', 'an address that is no network', { networks: ['10.1.0.0'] }],
      ['FIELD_INVALID', 'a lease beyond the quota', { quota: { limit: 10, per: 'day', lease: 11 } }],
      [
        'FIELD_INVALID',
        'leases by the hundred thousand',
        { quota: { limit: 100_000, per: 'day', lease: 1 } },
      ],
    ];
    for (const [code, what, more] of wrong) {
      it(`${what}: ${code}`, async () => {
        expect(await codeOf(here.ask(requestOf(more)))).to.equal(code);
      });
    }

    it('of others’ demands, of one’s own data, of what left the catalogue, or to one no longer in force', async () => {
      expect(await codeOf(here.ask(requestOf(), clerk(STRANGER)))).to.equal('OTHER_DEPARTMENT');
      here.put(demandOf({ department: PROVIDER }));
      const own = requestOf({ demand: { department: PROVIDER, id: 'D1' } });
      expect(await codeOf(here.ask(own))).to.equal('FIELD_INVALID');
      here.put(resourceOf({ retired: { at: NOW, reason: '停用' } }));
      expect(await codeOf(here.ask(requestOf()))).to.equal('CATALOGUE_ENTRY_RETIRED');
      here.put(demandOf({ retired: { at: NOW, reason: '停用' } }));
      expect(await codeOf(here.ask(requestOf()))).to.equal('CATALOGUE_ENTRY_RETIRED');
      here.put(demandOf({ resource: '307001/2' }));
      expect(await codeOf(here.ask(requestOf()))).to.equal('RESOURCE_UNKNOWN');
      here.put(demandOf());
      here.put(resourceOf());
      await here.city.registrar('putDepartment', {
        ...change(0),
        ...departmentFacts(STRANGER),
        until: NOW - 1,
      });
      const former = requestOf({ recipients: [STRANGER] });
      expect(await codeOf(here.ask(former))).to.equal('DEPARTMENT_NOT_IN_FORCE');
    });

    it('twice: the same again has taken effect, and another under its id is refused', async () => {
      const request = requestOf();
      await here.ask(request);
      expect(await codeOf(here.ask(request))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.ask(requestOf({ id: request.id })))).to.equal('STALE');
    });
  });
});
