import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { canonicalize, keys, type LoanStepPage, type ProductPage } from '@hanlian/chaincode/domain';
import { BANK, change, DAY, LAST_YEAR, MARKET, NOW } from '../../../support/contracts/city.js';
import { codeOf, refusalOf, toldBy } from '../../../support/contracts/ledger.js';
import { identityOf, Officer, random16, random32 } from '../../../support/contracts/people.js';
import {
  byTwo,
  day,
  FINANCE,
  lendingCity,
  PRODUCT,
  productOf,
  signedBy,
  termsOf,
  type LendingCity,
} from '../../../support/contracts/loans.js';
import {
  actOf,
  bank,
  clerkOf,
  company,
  consentOf,
  ENTERPRISE,
  enterprise,
  Holder,
  officerOf,
  OTHER_BANK,
  otherBank,
  pullOf,
} from '../../../support/contracts/sharing.js';

describe('contracts: loans', () => {
  let here: LendingCity;

  beforeEach(async () => {
    here = await lendingCity();
  });

  const stateOf = (id: string): string => here.record(id).state;

  describe('products', () => {
    it('are a bank’s to offer, and anyone’s to read', async () => {
      const product = await here.read('loan:getProduct', { bank: BANK, id: PRODUCT });
      expect(product).to.include({ bank: BANK, id: PRODUCT, rate: 500 });
      const all = await here.read<ProductPage>('loan:pageProducts', { limit: 1 });
      const rest = await here.read<ProductPage>('loan:pageProducts', { limit: 2, cursor: all.cursor });
      const banks = [...all.products, ...rest.products].map((each) => each.bank);
      expect(banks).to.have.members([BANK, OTHER_BANK]);
      const own = await here.read<ProductPage>('loan:pageProducts', { limit: 5, bank: BANK });
      expect(own.products).to.deep.equal([product]);
      const nothing = here.read('loan:getProduct', { bank: BANK, id: 'slow-loan' });
      expect(await codeOf(nothing)).to.equal('PRODUCT_UNKNOWN');
    });

    it('change on the revision that was seen, and say nothing that contradicts itself', async () => {
      const { city } = here.sharing;
      const put = (more: object, by = officerOf(BANK)): Promise<unknown> =>
        city.as(by, 'loan:putProduct', productOf(more));
      await put({ expectedRevision: 0, rate: 480 });
      expect(await codeOf(put({ expectedRevision: 0 }))).to.equal('STALE');
      for (const [more, field] of [
        [{ most: '999999' }, 'most'],
        [{ months: { least: 4, most: 3 } }, 'months.most'],
        [{ until: LAST_YEAR }, 'until'],
        [{ currency: 'USD' }, 'currency'],
        [{ least: '10.00' }, 'least'],
        [{ least: '-1' }, 'least'],
        [{ most: '9007199254740993' }, 'most'],
      ] as const) {
        const refused = await refusalOf(put({ id: 'other-loan', ...more }));
        expect([refused.code, refused.details.field]).to.deep.equal(['FIELD_INVALID', field]);
      }
      const office = identityOf('BureauMSP', 'officer', FINANCE);
      expect(await codeOf(put({}, office))).to.equal('NOT_A_BANK');
    });
  });

  describe('are applied for', () => {
    it('by the enterprise’s signature, whoever hands it in; the channel learns neither bank nor enterprise nor amount', async () => {
      const application = here.application();
      const signed = signedBy(enterprise, application);
      const { answer, events, writes } = await here.apply(application, { signed });
      const key = keys.loan(application.id);
      expect(answer).to.include({ key, revision: 0 });
      expect(events).to.deep.equal([{ v: 1, type: 'loan.apply', count: 1, key }]);
      const expected = createHash('sha256')
        .update(canonicalize([signed.salt, application, signed.signature]))
        .digest('base64url');
      expect(here.record(application.id)).to.include({ state: 'submitted', commitment: expected });
      const channel = [...writes].flat().join('\n');
      const certificate = here.permit.serial;
      for (const secret of [BANK, ENTERPRISE, enterprise.keyId, '50000000', certificate, PRODUCT, '420102']) {
        expect(channel).not.to.include(secret);
      }
      const { file } = await here.loan(application.id);
      expect(file.application).to.deep.equal(application);
    });

    it('to several banks at once, each with its own application', async () => {
      const [one, other] = [here.application(), here.application({ bank: OTHER_BANK })];
      await here.apply(one);
      await here.apply(other);
      expect((await here.loan(other.id, officerOf(OTHER_BANK))).file.application.bank).to.equal(OTHER_BANK);
      expect(await codeOf(here.loan(other.id))).to.equal('OTHER_DEPARTMENT');
      expect(await codeOf(here.loan(one.id, officerOf(OTHER_BANK)))).to.equal('OTHER_DEPARTMENT');
      expect(await codeOf(here.loan(one.id, clerkOf(FINANCE)))).to.equal('OTHER_DEPARTMENT');
      expect(await codeOf(here.loan(random16()))).to.equal('LOAN_UNKNOWN');
    });

    it('once, and only as signed', async () => {
      const application = here.application();
      await here.apply(application);
      expect(await codeOf(here.apply(application))).to.equal('ALREADY_APPLIED');
      expect(await codeOf(here.apply(here.application({ id: application.id })))).to.equal('STALE');
      const other = here.application();
      const forged = {
        signed: { ...signedBy(enterprise, other), signature: signedBy(bank, other).signature },
      };
      expect(await codeOf(here.apply(other, forged))).to.equal('SIGNATURE_INVALID');
      const named = { signed: signedBy(enterprise, { ...other, id: random16() }) };
      expect(await codeOf(here.apply(other, named))).to.equal('FIELD_INVALID');
      const asBank = here.application({ key: bank.keyId });
      expect(await codeOf(here.apply(asBank, { signed: signedBy(bank, asBank) }))).to.equal(
        'HOLDER_KEY_NOT_BOUND',
      );
      expect(await codeOf(here.apply(here.application({ issuedAt: NOW + 901 })))).to.equal(
        'STATEMENT_OUT_OF_TIME',
      );
    });

    it('within what the bank offers now', async () => {
      const outside = async (more: object): Promise<unknown[]> => {
        const { code, details } = await refusalOf(here.apply(here.application(more)));
        return [code, details.field];
      };
      expect(await outside({ amount: '999999' })).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'amount']);
      expect(await outside({ amount: '100000001' })).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'amount']);
      expect(await outside({ months: 2 })).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'months']);
      expect(await outside({ months: 25 })).to.deep.equal(['LOAN_OUTSIDE_TERMS', 'months']);
      expect(await outside({ amount: '500000.00' })).to.deep.equal(['FIELD_INVALID', 'statement.amount']);
      expect(await outside({ currency: 'HKD' })).to.deep.equal(['FIELD_INVALID', 'statement.currency']);
      const gone = productOf({ expectedRevision: 0, until: NOW });
      await here.sharing.city.as(officerOf(BANK), 'loan:putProduct', gone);
      await here.sharing.checkpoint();
      expect(await outside({})).to.deep.equal(['PRODUCT_NOT_OFFERED', 'product']);
    });

    it('to a bank in force, and to nobody else', async () => {
      const toMarket = here.application({ bank: MARKET });
      const evidence = here.sharing.evidence(keys.holderKey(enterprise.keyId), keys.department(MARKET));
      expect(await codeOf(here.apply(toMarket, { evidence }))).to.equal('NOT_A_BANK');
      const { city } = here.sharing;
      const department = city.ledger.record(keys.department(BANK)) as object;
      city.ledger.state.set(keys.department(BANK), canonicalize({ ...department, until: NOW }));
      await here.sharing.checkpoint();
      expect(await codeOf(here.apply(here.application()))).to.equal('DEPARTMENT_NOT_IN_FORCE');
    });

    it('with certificates that are valid on the day, however often they were inspected', async () => {
      for (let i = 0; i < 10; i++) await here.onPermit('inspect', { expectedRevision: i, passed: true });
      const moved = [0, 1].map((n) => keys.overflow(here.permit, n));
      const application = here.application();
      expect(await codeOf(here.apply(application))).to.equal('MAP_PROOF_MISSING');
      await here.apply(application, { evidence: here.evidence(BANK, ...moved) });
      await here.onPermit('suspend', { expectedRevision: 10 });
      const evidence = here.evidence(BANK, ...moved, keys.overflow(here.permit, 2));
      const refused = await refusalOf(here.apply(here.application(), { evidence }));
      expect([refused.code, refused.details]).to.deep.equal([
        'LOAN_CERTIFICATE_NOT_VALID',
        { field: 'certificates[0]', expected: 'valid', received: 'suspended' },
      ]);
    });
  });

  describe('are bound to one consent and one report', () => {
    it('of this enterprise, to this bank, live', async () => {
      const application = here.application();
      const { id } = application;
      await here.apply(application);
      const name = (consent: string): Promise<unknown> => here.act('authorize', id, { consent });
      expect(await codeOf(name(random16()))).to.equal('CONSENT_UNKNOWN');
      const foreign = consentOf({ recipient: OTHER_BANK });
      const withdrawn = consentOf();
      const right = consentOf();
      for (const consent of [foreign, withdrawn, right]) await here.sharing.give(consent);
      expect(await codeOf(name(foreign.id))).to.equal('CONSENT_OF_ANOTHER');
      await here.sharing.act(actOf(withdrawn.id, 'withdraw', 0));
      expect(await codeOf(name(withdrawn.id))).to.equal('CONSENT_WITHDRAWN');
      await name(right.id);
      expect(stateOf(id)).to.equal('authorized');
    });

    it('not under a consent of another enterprise, so that no report of another can be bound', async () => {
      const other = new Holder(company('00000103'));
      await here.sharing.bind(other);
      await here.sharing.checkpoint();
      const theirs = consentOf({ holder: other.code, holderKey: other.keyId });
      await here.sharing.give(theirs, { consent: other.signed(theirs) });
      const application = here.application();
      await here.apply(application);
      const naming = here.act('authorize', application.id, { consent: theirs.id });
      expect(await codeOf(naming)).to.equal('CONSENT_OF_ANOTHER');
      expect(stateOf(application.id)).to.equal('submitted');
    });

    it('pulled for this application: a report of another is refused', async () => {
      const { id, consent } = await here.pulled();
      expect(await codeOf(here.act('bindReport', id, { slot: 2 }))).to.equal('PULL_UNKNOWN');
      await here.sharing.pull(pullOf(consent), 2);
      expect(await codeOf(here.act('bindReport', id, { slot: 2 }))).to.equal('REPORT_OF_ANOTHER');
      const report = random32();
      await here.act('bindReport', id, { slot: 1, report });
      expect([stateOf(id), here.file(id).report]).to.deep.equal(['creditPulled', report]);
    });

    it('and not once what was pulled is forgotten', async () => {
      const { id, consent } = await here.pulled();
      await here.sharing.act(actOf(consent, 'withdraw', 0));
      await here.sharing.forget(consent, 1, { facts: false, pulls: [{ window: 'term', slot: 1 }] });
      expect(await codeOf(here.act('bindReport', id))).to.equal('CONSENT_FORGOTTEN');
    });
  });

  describe('are reviewed', () => {
    it('with questions asked and answered as often as it takes, also after an approval', async () => {
      const id = await here.loanIn('underReview');
      for (let loop = 0; loop < 3; loop++) {
        await here.act('askInfo', id);
        expect(stateOf(id)).to.equal('needInfo');
        await here.act('answerInfo', id);
      }
      await here.act('approve', id);
      await here.act('askInfo', id);
      const renewed = { ...here.permit, document: random32() };
      await here.act('answerInfo', id, { certificates: [renewed] });
      expect([stateOf(id), here.file(id).certificates]).to.deep.equal(['underReview', [renewed]]);
    });

    it('by two people of the bank, who both signed the decision with its reasons', async () => {
      const id = await here.loanIn('underReview');
      const decide = (sign: (statement: object) => object): Promise<unknown> => {
        const statement = here.statement('approve', id);
        return here.submit('loan:approve', statement, {
          signed: sign(statement),
          evidence: here.evidence(BANK),
        });
      };
      expect(await codeOf(decide((statement) => signedBy(bank, statement)))).to.equal(
        'SECOND_PERSON_MISSING',
      );
      const two = byTwo(bank, {}).twoPeople!;
      const elsewhere = (statement: object): object => ({ ...signedBy(bank, statement), twoPeople: two });
      expect(await codeOf(decide(elsewhere))).to.equal('SIGNATURE_INVALID');
      const stranger = (statement: object): object => byTwo(bank, statement, new Officer('STRANGER'));
      expect(await codeOf(decide(stranger))).to.equal('MAP_PROOF_MISSING');
      const same = await refusalOf(
        decide((statement) => {
          const { twoPeople, ...rest } = byTwo(bank, statement);
          return { ...rest, twoPeople: { preparer: twoPeople!.preparer, reviewer: twoPeople!.preparer } };
        }),
      );
      expect(same.code).to.equal('SAME_PERSON_TWICE');
      expect(stateOf(id)).to.equal('underReview');
      await decide((statement) => byTwo(bank, statement));
      const steps = await here.read<LoanStepPage>('loan:pageSteps', { id, limit: 200 });
      const last = steps.steps.at(-1)!;
      expect(last.step).to.include({ act: 'approve', state: 'approved' });
      expect(last.signed.statement).to.deep.include({ reasons: ['creditworthy'] });
      expect(last.signed.twoPeople).to.have.keys('preparer', 'reviewer');
    });

    // Any bound key learnt a loan's bank: from what the refusal named as not shown, or by showing one bank after another.
    it('by its own bank, which nobody else learns from how it is refused', async () => {
      const id = await here.loanIn('underReview');
      for (const [named, by, code] of [
        [otherBank, otherBank, 'HOLDER_KEY_NOT_BOUND'],
        [bank, enterprise, 'SIGNATURE_INVALID'],
      ] as const) {
        const asked = here.statement('askInfo', id, { key: named.keyId });
        const signed = signedBy(by, asked);
        const refusedWith = (...departments: readonly string[]): Promise<object> => {
          const shown = [keys.holderKey(named.keyId), ...departments.map(keys.department)];
          return toldBy(
            here.submit('loan:askInfo', asked, { signed, evidence: here.sharing.evidence(...shown) }),
          );
        };
        const alone = await refusedWith();
        expect(alone).to.include({ code });
        expect(JSON.stringify(alone)).not.to.include(BANK);
        expect(await refusedWith(OTHER_BANK)).to.deep.equal(alone);
        expect(await refusedWith(BANK)).to.deep.equal(alone);
      }
      const own = here.act(
        'askInfo',
        id,
        {},
        { evidence: here.sharing.evidence(keys.holderKey(bank.keyId)) },
      );
      expect(await codeOf(own)).to.equal('MAP_PROOF_MISSING');
    });

    it('within what was applied for and what the product allows', async () => {
      const id = await here.loanIn('underReview');
      for (const [more, field] of [
        [{ amount: '50000001' }, 'amount'],
        [{ months: 13 }, 'months'],
        [{ rate: 501 }, 'rate'],
      ] as const) {
        const refused = await refusalOf(here.act('approve', id, more));
        expect([refused.code, refused.details.field]).to.deep.equal(['LOAN_OUTSIDE_TERMS', field]);
      }
    });

    it('on certificates that are valid then: a revoked one leaves a rejection, with its reasons on the ledger', async () => {
      const id = await here.loanIn('underReview');
      await here.onPermit('revoke');
      expect(await codeOf(here.act('approve', id))).to.equal('LOAN_CERTIFICATE_NOT_VALID');
      await here.act('reject', id, { reasons: ['certificateRevoked'] });
      expect(stateOf(id)).to.equal('rejected');
      expect(await codeOf(here.act('withdraw', id))).to.equal('LOAN_ACT_IMPOSSIBLE');
    });

    it('until the enterprise takes its application back, or the bank gives it up', async () => {
      const id = await here.loanIn('underReview');
      await here.act('withdraw', id);
      expect(stateOf(id)).to.equal('withdrawn');
      const other = await here.loanIn('contracted');
      expect(await codeOf(here.act('withdraw', other))).to.equal('LOAN_ACT_IMPOSSIBLE');
      await here.act('cancel', other);
      expect(stateOf(other)).to.equal('closed');
    });
  });

  describe('become a contract', () => {
    it('on the terms approved, from now on at the latest', async () => {
      const id = await here.loanIn('approved');
      for (const [more, field] of [
        [{ amount: '50000001' }, 'terms.amount'],
        [{ rate: 436 }, 'terms.rate'],
        [{ from: day(1) }, 'terms.from'],
        [{ until: day(0) }, 'terms.until'],
        [{ until: day(366) }, 'terms.until'],
      ] as const) {
        const refused = await refusalOf(here.act('signContract', id, { terms: termsOf(more) }));
        expect([refused.code, refused.details.field]).to.deep.equal(['LOAN_OUTSIDE_TERMS', field]);
      }
      await here.act('signContract', id, { terms: termsOf({ until: day(365) }) });
      expect(stateOf(id)).to.equal('contracted');
    });

    it('not once the consent is withdrawn, nor once a certificate is revoked', async () => {
      const { id, consent } = await here.pulled();
      await here.act('bindReport', id);
      await here.act('startReview', id);
      await here.act('approve', id);
      const revoked = here.fork();
      await revoked.onPermit('revoke');
      expect(await codeOf(revoked.act('signContract', id))).to.equal('LOAN_CERTIFICATE_NOT_VALID');
      await here.sharing.act(actOf(consent, 'withdraw', 0));
      expect(await codeOf(here.act('signContract', id))).to.equal('CONSENT_WITHDRAWN');
      await here.act('cancel', id);
      expect(stateOf(id)).to.equal('closed');
    });
  });

  it('are the bank’s own to act on: no other bank’s signature counts, nor one given twice', async () => {
    const id = await here.loanIn('creditPulled');
    const statement = here.statement('startReview', id, { key: otherBank.keyId });
    const signed = signedBy(otherBank, statement);
    const evidence = here.evidence(BANK, keys.holderKey(otherBank.keyId));
    expect(await codeOf(here.submit('loan:startReview', statement, { signed, evidence }))).to.equal(
      'HOLDER_KEY_NOT_BOUND',
    );
    const own = here.statement('startReview', id);
    const again = { signed: signedBy(bank, own), evidence: here.evidence(BANK) };
    await here.submit('loan:startReview', own, again);
    expect(await codeOf(here.submit('loan:startReview', own, again))).to.equal('ALREADY_APPLIED');
    expect(await codeOf(here.act('askInfo', id, { revision: 1 }))).to.equal('STALE');
    const asAnother = { signed: signedBy(bank, here.statement('askInfo', id)) };
    expect(await codeOf(here.act('askInfo', id, {}, asAnother))).to.equal('FIELD_INVALID');
  });

  it('go over to the bank that has succeeded theirs', async () => {
    const id = await here.loanIn('underReview');
    const { city } = here.sharing;
    const since = here.now;
    const succession = { code: BANK, successor: OTHER_BANK, since, expectedRevision: 0 };
    await city.registrar('succeedDepartment', { ...change(), ...succession });
    await here.later(1);
    const statement = here.statement('askInfo', id, { key: otherBank.keyId });
    const evidence = here.evidence(BANK, keys.department(OTHER_BANK), keys.holderKey(otherBank.keyId));
    await here.submit('loan:askInfo', statement, { signed: signedBy(otherBank, statement), evidence });
    expect(stateOf(id)).to.equal('needInfo');
    expect((await here.loan(id, officerOf(OTHER_BANK))).record.state).to.equal('needInfo');
    expect(DAY).to.equal(here.now - since);
  });
});
