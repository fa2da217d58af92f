import { createHash, randomBytes } from 'node:crypto';
import {
  api,
  canonicalize,
  checked,
  type JsonObject,
  type LoanActStatement,
  type LoanApplication,
  type LoanTerms,
  type LoanViewStatement,
  type OwnLoan,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { referenceOf } from '@hanlian/gateway/services/licenses/find';
import { made } from './answers.js';
import { runCity, type Answer, type RunningCity } from './city.js';
import { licenceFor } from './business-licence.js';
import { ConsentingCity } from './consents.js';
import { random16 } from './contracts/people.js';
import type { Holder } from './contracts/sharing.js';
import { newFolder, removeFolder } from './folders.js';

export const BANK = DEPARTMENTS.bankOne.code;
export const OTHER_BANK = DEPARTMENTS.bankTwo.code;
/** By bank, whose officers' ids begin with that. */
const STAFF: Readonly<Record<string, string>> = { [BANK]: 'bank-one', [OTHER_BANK]: 'bank-two' };
/** Who pulls reports or proves records waits for checkpoints. */
const SETTINGS = { HANLIAN_CHECKPOINT_SECONDS: '1' };

const digestOf = (value: object): string =>
  createHash('sha256').update(canonicalize(value)).digest('base64url');

/** A text as it is kept, and the digest of it that is signed. */
export function saltedText(text: string): { answer: { salt: string; text: string }; digest: string } {
  const salt = random16();
  return { answer: { salt, text }, digest: digestOf([salt, text]) };
}

/** The sample city with a bank's product, and an enterprise that has a business licence to show. */
export class LoanCity {
  readonly here: ConsentingCity;
  /** What both banks offer. */
  readonly product = `loan-${randomBytes(4).toString('hex')}`;
  readonly #clock: () => number;
  /** By loan, its bank. */
  readonly #banks = new Map<string, string>();
  #shown: { id: string; document: JsonObject } | undefined;

  constructor(city: RunningCity, clock: () => number = Date.now) {
    this.here = new ConsentingCity(city, clock);
    this.#clock = clock;
  }

  /** A city of its own, until it is closed. */
  static async open(): Promise<LoanCity> {
    const here = new LoanCity(await runCity(await newFolder(), {}, SETTINGS));
    await here.prepare();
    return here;
  }

  /** The same city, started anew once it was stopped. */
  async reopened(): Promise<LoanCity> {
    return new LoanCity(await runCity(this.city.folder, {}, SETTINGS));
  }

  async close(): Promise<void> {
    await this.city.stop();
    await removeFolder(this.city.folder);
  }

  get city(): RunningCity {
    return this.here.city;
  }

  named(id: string): SampleCallerKey {
    return this.here.named(id);
  }

  get now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  /** The certificate the enterprise cites. */
  get licence(): string {
    return this.#shown!.id;
  }

  async prepare(): Promise<void> {
    const { city } = this.here;
    await this.here.prepare();
    for (const bank of ['bank-one', 'bank-two']) await this.putProduct(bank);
    await this.show();
    await city.hub('bureau').administration.licenses.caughtUp();
    await this.here.checkpoint();
  }

  async putProduct(bank: string, more: object = {}): Promise<JsonObject> {
    const { code } = bank === 'bank-one' ? DEPARTMENTS.bankOne : DEPARTMENTS.bankTwo;
    const product = {
      name: { zh: '小微快贷', en: 'Quick loan' },
      currency: 'CNY',
      least: '1000000',
      most: '100000000',
      months: { least: 3, most: 24 },
      rate: 500,
      since: new Date(this.#clock() - 30 * 86_400_000).toISOString().slice(0, 10),
      ...more,
    };
    const by = this.here.named(`${bank}-officer`);
    return made(await this.here.city.put(by, `/v1/loan-products/${code}/${this.product}`, product));
  }

  /** The enterprise gets a new business licence, and cites that from now on. */
  async show(): Promise<void> {
    const { city, enterprise } = this.here;
    const clerk = this.here.named('market-clerk');
    const { certificates } = made(await city.ask(clerk, '/v1/licenses', licenceFor(enterprise.code)));
    const [{ id }] = certificates as unknown as [{ id: string }];
    this.#shown = { id, document: made(await city.ask(clerk, `/v1/licenses/${id}/document`)) };
  }

  cited(): { certificates: LoanApplication['certificates']; documents: JsonObject[] } {
    const { id, document } = this.#shown!;
    const { type, issuer, serial, version } = referenceOf(id);
    return {
      certificates: [{ type, issuer, serial, version, document: digestOf(document) }],
      documents: [document],
    };
  }

  application(more: Partial<LoanApplication> = {}): LoanApplication {
    const { enterprise } = this.here;
    const application: LoanApplication = {
      v: 1,
      kind: 'loan-application',
      id: random16(),
      intent: random16(),
      key: enterprise.keyId,
      issuedAt: this.now,
      enterprise: enterprise.code,
      bank: BANK,
      product: this.product,
      amount: '50000000',
      currency: 'CNY',
      months: 12,
      purpose: 'working-capital',
      industry: 'C1361',
      district: '420102',
      certificates: this.cited().certificates,
      ...more,
    };
    this.#banks.set(application.id, application.bank);
    return application;
  }

  /** At the bureau's portal where no other hub is named. */
  apply(statement: LoanApplication, hub: 'bureau' | 'bank' = 'bureau', more: object = {}): Promise<Answer> {
    const { documents } = this.cited();
    const body = { statement, signature: this.here.enterprise.sign(statement), documents, ...more };
    return this.here.city.ask(hub, '/v1/loans', body);
  }

  async applied(more: Partial<LoanApplication> = {}): Promise<string> {
    const statement = this.application(more);
    made(await this.apply(statement));
    return statement.id;
  }

  /** What the enterprise signs later, over the revision it sees. */
  async state(
    id: string,
    act: 'answerInfo' | 'withdraw',
    said: object = {},
    body: object = {},
  ): Promise<Answer> {
    const { revision } = made(await this.city.ask('bureau', `/v1/loan-standings/${id}`));
    return this.stated(id, { act, revision, ...said }, { bank: this.#bankOf(id), ...body });
  }

  /** The same by whoever signs it, to whatever bank, over whatever revision. */
  stated(id: string, said: object, body: object, by: Holder = this.here.enterprise): Promise<Answer> {
    const statement = {
      v: 1,
      kind: 'loan-act',
      id,
      intent: random16(),
      key: by.keyId,
      issuedAt: this.now,
      ...said,
    } as unknown as LoanActStatement;
    return this.city.ask('bureau', `/v1/loans/${id}/statements`, {
      statement,
      signature: by.sign(statement),
      ...body,
    });
  }

  /** The next errand to the office's hub ends in that error, before or after it was carried out. */
  errandFails(error: Error, when: 'before' | 'after'): void {
    const { loans } = this.city.hub('bureau').services;
    const carry = loans.carry.bind(loans);
    const failing: typeof carry = async (errand) => {
      Object.assign(loans, { carry });
      if (when === 'after') await carry(errand);
      throw error;
    };
    Object.assign(loans, { carry: failing });
  }

  /** What an enterprise signs to see its loan. */
  question(id: string, more: Partial<LoanViewStatement> = {}): LoanViewStatement {
    const key = this.here.enterprise.keyId;
    return {
      ...{ v: 1, kind: 'loan-view', id, bank: BANK, intent: random16(), key, issuedAt: this.now },
      ...more,
    };
  }

  /** Asked at the bureau's portal where no other hub is named. */
  view(
    statement: LoanViewStatement,
    by: Holder = this.here.enterprise,
    hub: 'bureau' | 'bank' = 'bureau',
  ): Promise<Answer> {
    const body = { statement, signature: by.sign(statement) };
    return this.here.city.ask(hub, `/v1/loans/${statement.id}/view`, body);
  }

  /** The loan as its enterprise sees it. */
  async own(id: string): Promise<OwnLoan> {
    return checked(api.ownLoan, made(await this.view(this.question(id))));
  }

  act(id: string, body: object, by = this.#officerOf(id), key = random16()): Promise<Answer> {
    return this.here.city.ask(this.here.named(by), `/v1/loans/${id}/acts`, body, key);
  }

  /** What one officer prepares, the other approves. */
  async byTwo(id: string, body: object): Promise<Answer> {
    const task = made(await this.act(id, body));
    const reviewer = this.named(`${STAFF[this.#bankOf(id)]!}-reviewer`);
    return this.city.ask(reviewer, `/v1/tasks/${task.id as string}/approve`, {});
  }

  async loan(id: string, by = this.#officerOf(id)): Promise<JsonObject> {
    return made(await this.here.city.ask(this.here.named(by), `/v1/loans/${id}`));
  }

  /** The enterprise consents to the bank's pulls. */
  async consented(recipient = BANK): Promise<string> {
    const consent = this.here.statement({ provider: DEPARTMENTS.credit.code, recipient });
    made(await this.here.give(consent));
    return consent.id;
  }

  /** The bank pulls a report for an application. */
  async pulled(
    consent: string,
    application: string,
    by = 'bank-one-officer',
  ): Promise<{ window: string; slot: number }> {
    const asked = { purpose: 'credit-approval', fields: ['penalty'], application };
    const { window, slot } = made(
      await this.city.ask(this.named(by), `/v1/consents/${consent}/pulls`, asked),
    );
    return { window: window as string, slot: slot as number };
  }

  /** An application with its report. */
  async creditPulled(more: Partial<LoanApplication> = {}): Promise<{ id: string; consent: string }> {
    const id = await this.applied(more);
    const consent = await this.consented(this.#bankOf(id));
    made(await this.act(id, { act: 'authorize', consent }));
    const { commitment } = await this.loan(id);
    const pull = await this.pulled(consent, commitment as string, this.#officerOf(id));
    made(await this.act(id, { act: 'bindReport', ...pull }));
    return { id, consent };
  }

  async underReview(more: Partial<LoanApplication> = {}): Promise<{ id: string; consent: string }> {
    const loan = await this.creditPulled(more);
    made(await this.act(loan.id, { act: 'startReview' }));
    return loan;
  }

  async approved(more: Partial<LoanApplication> = {}): Promise<{ id: string; consent: string }> {
    const loan = await this.underReview(more);
    made(await this.byTwo(loan.id, APPROVAL));
    return loan;
  }

  /** Lent from today for a year. */
  terms(more: object = {}): JsonObject {
    return {
      amount: '50000000',
      currency: 'CNY',
      rate: 435,
      from: this.day(0),
      until: this.day(360),
      ...more,
    };
  }

  /** The legal date that many days from today, at +08:00. */
  day(n: number): string {
    return new Date((this.now + 8 * 3600 + n * 86_400) * 1000).toISOString().slice(0, 10);
  }

  async contracted(terms: object = {}, more: Partial<LoanApplication> = {}): Promise<string> {
    const { id } = await this.approved(more);
    const contract = '示例借字〔2026〕118号';
    made(await this.act(id, { act: 'signContract', contract, terms: this.terms(terms) }));
    return id;
  }

  /** A bank's loan that was paid out on the first day of its terms. */
  async lent(bank: string, { from, ...terms }: Partial<LoanTerms> & { from: string }): Promise<string> {
    const id = await this.contracted({ from, ...terms }, { bank });
    const { amount } = this.terms(terms);
    made(await this.act(id, { act: 'disburse', amount, date: from, receipt: '放款回单' }));
    return id;
  }

  /** Of a loan that this city did not make, the first bank. */
  #bankOf(id: string): string {
    return this.#banks.get(id) ?? BANK;
  }

  #officerOf(id: string): string {
    return `${STAFF[this.#bankOf(id)]!}-officer`;
  }
}

export const APPROVAL = {
  act: 'approve',
  amount: '50000000',
  rate: 435,
  months: 12,
  reasons: ['creditworthy'],
  text: '经营稳定，信用良好，同意。',
};
