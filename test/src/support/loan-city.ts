import { createHash, randomBytes, sign } from 'node:crypto';
import {
  api,
  canonicalize,
  checked,
  signedBytes,
  type JsonObject,
  type LoanActStatement,
  type LoanApplication,
  type LoanViewStatement,
  type OwnLoan,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { referenceOf } from '@hanlian/gateway/services/licenses/find';
import { made } from './answers.js';
import type { Answer, RunningCity } from './city.js';
import { licenceFor } from './business-licence.js';
import { ConsentingCity } from './consents.js';
import { random16 } from './contracts/people.js';
import type { Holder } from './contracts/sharing.js';

export const BANK = DEPARTMENTS.bankOne.code;
export const OTHER_BANK = DEPARTMENTS.bankTwo.code;

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
  #shown: { id: string; document: JsonObject } | undefined;

  constructor(city: RunningCity, clock: () => number = Date.now) {
    this.here = new ConsentingCity(city, clock);
    this.#clock = clock;
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
    return {
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
  }

  /** At the bureau's portal where no other hub is named. */
  apply(statement: LoanApplication, hub: 'bureau' | 'bank' = 'bureau', more: object = {}): Promise<Answer> {
    const { documents } = this.cited();
    const body = { statement, signature: signatureOf(this.here.enterprise, statement), documents, ...more };
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
    const { city, enterprise } = this.here;
    const { revision } = made(await city.ask('bureau', `/v1/loan-standings/${id}`));
    const statement = {
      v: 1,
      kind: 'loan-act',
      act,
      id,
      intent: random16(),
      revision,
      key: enterprise.keyId,
      issuedAt: this.now,
      ...said,
    } as unknown as LoanActStatement;
    const signature = signatureOf(enterprise, statement);
    return city.ask('bureau', `/v1/loans/${id}/statements`, { bank: BANK, statement, signature, ...body });
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
    const body = { statement, signature: signatureOf(by, statement) };
    return this.here.city.ask(hub, `/v1/loans/${statement.id}/view`, body);
  }

  /** The loan as its enterprise sees it. */
  async own(id: string): Promise<OwnLoan> {
    return checked(api.ownLoan, made(await this.view(this.question(id))));
  }

  act(id: string, body: object, by = 'bank-one-officer', key = random16()): Promise<Answer> {
    return this.here.city.ask(this.here.named(by), `/v1/loans/${id}/acts`, body, key);
  }

  /** What one officer prepares, the other approves. */
  async byTwo(id: string, body: object): Promise<Answer> {
    const task = made(await this.act(id, body));
    return this.here.city.ask(
      this.here.named('bank-one-reviewer'),
      `/v1/tasks/${task.id as string}/approve`,
      {},
    );
  }

  async loan(id: string, by = 'bank-one-officer'): Promise<JsonObject> {
    return made(await this.here.city.ask(this.here.named(by), `/v1/loans/${id}`));
  }

  /** The enterprise consents to the bank's pulls. */
  async consented(): Promise<string> {
    const consent = this.here.statement({ provider: DEPARTMENTS.credit.code, recipient: BANK });
    made(await this.here.give(consent));
    return consent.id;
  }

  /** The bank pulls a report for an application. */
  async pulled(consent: string, application: string): Promise<{ window: string; slot: number }> {
    const asked = { purpose: 'credit-approval', fields: ['penalty'], application };
    const by = this.here.named('bank-one-officer');
    const { window, slot } = made(await this.here.city.ask(by, `/v1/consents/${consent}/pulls`, asked));
    return { window: window as string, slot: slot as number };
  }

  /** An application with its report. */
  async creditPulled(more: Partial<LoanApplication> = {}): Promise<{ id: string; consent: string }> {
    const id = await this.applied(more);
    const consent = await this.consented();
    made(await this.act(id, { act: 'authorize', consent }));
    const { commitment } = await this.loan(id);
    const pull = await this.pulled(consent, commitment as string);
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

  async contracted(): Promise<string> {
    const { id } = await this.approved();
    made(await this.act(id, { act: 'signContract', contract: '示例借字〔2026〕118号', terms: this.terms() }));
    return id;
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

export const signatureOf = ({ privateKey }: Holder, statement: object): string =>
  sign('sha256', signedBytes(statement), privateKey).toString('base64url');
