import { addMonths, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made, Visitor, whenReady, type SampleCaller } from '../demo/client.js';
import { AMOUNT, BANK, random, REPORT, type Enterprise, type Shown } from './enterprise.js';

const SINCE = '2026-01-01';
const PRODUCT = {
  name: { zh: '小微快贷', en: 'Quick loan' },
  ...{ currency: 'CNY', least: '1000000', most: '100000000', rate: 500, since: SINCE },
  months: { least: 3, most: 24 },
};
const APPROVAL = {
  ...{ act: 'approve', amount: AMOUNT, rate: 435, months: 12 },
  ...{ reasons: ['creditworthy'], text: '经营稳定，信用良好，同意。' },
};

/** What is kept of a disbursement. */
export const RECEIPT = '放款回单';

/** A bank of two officers that lends to an enterprise: every step is a request to a hub. */
export class Lending {
  readonly enterprise: Enterprise;
  readonly #registrar: Visitor;
  readonly #market: Visitor;
  readonly #officer: Visitor;
  readonly #reviewer: Visitor;
  /** Where the enterprise hands in what it signed, as anyone could. */
  readonly #portal: Visitor;
  readonly #agreement = random(32);
  readonly #product = `loan-${random(3).replaceAll(/[-_]/g, '0').toLowerCase()}`;
  #licence: Shown | undefined;

  constructor(callers: readonly SampleCaller[], enterprise: Enterprise) {
    this.enterprise = enterprise;
    this.#registrar = visitorOf(callers, DEPARTMENTS.data.code, 'registrar');
    this.#market = visitorOf(callers, DEPARTMENTS.market.code, 'clerk');
    this.#officer = visitorOf(callers, BANK, 'officer');
    this.#reviewer = visitorOf(callers, BANK, 'officer', 1);
    this.#portal = new Visitor(this.#market.url);
  }

  /** The bank offers its product; gives the product's name. */
  async offer(): Promise<string> {
    await put(this.#officer, `/v1/loan-products/${BANK}/${this.#product}`, PRODUCT);
    return this.#product;
  }

  /** The enterprise is registered, gets its business licence, and binds its key. */
  async register(): Promise<string> {
    const { enterprise } = this;
    await put(this.#registrar, `/v1/holder-keys/${enterprise.key}`, {
      ...enterprise.binding(),
      since: SINCE,
    });
    const agreement = { name: { zh: '企业征信授权书', en: 'Consent form' }, since: SINCE };
    await put(this.#registrar, `/v1/agreements/${this.#agreement}`, agreement);
    await post(this.#market, '/v1/credit/entries', { entries: [enterprise.registration()] });
    const { certificates } = await post(this.#market, '/v1/licenses', enterprise.licence());
    const [{ id }] = certificates as unknown as [{ id: string }];
    this.#licence = { id, document: made(await this.#market.get(`/v1/licenses/${id}/document`)) };
    return id;
  }

  /** The enterprise applies; gives the loan's identifier. */
  async apply(): Promise<string> {
    if (this.#licence === undefined) throw new Error('The enterprise has no licence to show');
    const signed = this.enterprise.application(this.#product, this.#licence);
    await post(this.#portal, '/v1/loans', { ...signed, documents: [this.#licence.document] });
    return signed.statement.id;
  }

  /** The enterprise consents, and the bank pulls the report for this application; gives the consent's identifier. */
  async report(loan: string): Promise<string> {
    const signed = this.enterprise.consent(this.#agreement);
    const consent = signed.statement.id;
    await post(this.#portal, '/v1/consents', { ...signed });
    await this.act(loan, { act: 'authorize', consent });
    const { commitment } = await this.loan(loan);
    const asked = { ...REPORT, application: commitment as string };
    const { window, slot } = await post(this.#officer, `/v1/consents/${consent}/pulls`, asked);
    await this.act(loan, { act: 'bindReport', window: window as string, slot: slot as number });
    return consent;
  }

  /** What one officer prepares, the other approves. */
  async review(loan: string): Promise<void> {
    await this.act(loan, { act: 'startReview' });
    const { id } = await this.act(loan, APPROVAL);
    await post(this.#reviewer, `/v1/tasks/${id as string}/approve`, {});
  }

  /** A contract of a year from a day on. */
  async contract(loan: string, from: string): Promise<void> {
    const terms = { amount: AMOUNT, currency: 'CNY', rate: 435, from, until: addMonths(from, 12) };
    await this.act(loan, { act: 'signContract', contract: '示例借字〔2026〕118号', terms });
  }

  async disburse(loan: string, date: string): Promise<void> {
    await this.act(loan, { act: 'disburse', amount: AMOUNT, date, receipt: RECEIPT });
  }

  act(loan: string, body: JsonObject): Promise<JsonObject> {
    return post(this.#officer, `/v1/loans/${loan}/acts`, body);
  }

  async loan(id: string): Promise<JsonObject> {
    return made(await this.#officer.get(`/v1/loans/${id}`));
  }

  /** The loan's whole file, once a checkpoint covers its last step. */
  async file(id: string): Promise<JsonObject> {
    return made(await whenReady(() => this.#officer.get(`/v1/loans/${id}/file`)));
  }
}

/** The nth sample caller of a department in a role, at its hub. */
export function visitorOf(
  callers: readonly SampleCaller[],
  department: string,
  role: string,
  nth = 0,
): Visitor {
  const found = callers.filter((caller) => caller.department === department && caller.role === role)[nth];
  if (found === undefined) throw new Error(`No sample caller of ${department} is its ${role}`);
  return new Visitor(found.url, found.key);
}

/** Sends the same request until the hub has what it rests on. */
export async function post(visitor: Visitor, path: string, body: JsonObject): Promise<JsonObject> {
  const key = random(16);
  return made(await whenReady(() => visitor.post(path, body, key)));
}

export async function put(visitor: Visitor, path: string, body: JsonObject): Promise<JsonObject> {
  const key = random(16);
  return made(await whenReady(() => visitor.put(path, body, key)));
}
