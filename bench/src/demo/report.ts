import {
  addMonths,
  applicationDigest,
  canonicalize,
  dateOfInstant,
  generateUscc,
  utf8Encode,
  type ConsentActStatement,
  type JsonValue,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { BANK, Enterprise, now, random, REPORT } from '../loans/enterprise.js';
import { post, put, visitorOf } from '../loans/lending.js';
import { Visitor, whenReady, type Answer, type SampleCaller } from './client.js';

const CODE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000777' });
const BASIS = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };
const DIGEST = 'A'.repeat(43);
const SINCE = '2026-01-01';

/** The people of a report's story; the enterprise has a key and no login. */
export class ReportStory {
  readonly #registrar: Visitor;
  readonly #source: Visitor;
  readonly #office: Visitor;
  readonly #bank: Visitor;
  readonly #anyone: Visitor;
  /** Where the enterprise hands in what it signed, as anyone could. */
  readonly #portal: Visitor;
  readonly #enterprise = new Enterprise(CODE, '示例餐饮有限公司');
  readonly #agreement = random(32);
  readonly #application = { number: 'LN-2026-000118', salt: random(16) };
  #consent = '';
  #penalty = '';

  constructor(callers: readonly SampleCaller[]) {
    this.#registrar = visitorOf(callers, DEPARTMENTS.data.code, 'registrar');
    this.#source = visitorOf(callers, DEPARTMENTS.market.code, 'clerk');
    this.#office = visitorOf(callers, DEPARTMENTS.credit.code, 'clerk');
    this.#bank = visitorOf(callers, BANK, 'officer');
    this.#portal = new Visitor(this.#office.url);
    this.#anyone = new Visitor((callers.find(({ role }) => role === 'auditor') as SampleCaller).url);
  }

  /** The enterprise's registration and a penalty of four months ago, as the department in charge reports them. */
  async publish(): Promise<readonly string[]> {
    const registration = this.#enterprise.registration();
    const decidedAt = addMonths(dateOfInstant(now()), -4);
    const penalty = this.#enterprise.penalty({ document: '示例市监罚〔2026〕77号', decidedAt });
    await post(this.#source, '/v1/credit/entries', { entries: [registration] });
    const { entries } = await post(this.#source, '/v1/credit/entries', { entries: [penalty] });
    const [entry] = entries as { entry: string }[];
    this.#penalty = `/v1/credit/entries/${CODE}/${entry?.entry ?? ''}`;
    return [registration.document, penalty.document];
  }

  /** Its key is bound, and it signs what its bank may see. */
  async consent(): Promise<string> {
    const agreement = { name: { zh: '企业征信授权书', en: 'Consent form' }, since: SINCE };
    const { key } = this.#enterprise;
    await put(this.#registrar, `/v1/holder-keys/${key}`, { ...this.#enterprise.binding(), since: SINCE });
    await put(this.#registrar, `/v1/agreements/${this.#agreement}`, agreement);
    const signed = this.#enterprise.consent(this.#agreement);
    this.#consent = signed.statement.id;
    await post(this.#portal, '/v1/consents', { ...signed });
    return this.#consent;
  }

  /** The bank's hub asks the office's; the report comes back sealed. */
  async pull(): Promise<Answer> {
    const { number, salt } = this.#application;
    const application = applicationDigest(nodeHashes.sha256, salt, number);
    const asked = { ...REPORT, application };
    return whenReady(() => this.#bank.post(`/v1/consents/${this.#consent}/pulls`, asked, random(16)));
  }

  /** Anyone verifies a report at the auditor's hub; the bank says for which application. */
  async verify(report: JsonValue): Promise<Answer> {
    const file = Buffer.from(utf8Encode(canonicalize(report))).toString('base64');
    return this.#anyone.post('/v1/verifications', { file, audience: BANK, application: this.#application });
  }

  /** The penalty is repaired: applied for, accepted by its source, reviewed by the credit office. */
  async repair(): Promise<void> {
    const fulfilledAt = addMonths(dateOfInstant(now()), -1);
    const application = { basis: BASIS, evidence: [DIGEST], commitment: DIGEST, fulfilledAt };
    await post(this.#office, `${this.#penalty}/apply-repair`, application);
    await post(this.#source, `${this.#penalty}/accept-repair`, { basis: BASIS, decision: 'accept' });
    await post(this.#office, `${this.#penalty}/review-repair`, { basis: BASIS, decision: 'grant' });
  }

  async withdraw(): Promise<void> {
    const signed = this.#enterprise.signed({
      ...{ v: 1, kind: 'consent-act', act: 'withdraw', id: this.#consent, intent: random(16) },
      ...{ revision: 0, holderKey: this.#enterprise.key, issuedAt: now() },
    } satisfies ConsentActStatement);
    await post(this.#portal, `/v1/consents/${this.#consent}/acts`, { ...signed });
  }
}
