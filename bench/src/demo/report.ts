import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  addMonths,
  applicationDigest,
  canonicalize,
  dateOfInstant,
  generateUscc,
  utf8Encode,
  type ConsentActStatement,
  type ConsentStatement,
  type JsonValue,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made, Visitor, whenReady, type Answer, type SampleCaller } from './client.js';

const ENTERPRISE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000777' });
const NAME = '示例餐饮有限公司';
const OFFICE = DEPARTMENTS.credit.code;
const BANK = DEPARTMENTS.bankOne.code;
const PURPOSE = 'loan-review';
const FIELDS = ['registration', 'penalty'];
const BASIS = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };
const DIGEST = 'A'.repeat(43);
const DAY = 86_400;
const SINCE = '2026-01-01';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);

/** The people of a report's story; the enterprise has a key and no login. */
export class ReportStory {
  readonly #registrar: Visitor;
  readonly #source: Visitor;
  readonly #office: Visitor;
  readonly #bank: Visitor;
  readonly #anyone: Visitor;
  readonly #enterprise = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #key = random(32);
  readonly #agreement = random(32);
  readonly #application = { number: 'LN-2026-000118', salt: random(16) };
  #consent = '';
  #penalty = '';

  constructor(callers: readonly SampleCaller[]) {
    const visitor = (is: (caller: SampleCaller) => boolean): Visitor => {
      const { url, key } = callers.find(is) as SampleCaller;
      return new Visitor(url, key);
    };
    this.#registrar = visitor(({ role }) => role === 'registrar');
    this.#source = visitor(
      ({ role, department }) => role === 'clerk' && department === DEPARTMENTS.market.code,
    );
    this.#office = visitor(({ role, department }) => role === 'clerk' && department === OFFICE);
    this.#bank = visitor(({ role, department }) => role === 'officer' && department === BANK);
    this.#anyone = new Visitor((callers.find(({ role }) => role === 'auditor') as SampleCaller).url);
  }

  /** The enterprise's registration and a penalty of four months ago, as the department in charge reports them. */
  async publish(): Promise<readonly string[]> {
    const authority = DEPARTMENTS.market.name.zh;
    const registration = {
      subject: ENTERPRISE,
      category: 'registration',
      document: '登记〔2020〕0077号',
      decidedAt: '2020-05-06',
      fields: { subjectName: NAME, kind: '有限责任公司', authority },
    };
    const penalty = {
      subject: ENTERPRISE,
      category: 'penalty',
      document: '示例市监罚〔2026〕77号',
      decidedAt: addMonths(dateOfInstant(now()), -4),
      severity: 'general',
      fields: {
        ...{ subjectName: NAME, conduct: '经营超过保质期的食品', facts: '货架上有三袋超过保质期的糕点' },
        ...{ legalBasis: '食品安全法第一百二十四条', kind: '罚款', content: '罚款二千元', authority },
      },
    };
    made(await this.#source.post('/v1/credit/entries', { entries: [registration] }, random(16)));
    const { entries } = made(
      await this.#source.post('/v1/credit/entries', { entries: [penalty] }, random(16)),
    );
    const [entry] = entries as { entry: string }[];
    this.#penalty = `/v1/credit/entries/${ENTERPRISE}/${entry?.entry ?? ''}`;
    return [registration.document, penalty.document];
  }

  /** Its key is bound, and it signs what its bank may see. */
  async consent(): Promise<string> {
    const publicKey = this.#enterprise.publicKey
      .export({ format: 'der', type: 'spki' })
      .toString('base64url');
    const holder = { kind: 'organisation', code: ENTERPRISE, publicKey };
    const binding = { holder, evidence: { kind: 'certificate', digest: DIGEST }, since: SINCE };
    const agreement = { name: { zh: '企业征信授权书', en: 'Consent form' }, since: SINCE };
    made(await this.#registrar.put(`/v1/holder-keys/${this.#key}`, binding, random(16)));
    made(await this.#registrar.put(`/v1/agreements/${this.#agreement}`, agreement, random(16)));
    const statement: ConsentStatement = {
      ...{ v: 1, kind: 'consent', id: random(16), intent: random(16) },
      ...{ holder: ENTERPRISE, holderKey: this.#key, provider: OFFICE, recipient: BANK },
      ...{ purpose: PURPOSE, fields: FIELDS, keepDays: 1825, agreement: this.#agreement },
      ...{ since: now() - DAY, until: now() + 30 * DAY, issuedAt: now() },
      pulls: { limit: 3, per: 'term' },
    };
    made(await whenReady(() => this.#signed('/v1/consents', statement)));
    this.#consent = statement.id;
    return statement.id;
  }

  /** The bank's hub asks the office's; the report comes back sealed. */
  async pull(): Promise<Answer> {
    const { number, salt } = this.#application;
    const application = applicationDigest(nodeHashes.sha256, salt, number);
    const asked = { purpose: PURPOSE, fields: FIELDS, application };
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
    made(await this.#office.post(`${this.#penalty}/apply-repair`, application, random(16)));
    const accepted = { basis: BASIS, decision: 'accept' };
    made(await this.#source.post(`${this.#penalty}/accept-repair`, accepted, random(16)));
    const granted = { basis: BASIS, decision: 'grant' };
    made(await this.#office.post(`${this.#penalty}/review-repair`, granted, random(16)));
  }

  async withdraw(): Promise<void> {
    const statement: ConsentActStatement = {
      ...{ v: 1, kind: 'consent-act', act: 'withdraw', id: this.#consent, intent: random(16) },
      ...{ revision: 0, holderKey: this.#key, issuedAt: now() },
    };
    made(await whenReady(() => this.#signed(`/v1/consents/${this.#consent}/acts`, statement)));
  }

  #signed(path: string, statement: ConsentStatement | ConsentActStatement): Promise<Answer> {
    const bytes = utf8Encode(canonicalize(statement));
    const signature = sign('sha256', bytes, this.#enterprise.privateKey).toString('base64url');
    return new Visitor(this.#office.url).post(path, { statement, signature }, random(16));
  }
}
