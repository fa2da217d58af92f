import { sign } from 'node:crypto';
import {
  generateUscc,
  keys,
  LOAN_LIFECYCLE,
  signedBytes,
  signedCommitment,
  type LicenseReference,
  type LoanAct,
  type LoanActStatement,
  type LoanApplication,
  type LoanFile,
  type LoanRecord,
  type LoanTerms,
  type LoanView,
  type TwoPeople,
  type Written,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { actOn, makeLeaf, openRequest, seal } from './batches.js';
import { BANK, change, DAY, LAST_YEAR, MARKET, NOW, PERMIT, PREPARER, REVIEWER } from './city.js';
import type { Committed } from './ledger.js';
import { random16, random32, type Officer } from './people.js';
import {
  bank,
  clerkOf,
  consentOf,
  ENTERPRISE,
  enterprise,
  Holder,
  officerOf,
  OTHER_BANK,
  otherBank,
  pullOf,
  sharingCity,
  type SharingCity,
} from './sharing.js';

/** The finance office, whose hub also hands in what banks and enterprises sign. */
export const FINANCE = generateUscc({
  department: '1',
  kind: '1',
  region: '420100',
  organisation: '00000103',
});
export const finance = new Holder(FINANCE);
export const PRODUCT = 'quick-loan';

/** The legal date that many days from the city's today, 2026-11-20. */
export const day = (n: number): string => new Date((NOW + n * DAY) * 1000).toISOString().slice(0, 10);

const BANKS = [bank, otherBank];
export const bankOf = (code: string): Holder => BANKS.find((holder) => holder.code === code) ?? bank;

/** What is handed in: a statement, its signature, the salt of its commitment, and two people's signatures. */
export interface SignedLoan<S> {
  readonly v: 1;
  readonly statement: S;
  readonly signature: string;
  readonly salt: string;
  readonly twoPeople?: TwoPeople;
}

export const signedBy = <S extends object>(holder: Holder, statement: S): SignedLoan<S> => ({
  v: 1,
  statement,
  signature: sign('sha256', signedBytes(statement), holder.privateKey).toString('base64url'),
  salt: random16(),
});

const officersSign = (statement: object, officer: Officer): { officer: string; signature: string } => ({
  officer: officer.id,
  signature: officer.sign(statement as never),
});

export const byTwo = <S extends object>(
  holder: Holder,
  statement: S,
  preparer = PREPARER,
  reviewer = REVIEWER,
): SignedLoan<S> => ({
  ...signedBy(holder, statement),
  twoPeople: {
    preparer: officersSign(statement, preparer),
    reviewer: officersSign(statement, reviewer),
  },
});

export const termsOf = (more: Partial<LoanTerms> = {}): LoanTerms => ({
  amount: '50000000',
  currency: 'CNY',
  rate: 435,
  from: day(0),
  until: day(360),
  ...more,
});

type Body<Act extends LoanAct> = Omit<
  LoanActStatement<Act>,
  'v' | 'kind' | 'act' | 'id' | 'intent' | 'revision' | 'key' | 'issuedAt'
>;
export type Bodies = { readonly [Act in LoanAct]: Body<Act> };

/** What each act says if a test does not care. */
export const bodies = (): Bodies => ({
  authorize: { consent: random16() },
  bindReport: { window: 'term', slot: 1, report: random32() },
  startReview: {},
  askInfo: { question: random32() },
  answerInfo: { answer: random32() },
  approve: {
    amount: '50000000',
    rate: 435,
    months: 12,
    reasons: ['creditworthy'],
    text: random32(),
  },
  reject: { reasons: ['cashFlow'], text: random32() },
  signContract: { contract: random32(), terms: termsOf() },
  disburse: { amount: '50000000', date: day(0), receipt: random32() },
  repay: { amount: '20000000', date: day(0), receipt: random32(), early: true },
  declareOverdue: { since: day(0), arrears: '1000000' },
  cureOverdue: { date: day(0) },
  correct: { movement: 7, amount: '40000000', date: day(0), reason: random32() },
  cancel: { reasons: ['declined'], text: random32() },
  withdraw: {},
  close: { writtenOff: false, text: random32() },
});

/** What is asked of contract `loan`, by parties whose keys, officers and certificates the registry knows. */
export class LendingCity {
  readonly sharing: SharingCity;
  readonly permit: LicenseReference;

  constructor(sharing: SharingCity, permit: LicenseReference) {
    this.sharing = sharing;
    this.permit = permit;
  }

  fork(): LendingCity {
    return new LendingCity(this.sharing.fork(), this.permit);
  }

  get now(): number {
    return this.sharing.city.now;
  }

  /** Some days later, with a checkpoint of that day. */
  async later(days: number): Promise<void> {
    this.sharing.city.now += days * DAY;
    await this.sharing.checkpoint();
  }

  record(id: string): LoanRecord {
    return this.sharing.city.ledger.record(keys.loan(id)) as LoanRecord;
  }

  file(id: string): LoanFile {
    return this.secret(keys.loan(id)) as LoanFile;
  }

  secret(key: string): unknown {
    return JSON.parse(this.sharing.city.ledger.secrets.get(`lending/${key}`) ?? 'null');
  }

  application(more: Partial<LoanApplication> = {}): LoanApplication {
    return {
      v: 1,
      kind: 'loan-application',
      id: random16(),
      intent: random16(),
      key: enterprise.keyId,
      issuedAt: this.now,
      enterprise: ENTERPRISE,
      bank: BANK,
      product: PRODUCT,
      amount: '50000000',
      currency: 'CNY',
      months: 12,
      purpose: 'working-capital',
      industry: 'C1361',
      district: '420102',
      certificates: [{ ...this.permit, document: random32() }],
      ...more,
    };
  }

  statement<Act extends LoanAct>(
    act: Act,
    id: string,
    more: Partial<LoanActStatement<Act>> = {},
  ): LoanActStatement<Act> {
    const isEnterprises = LOAN_LIFECYCLE[act].by === 'enterprise';
    const signer = isEnterprises ? enterprise : bankOf(this.file(id).application.bank);
    return {
      v: 1,
      kind: 'loan-act',
      act,
      id,
      intent: random16(),
      revision: this.record(id).revision,
      key: signer.keyId,
      issuedAt: this.now,
      ...bodies()[act],
      ...more,
    } as LoanActStatement<Act>;
  }

  /** Every record of the registry that an act on a loan may rest on. */
  evidence(bankCode: string, ...more: readonly string[]): object {
    const officers = [PREPARER, REVIEWER].map(({ id }) => keys.officerKey(bankCode, id));
    const holders = [enterprise, bankOf(bankCode)].map(({ keyId }) => keys.holderKey(keyId));
    const product = keys.product(bankCode, PRODUCT);
    const department = keys.department(bankCode);
    return this.sharing.evidence(
      ...holders,
      department,
      product,
      ...officers,
      keys.license(this.permit),
      ...more,
    );
  }

  submit(
    operation: string,
    { id, intent }: { readonly id: string; readonly intent: string },
    transient: object,
    identity = clerkOf(FINANCE),
  ): Promise<Committed<Written>> {
    return this.sharing.city.as(identity, operation, { v: 1, id, intent }, { ...transient });
  }

  apply(
    application: LoanApplication,
    transient: object = {},
    identity = clerkOf(FINANCE),
  ): Promise<Committed<Written>> {
    const signed = signedBy(enterprise, application);
    const evidence = this.evidence(application.bank);
    return this.submit('loan:apply', application, { signed, evidence, ...transient }, identity);
  }

  act<Act extends LoanAct>(
    act: Act,
    id: string,
    more: Partial<LoanActStatement<Act>> = {},
    transient: object = {},
  ): Promise<Committed<Written>> {
    const statement = this.statement(act, id, more);
    const { by, twoPeople } = LOAN_LIFECYCLE[act];
    const signer = by === 'enterprise' ? enterprise : bankOf(this.file(id).application.bank);
    const signed = twoPeople === true ? byTwo(signer, statement) : signedBy(signer, statement);
    const evidence = this.evidence(this.file(id).application.bank);
    return this.submit(`loan:${act}`, statement, { signed, evidence, ...transient });
  }

  /** An application, and the consent and the pull that belong to it. */
  async pulled(more: Partial<LoanApplication> = {}): Promise<{ id: string; consent: string }> {
    const application = this.application(more);
    const { id } = application;
    await this.apply(application);
    const consent = consentOf({
      recipient: application.bank,
      since: this.now - DAY,
      until: this.now + 30 * DAY,
      issuedAt: this.now,
    });
    await this.sharing.give(consent);
    await this.act('authorize', id, { consent: consent.id });
    const holder = bankOf(application.bank);
    const asked = pullOf(consent.id, {
      recipient: application.bank,
      recipientKey: holder.keyId,
      application: this.record(id).commitment,
      issuedAt: this.now,
    });
    await this.sharing.pull(asked, 1, { pull: holder.signed(asked) });
    return { id, consent: consent.id };
  }

  /** A loan brought so far. */
  async loanIn(
    state: 'creditPulled' | 'underReview' | 'approved' | 'contracted' | 'disbursed',
    more: Partial<LoanApplication> = {},
    terms: Partial<LoanTerms> = {},
  ): Promise<string> {
    const { id } = await this.pulled(more);
    const today = Math.round((this.now - NOW) / DAY);
    const signed = termsOf({ from: day(today), until: day(today + 360), ...terms });
    const steps: readonly (() => Promise<unknown>)[] = [
      () => this.act('bindReport', id),
      () => this.act('startReview', id),
      () => this.act('approve', id),
      () => this.act('signContract', id, { terms: signed }),
      () => this.act('disburse', id, { date: signed.from, amount: signed.amount }),
    ];
    for (const step of steps) {
      await step();
      if (this.record(id).state === state) return id;
    }
    throw new Error(`No loan comes to ${state}`);
  }

  async read<Answer>(operation: string, request: object, identity = officerOf(BANK)): Promise<Answer> {
    const asked = { v: 1, ...request };
    return (await this.sharing.city.as<Answer>(identity, operation, asked)).answer;
  }

  loan(id: string, identity = officerOf(BANK)): Promise<LoanView> {
    return this.read('loan:getLoan', { id }, identity);
  }

  /** Something happens to the certificate the applications cite. */
  async onPermit(operation: 'revoke' | 'suspend' | 'inspect', more: object = {}): Promise<void> {
    const { city } = this.sharing;
    await city.clerk(operation, actOn(operation, this.permit, { effectiveAt: this.now, ...more }));
    await this.sharing.checkpoint();
  }
}

export const commitmentOf = (signed: SignedLoan<object>): string =>
  signedCommitment(nodeHashes.sha256, signed);

async function found(): Promise<LendingCity> {
  const sharing = await sharingCity();
  const { city } = sharing;
  const office = {
    code: FINANCE,
    name: { zh: '财政局', en: 'Finance' },
    kind: 'finance',
    mspId: 'BureauMSP',
  };
  await city.registrar('putDepartment', { ...change(), ...office, since: LAST_YEAR });
  await sharing.bind(finance);
  for (const department of [BANK, OTHER_BANK, FINANCE]) {
    for (const { id: officer, publicKey } of [PREPARER, REVIEWER]) {
      const facts = { department, officer, publicKey, since: LAST_YEAR };
      await city.registrar('putOfficerKey', { ...change(), ...facts });
    }
  }
  for (const code of [BANK, OTHER_BANK]) await city.as(officerOf(code), 'loan:putProduct', productOf());
  const leaf = makeLeaf();
  await city.clerk('openBatch', openRequest(seal([leaf])));
  await sharing.checkpoint();
  const { serial, version } = leaf;
  return new LendingCity(sharing, { type: PERMIT, issuer: MARKET, serial, version });
}

export const productOf = (more: object = {}): object => ({
  ...change(),
  id: PRODUCT,
  name: { zh: '快贷', en: 'Quick loan' },
  currency: 'CNY',
  least: '1000000',
  most: '100000000',
  months: { least: 3, most: 24 },
  rate: 500,
  since: LAST_YEAR,
  ...more,
});

let founded: Promise<LendingCity> | undefined;

/** A city where loans can be applied for; each caller gets its own. */
export async function lendingCity(): Promise<LendingCity> {
  founded ??= found();
  return (await founded).fork();
}
