import { expect } from 'chai';
import {
  canonicalize,
  keys,
  parseCertificateIdentifier,
  requireCode,
  type JsonObject,
  type LicenseReference,
  type LoanAct,
  type LoanApplication,
  type LoanRecord,
  type LoanTerms,
} from '@hanlian/chaincode/domain';
import { CHAINCODE } from '@hanlian/gateway/places';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import { registryEvidence } from '@hanlian/gateway/services/consents/evidence';
import { whenProven } from '@hanlian/gateway/services/consents/when-proven';
import { made } from './answers.js';
import type { RunningCity } from './city.js';
import { ConsentingCity } from './consents.js';
import { PREPARER, REVIEWER } from './contracts/city.js';
import { bodies, byTwo, PRODUCT, productOf, signedBy, type SignedLoan } from './contracts/loans.js';
import { random16, random32 } from './contracts/people.js';
import { Holder } from './contracts/sharing.js';
import { encoded, endorse } from './races/port-ledger.js';
import { eventually } from './eventually.js';

const BANKS = [DEPARTMENTS.bankOne, DEPARTMENTS.bankTwo];
const OFFICER: Readonly<Record<string, string>> = {
  [DEPARTMENTS.bankOne.code]: 'bank-one-officer',
  [DEPARTMENTS.bankTwo.code]: 'bank-two-officer',
};
const TWO: ReadonlySet<string> = new Set(['approve', 'reject', 'correct']);

/** The sample city with banks that lend: each loan is brought so far through contract `loan`, by the bank's own hub. */
export class LentCity {
  readonly consenting: ConsentingCity;
  readonly city: RunningCity;
  readonly #banks = new Map(BANKS.map(({ code }) => [code, new Holder(code)]));
  readonly #clock: () => number;
  #permit: LicenseReference | undefined;

  /** `clock` as the city's own, in milliseconds. */
  constructor(city: RunningCity, clock: () => number = Date.now) {
    this.city = city;
    this.#clock = clock;
    this.consenting = new ConsentingCity(city, clock);
  }

  named(id: string): ReturnType<ConsentingCity['named']> {
    return this.consenting.named(id);
  }

  async prepare(): Promise<void> {
    const { city, consenting } = this;
    for (const bank of this.#banks.values()) await consenting.bind(bank);
    for (const { code } of BANKS) {
      for (const { id, publicKey } of [PREPARER, REVIEWER]) {
        const path = `/v1/officer-keys/${code}/${id}`;
        made(await city.put(this.named('registrar'), path, { publicKey, since: '2026-01-01' }));
      }
      await this.#submit(
        code,
        'loan:putProduct',
        productOf({ since: this.#now() - 30 * 86_400 }) as JsonObject,
      );
    }
    this.#permit = await this.#issued();
    await consenting.prepare();
    // Pulls do not wait for a checkpoint to prove by: each hub must have seen one that is signed.
    for (const name of ['bureau', 'bank'] as const) {
      await eventually(() => city.hub(name).administration.licenses.logProofs.witnessed());
    }
  }

  /** An enterprise's loan of 500,000 yuan from a bank, paid out. */
  async lent(bank: string, terms: Partial<LoanTerms>, industry = 'C1361'): Promise<string> {
    const application = this.#application(bank, industry);
    const { id } = application;
    await this.#write(bank, 'apply', application, signedBy(this.consenting.enterprise, application));
    await this.#authorized(bank, id);
    await this.#act(bank, id, 'startReview');
    await this.#act(bank, id, 'approve');
    const { from = '', amount = '50000000' } = terms;
    const contract = { amount, currency: 'CNY', rate: 435, ...terms };
    await this.#act(bank, id, 'signContract', { terms: contract });
    await this.#act(bank, id, 'disburse', { amount, date: from });
    return id;
  }

  async #authorized(bank: string, id: string): Promise<void> {
    const { city, consenting } = this;
    const { commitment } = this.#record(id);
    const consent = consenting.statement({ provider: DEPARTMENTS.credit.code, recipient: bank });
    made(await consenting.give(consent));
    await this.#act(bank, id, 'authorize', { consent: consent.id });
    const asked = {
      purpose: consent.purpose,
      fields: [...consent.fields].slice(0, 1),
      application: commitment,
    };
    const caller = this.named(OFFICER[bank]!);
    const pulled = made(await city.ask(caller, `/v1/consents/${consent.id}/pulls`, asked, random16()));
    const { window, slot } = pulled;
    await this.#act(bank, id, 'bindReport', { window, slot });
  }

  #application(bank: string, industry: string): LoanApplication {
    const { keyId, code } = this.consenting.enterprise;
    return {
      v: 1,
      kind: 'loan-application',
      id: random16(),
      intent: random16(),
      key: keyId,
      issuedAt: this.#now(),
      enterprise: code,
      bank,
      product: PRODUCT,
      amount: '50000000',
      currency: 'CNY',
      months: 12,
      purpose: 'working-capital',
      industry,
      district: '420102',
      certificates: [{ ...this.#permit!, document: random32() }],
    };
  }

  async #act(bank: string, id: string, act: LoanAct, more: object = {}): Promise<void> {
    const holder = this.#banks.get(bank)!;
    const { revision } = this.#record(id);
    const statement = {
      v: 1 as const,
      kind: 'loan-act',
      act,
      id,
      intent: random16(),
      revision,
      key: holder.keyId,
      issuedAt: this.#now(),
      ...bodies()[act],
      ...more,
    };
    await this.#write(
      bank,
      act,
      statement,
      TWO.has(act) ? byTwo(holder, statement) : signedBy(holder, statement),
    );
  }

  async #write(
    bank: string,
    operation: string,
    { id, intent }: { readonly id: string; readonly intent: string },
    signed: SignedLoan<object>,
  ): Promise<void> {
    const names = [
      ...[this.consenting.enterprise, this.#banks.get(bank)!].map(({ keyId }) => keys.holderKey(keyId)),
      ...[PREPARER, REVIEWER].map((officer) => keys.officerKey(bank, officer.id)),
      keys.department(bank),
      keys.product(bank, PRODUCT),
      keys.license(this.#permit!),
    ];
    const { licenses } = this.city.hub('bank').administration;
    const evidence = await whenProven(() => registryEvidence(licenses, names));
    await this.#submit(bank, `loan:${operation}`, { v: 1, id, intent }, { signed, evidence });
  }

  async #submit(bank: string, name: string, request: JsonObject, transient: object = {}): Promise<void> {
    const { identities, licenses } = this.city.hub('bank').administration;
    const { ledger } = licenses;
    const { identity, signer } = await identities.enrol(`lending-${bank}`, {
      role: 'officer',
      department: bank,
    });
    const asking = { ledger, identity, sign: (message: Uint8Array) => signer.sign(message) };
    const endorsed = await endorse(asking, {
      chaincode: CHAINCODE,
      function: name,
      arguments: [canonicalize(request)],
      transient: encoded({ ...transient }),
    });
    await ledger.submit(endorsed.bytes, await signer.sign(endorsed.message));
    expect((await ledger.status(endorsed.transactionId)).code, name).to.equal('VALID');
    await licenses.caughtUp();
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  #record(id: string): LoanRecord {
    const { model } = this.city.hub('bank').administration.licenses;
    return JSON.parse(model.get(keys.loan(id))!.value.toString()) as LoanRecord;
  }

  async #issued(): Promise<LicenseReference> {
    const certificate = {
      holders: [{ typeCode: '001', code: this.consenting.enterprise.code, name: '示例餐饮有限公司' }],
      fields: {
        unitName: '示例餐饮有限公司',
        unitCode: this.consenting.enterprise.code,
        premises: '示例路1号',
      },
      effectiveFrom: '2026-01-01',
    };
    const body = {
      type: TYPES.foodBusiness.code,
      basis: { law: '食品安全法第三十五条', document: '示例市监许〔2026〕1号' },
      certificates: [certificate],
    };
    const { certificates } = made(await this.city.ask(this.named('market-clerk'), '/v1/licenses', body));
    const [{ id }] = certificates as [{ id: string }];
    const { type, issuer, serial, version } = requireCode(parseCertificateIdentifier(id), 'id');
    return { type, issuer, serial, version };
  }
}
