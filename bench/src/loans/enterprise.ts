import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  BUSINESS_LICENCE,
  canonicalize,
  parseCertificateIdentifier,
  requireCode,
  signedBytes,
  type ConsentStatement,
  type JsonObject,
  type JsonValue,
  type LoanApplication,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';

const DAY = 86_400;
const AUTHORITY = DEPARTMENTS.market.name.zh;
/** What its consents are for. */
export const REPORT = { purpose: 'loan-review', fields: ['registration', 'penalty'] };
export const BANK = DEPARTMENTS.bankOne.code;
export const AMOUNT = '50000000';

export const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
export const now = (): number => Math.floor(Date.now() / 1000);
const digestOf = (value: JsonObject): string =>
  createHash('sha256').update(canonicalize(value)).digest('base64url');

/** A statement with its signature, as it is handed in. */
export interface Signed<S> {
  readonly statement: S;
  readonly signature: string;
}

/** An entry of the credit record, as its department reports it. */
interface Entry<Category extends string> {
  readonly [name: string]: JsonValue;
  readonly subject: string;
  readonly category: Category;
  readonly document: string;
  readonly decidedAt: string;
  readonly fields: Readonly<Record<string, string>>;
}
type Penalty = Entry<'penalty'> & { readonly severity: 'general' };

/** A certificate and its evidence document, as an application shows it. */
export interface Shown {
  readonly id: string;
  readonly document: JsonObject;
}

/** An enterprise with a key and no login: it signs what it asks for and what it consents to. */
export class Enterprise {
  readonly code: string;
  readonly name: string;
  /** The identifier its key is bound under. */
  readonly key = random(32);
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(code: string, name: string) {
    this.code = code;
    this.name = name;
  }

  /** What the registry is told of its key. */
  binding(): { readonly holder: JsonObject; readonly evidence: JsonObject } {
    const publicKey = this.#pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    const holder = { kind: 'organisation', code: this.code, publicKey };
    return { holder, evidence: { kind: 'certificate', digest: this.key } };
  }

  /** Its entry of the credit record. */
  registration(): Entry<'registration'> {
    return {
      subject: this.code,
      category: 'registration',
      document: `登记〔2020〕${this.code.slice(-6, -2)}号`,
      decidedAt: '2020-05-06',
      fields: { subjectName: this.name, kind: '有限责任公司', authority: AUTHORITY },
    };
  }

  /** A penalty for it. */
  penalty({ document, decidedAt }: { readonly document: string; readonly decidedAt: string }): Penalty {
    return {
      subject: this.code,
      category: 'penalty',
      document,
      decidedAt,
      severity: 'general',
      fields: {
        ...{ subjectName: this.name, conduct: '经营超过保质期的食品', facts: '货架上有三袋超过保质期的糕点' },
        ...{
          legalBasis: '食品安全法第一百二十四条',
          kind: '罚款',
          content: '罚款二千元',
          authority: AUTHORITY,
        },
      },
    };
  }

  /** What issues its business licence. */
  licence(): JsonObject {
    const fields = {
      ...{ unitName: this.name, unitCode: this.code, legalPerson: '王小明', capital: '100000000' },
      ...{ founded: '2020-05-06', address: '示例路1号' },
    };
    return {
      type: BUSINESS_LICENCE,
      basis: { law: '市场主体登记管理条例第二十一条', document: '示例登记〔2026〕5号' },
      certificates: [{ holders: [{ typeCode: '001', code: this.code, name: this.name }], fields }],
    };
  }

  signed<S extends object>(statement: S): Signed<S> {
    const signature = sign('sha256', signedBytes(statement), this.#pair.privateKey).toString('base64url');
    return { statement, signature };
  }

  /** A bank may pull its credit report for a month. */
  consent(agreement: string, limit = 3): Signed<ConsentStatement> {
    return this.signed({
      ...{ v: 1, kind: 'consent', id: random(16), intent: random(16) },
      ...{ holder: this.code, holderKey: this.key, agreement, keepDays: 1825, ...REPORT },
      ...{ provider: DEPARTMENTS.credit.code, recipient: BANK },
      ...{ since: now() - DAY, until: now() + 30 * DAY, issuedAt: now() },
      pulls: { limit, per: 'term' },
    } satisfies ConsentStatement);
  }

  /** It asks for half a million yuan for a year. */
  application(product: string, { id, document }: Shown): Signed<LoanApplication> {
    const { type, issuer, serial, version } = requireCode(parseCertificateIdentifier(id), 'id');
    return this.signed({
      ...{ v: 1, kind: 'loan-application', id: random(16), intent: random(16) },
      ...{ key: this.key, issuedAt: now(), enterprise: this.code, bank: BANK, product },
      ...{ amount: AMOUNT, currency: 'CNY', months: 12, purpose: 'working-capital' },
      ...{ industry: 'C1361', district: '420102' },
      certificates: [{ type, issuer, serial, version, document: digestOf(document) }],
    } satisfies LoanApplication);
  }
}
