import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { endOfDate, keys, type Grant } from '@hanlian/chaincode/domain';
import { BANK, DAY, LAST_YEAR, NOW } from '../../support/contracts/city.js';
import {
  basis,
  BUREAU,
  clerk,
  demandOf,
  grantCity,
  negativeOf,
  operator,
  OPERATOR,
  PROVIDER,
  registrar,
  requestOf,
  REQUESTER,
  resourceOf,
  type GrantCity,
} from '../../support/contracts/grants.js';
import { codeOf, refusalOf } from '../../support/contracts/ledger.js';
import { random16 } from '../../support/contracts/people.js';

/** Friday 20 November 2026, and ten working days later; its own day does not count. */
const DUE = endOfDate('2026-12-04');

describe('contracts: requests for data', () => {
  let here: GrantCity;

  beforeEach(async () => {
    here = await grantCity();
  });

  describe('come to a decision', () => {
    it('at once where a resource is shared unconditionally, in the transaction that asks', async () => {
      here.put(resourceOf({ share: 'unconditional' }));
      const request = requestOf();
      const { answer } = await here.ask(request);
      expect(answer).to.include({ state: 'granted', revision: 0 });
      const grant = here.grant(request.id);
      expect(grant.decisions.map(({ act }) => act)).to.deep.equal(['request', 'grant']);
      expect(grant.decisions[1]).not.to.have.property('by');
      expect(grant.waiting).to.equal(null);
    });

    it('by the provider where there are conditions: until then nothing is granted, and a clock runs', async () => {
      const request = requestOf();
      const { answer } = await here.ask(request);
      expect(answer).to.include({ state: 'requested', due: DUE });
      expect(here.grant(request.id)).to.deep.include({
        requester: REQUESTER,
        provider: PROVIDER,
        resourceRevision: 0,
        visibility: {
          class: 'now',
          rule: { name: 'sharing-grants', since: LAST_YEAR, clause: '一般共享：即时可查' },
        },
        waiting: {
          step: 'decide',
          since: NOW,
          due: DUE,
          rule: {
            name: 'sharing-deadlines',
            since: LAST_YEAR,
            clause: '提供部门自收到申请之日起十个工作日内答复',
          },
        },
      });
      const decided = await here.act('decideGrant', request.id, { decision: 'grant' });
      expect(decided.answer).to.include({ state: 'granted', revision: 1 });
      expect(here.grant(request.id).waiting).to.equal(null);
    });

    it('or is refused by the provider, who says on what it rests', async () => {
      const { id } = (await here.ask(requestOf())).answer;
      const because = basis();
      await here.act('decideGrant', id, { decision: 'refuse', basis: because });
      expect(here.grant(id).state).to.equal('refused');
      expect(here.grant(id).decisions[1]).to.deep.include({ act: 'refuse', by: PROVIDER, basis: because });
    });

    it('never by an operator’s asking alone, and never on a calendar that is not there', async () => {
      here.put(resourceOf({ share: 'unconditional' }));
      here.put(demandOf({ department: OPERATOR }));
      const operated = requestOf({
        demand: { department: OPERATOR, id: 'D1' },
        kind: 'operation',
        recipients: [OPERATOR],
        onwardRecipients: [BANK],
      });
      const { answer } = await here.ask(operated, operator());
      expect(answer.state).to.equal('requested');
      here.put(resourceOf());
      here.city.ledger.state.delete(keys.calendar(2026));
      expect(await codeOf(here.ask(requestOf()))).to.equal('CALENDAR_MISSING');
    });
  });

  it('are told of by key and digest: the log proves each revision of a grant by itself', async () => {
    const request = requestOf();
    const asked = await here.ask(request);
    const key = keys.grant(request.id);
    const digest = (record: Grant): string => {
      expect(JSON.stringify(record)).to.equal(here.city.ledger.state.get(key));
      return createHash('sha256').update(here.city.ledger.state.get(key)!).digest('base64url');
    };
    expect(asked.events).to.deep.equal([
      { v: 1, type: 'sharing.requestGrant', count: 1, key, root: digest(here.grant(request.id)) },
    ]);
    const decided = await here.act('decideGrant', request.id, { decision: 'grant' });
    expect(decided.events[0]).to.deep.include({ key, root: digest(here.grant(request.id)) });
  });

  describe('that nobody answers', () => {
    let id: string;

    beforeEach(async () => {
      ({ id } = (await here.ask(requestOf())).answer);
    });

    it('are escalated once the time is over, by the requester or the bureau, and are granted by nobody’s silence', async () => {
      here.now = DUE - 1;
      const early = await refusalOf(here.act('escalateGrant', id, {}, clerk(REQUESTER)));
      expect(early).to.deep.include({ code: 'GRANT_NOT_OVERDUE' });
      expect(early.details['expected']).to.equal(DUE);
      here.now = DUE;
      expect(await codeOf(here.act('escalateGrant', id, {}, clerk(PROVIDER)))).to.equal('OTHER_DEPARTMENT');
      const asRequester = here.fork();
      expect((await asRequester.act('escalateGrant', id, {}, clerk(REQUESTER))).answer.state).to.equal(
        'requested',
      );
      const { answer } = await here.act('escalateGrant', id, {}, registrar());
      expect(answer).to.include({ state: 'requested', due: endOfDate('2026-12-11') });
      expect(here.grant(id).waiting).to.include({ step: 'escalated', since: DUE });
      expect(await codeOf(here.act('escalateGrant', id, {}, registrar()))).to.equal('GRANT_ACT_IMPOSSIBLE');
      here.now = DUE + 300 * DAY;
      expect(here.grant(id).state).to.equal('requested');
      expect(await codeOf(here.city.as(clerk(PROVIDER), 'sharing:leaseQuota', lease(id, 1)))).to.equal(
        'GRANT_NOT_GIVEN',
      );
    });

    it('are then decided by the provider after all, or by the bureau in its place', async () => {
      expect(await codeOf(here.act('resolveGrantDispute', id, { decision: 'grant' }, registrar()))).to.equal(
        'GRANT_NOT_BEFORE_BUREAU',
      );
      here.now = DUE;
      await here.act('escalateGrant', id, {}, registrar());
      const others = [here.fork(), here.fork()] as const;
      await here.act('decideGrant', id, { decision: 'grant' });
      expect(here.grant(id).state).to.equal('granted');
      for (const [i, decision] of (['grant', 'refuse'] as const).entries()) {
        await others[i]!.act('resolveGrantDispute', id, { decision }, registrar());
        expect(others[i]!.grant(id).state).to.equal(decision === 'grant' ? 'granted' : 'refused');
        expect(others[i]!.grant(id).decisions.at(-1)).to.include({ act: decision, by: BUREAU });
      }
    });

    it('are for nobody else to settle', async () => {
      here.now = DUE;
      expect(
        await codeOf(here.act('resolveGrantDispute', id, { decision: 'grant' }, clerk(REQUESTER))),
      ).to.equal('ROLE_NOT_ALLOWED');
      expect(await codeOf(here.act('decideGrant', id, { decision: 'grant' }, clerk(REQUESTER)))).to.equal(
        'OTHER_DEPARTMENT',
      );
    });
  });

  it('are refused by law also when somebody grants them: what changed since counts', async () => {
    const { id } = (await here.ask(requestOf())).answer;
    here.put(negativeOf());
    here.put(resourceOf({ revision: 4 }));
    const { answer } = await here.act('decideGrant', id, { decision: 'grant' });
    expect(answer).to.deep.include({
      state: 'refused',
      refusal: { ground: 'negativeList', law: '个人信息保护法第二十八条' },
    });
    expect(here.grant(id)).to.include({ state: 'refused', resourceRevision: 4 });
    expect(here.grant(id).decisions[1]).to.include({ act: 'refuse', by: PROVIDER });
  });

  describe('that were refused', () => {
    let id: string;
    const settle = (decision: string): Promise<unknown> =>
      here.act('resolveGrantDispute', id, { decision }, registrar());

    beforeEach(async () => {
      ({ id } = (await here.ask(requestOf())).answer);
      await here.act('decideGrant', id, { decision: 'refuse' });
    });

    it('are disputed before the bureau, by the requester, with a clock of its own', async () => {
      expect(await codeOf(here.act('disputeGrant', id))).to.equal('OTHER_DEPARTMENT');
      const { answer } = await here.act('disputeGrant', id, {}, clerk(REQUESTER));
      expect(answer).to.include({ state: 'refused', due: DUE });
      expect(await codeOf(here.act('disputeGrant', id, {}, clerk(REQUESTER)))).to.equal(
        'GRANT_ACT_IMPOSSIBLE',
      );
    });

    it('and granted if the bureau sets the refusal aside, but never against the law', async () => {
      await here.act('disputeGrant', id, {}, clerk(REQUESTER));
      const barred = here.fork();
      await settle('grant');
      expect(here.grant(id)).to.include({ state: 'granted', waiting: null });
      expect(here.grant(id).decisions.at(-1)).to.include({ act: 'overrule', by: BUREAU });
      barred.put(resourceOf({ share: 'none', legalBasis: '统计法第九条' }));
      const { answer } = await barred.act('resolveGrantDispute', id, { decision: 'grant' }, registrar());
      expect(answer).to.deep.include({
        state: 'refused',
        refusal: { ground: 'notShared', law: '统计法第九条' },
      });
    });

    it('or stay refused, and are not disputed again', async () => {
      await here.act('disputeGrant', id, {}, clerk(REQUESTER));
      await settle('refuse');
      expect(here.grant(id).state).to.equal('refused');
      expect(here.grant(id).decisions.at(-1)).to.include({ act: 'uphold' });
      expect(await codeOf(here.act('disputeGrant', id, {}, clerk(REQUESTER)))).to.equal(
        'GRANT_ACT_IMPOSSIBLE',
      );
    });
  });

  const lease = (grant: string, index: number): object => ({ v: 1, intent: random16(), grant, index });
});
