import { createHash, randomBytes } from 'node:crypto';
import {
  formatCertificateIdentifier,
  parseCertificateIdentifier,
  requireCode,
  statementBytes,
  type BatchStatement,
  type CertificateType,
  type Department,
  type Instant,
  type LicenseView,
  type SealKey,
  type Transition,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  Batch,
  batchMember,
  drawSalts,
  POLICIES,
  sealStatement,
  type Content,
  type EvidenceDocument,
  type Sealer,
  type VerificationContext,
} from '@hanlian/certificates';
import { sealingDepartment, type SealingDepartment } from './seals.js';
import type { Sm2Seal } from './sm2-seals.js';

export const TYPE = '11100000000013338W011';
export const DAY = 86400;

/** The instant all samples are sealed at; they hold from a day before to a year after. */
export const SEALED_AT: Instant = Math.floor(Date.now() / 1000);

const FIELDS = ['certificateNumber', 'grade', 'specialty', 'employer', 'issuedOn'];

export const random16 = (): string => randomBytes(16).toString('base64url');

export const sampleContent = (issuer: string, serial: string): Content => ({
  id: formatCertificateIdentifier({ type: TYPE, issuer, serial, version: '001' }),
  holders: [{ typeCode: '001', code: '91430000712150029K', name: '测试建设工程有限公司' }],
  fields: FIELDS.map((name, index) => ({ name, value: index === 2 ? null : `${name}-${serial}` })),
  validity: { from: SEALED_AT - DAY, to: SEALED_AT + 365 * DAY },
});

/** How the registry knows an SM2 key of the samples. */
const SM2_KEY = { since: SEALED_AT - 9 * DAY, suite: 'SM2' } as const;

/** An issued batch with a ledger and registry around it, all in memory; tests bend what they hold. */
export interface World {
  readonly department: SealingDepartment;
  readonly statement: BatchStatement;
  readonly documents: readonly EvidenceDocument[];
  readonly type: { holderKinds: CertificateType['holderKinds']; fieldNames: string[] };
  readonly sealKeys: Map<string, RegisteredKey>;
  readonly accreditations: Map<string, { since: Instant; until?: Instant }>;
  readonly departments: Map<string, Partial<Department>>;
  readonly views: Map<string, LicenseView>;
  readonly context: VerificationContext;
}

export const world = async (
  count = 3,
  options: {
    department?: SealingDepartment;
    past?: Content['past'];
    sm2?: Pick<Sm2Seal, 'sealer'>;
    listed?: boolean;
  } = {},
): Promise<World> => {
  const department = options.department ?? (await sealingDepartment());
  const issuer = department.code;
  const contents = Array.from({ length: count }, (_, i) => ({
    ...drawSalts({ ...sampleContent(issuer, `2026${String(i).padStart(8, '0')}`), past: options.past }),
    ...(options.listed && { status: { department: issuer, list: 3, index: 1000 + i, salt: random16() } }),
  }));
  const batch = new Batch(
    nodeHashes,
    contents.map((content) => batchMember(nodeHashes, content)),
  );
  const statement: BatchStatement = {
    v: 1,
    batch: random16(),
    kind: 'issue',
    type: TYPE,
    typeRevision: 0,
    issuer,
    ...batch.summary,
    sealedAt: SEALED_AT,
    ...(options.sm2 && { sm2SealKey: options.sm2.sealer.keyDigest }),
  };
  const seal = await sealStatement(department.sealer, statement);
  const sm2Seal = options.sm2 && (await sealStatement(options.sm2.sealer, statement));
  const anchor = { channel: 'city', chaincode: 'hanlian', transactionId: 'tx-1', block: 7 };
  const documents = contents.map((_, index) =>
    batch.document(index, { statement, seal, ...(sm2Seal && { sm2Seal }), anchor }),
  );
  const tables = {
    type: { holderKinds: ['organisation'] as CertificateType['holderKinds'], fieldNames: [...FIELDS] },
    sealKeys: new Map<string, RegisteredKey>([
      [
        `${department.code} ${department.sealer.keyDigest}`,
        { since: SEALED_AT - 9 * DAY, certificates: certificatesOf(department.sealer) },
      ],
      ...(options.sm2 ? [[`${department.code} ${options.sm2.sealer.keyDigest}`, SM2_KEY] as const] : []),
    ]),
    accreditations: new Map([[`${department.code} ${TYPE}`, { since: SEALED_AT - 9 * DAY }]]),
    departments: new Map<string, Partial<Department>>(),
    views: new Map(documents.map((document, index) => [document.id, viewOf(document, batch.digests(index))])),
  };
  return {
    department,
    statement,
    documents,
    ...tables,
    context: contextOver(tables, { statement, seal, sm2Seal }),
  };
};

type RegisteredKey = Pick<SealKey, 'since' | 'until' | 'compromisedSince' | 'suite' | 'certificates'>;

const certificatesOf = ({ chain }: Pick<Sealer, 'chain'>): string[] =>
  chain.map((certificate) => Buffer.from(certificate).toString('base64url'));

type Tables = Pick<World, 'type' | 'sealKeys' | 'accreditations' | 'departments' | 'views'>;

const viewOf = (document: EvidenceDocument, digests: ReturnType<Batch['digests']>): LicenseView => {
  const { type, issuer, serial, version } = requireCode(parseCertificateIdentifier(document.id), 'id');
  return {
    v: 1,
    type,
    issuer,
    serial,
    version,
    current: version,
    revision: 0,
    record: {
      v: 1,
      b: document.statement.batch,
      i: document.inclusion.index,
      d: digests.documentRoot,
      m: digests.documentSm3Root,
      c: digests.commitment,
      f: document.validity.from,
      u: document.validity.to!,
    },
    transitions: [],
  };
};

interface SealedStatement {
  readonly statement: BatchStatement;
  readonly seal: Uint8Array;
  readonly sm2Seal: Uint8Array | undefined;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

const contextOver = (tables: Tables, { statement, seal, sm2Seal }: SealedStatement): VerificationContext => ({
  hashes: nodeHashes,
  at: SEALED_AT + DAY,
  policy: POLICIES.complete,
  types: {
    type: (code) =>
      Promise.resolve(
        code === TYPE
          ? ({
              holderKinds: tables.type.holderKinds,
              fields: tables.type.fieldNames.map((name) => ({ name })),
            } as CertificateType)
          : undefined,
      ),
  },
  issuers: {
    department: (code) => Promise.resolve(tables.departments.get(code) as never),
    sealKey: (code, key) => Promise.resolve(tables.sealKeys.get(`${code} ${key}`) as never),
    accreditation: (code, type) => Promise.resolve(tables.accreditations.get(`${code} ${type}`) as never),
  },
  ledger: {
    license: (reference) => Promise.resolve(tables.views.get(formatCertificateIdentifier(reference))),
    batch: (id) =>
      Promise.resolve(
        id === statement.batch
          ? ({
              statement,
              seal: digestOf(seal),
              ...(sm2Seal && { sm2Seal: digestOf(sm2Seal) }),
            } as never)
          : undefined,
      ),
  },
});

/** A transition as the ledger would store it. */
export const transition = (operation: Transition['o'], state: Transition['s'], at: Instant): Transition => ({
  o: operation,
  s: state,
  e: at,
  t: at,
  n: random16(),
  x: 'A'.repeat(43),
  l: '行政许可法',
  b: 'A'.repeat(43),
  p: 'P001',
});

/** The same seal over another statement, as a forger with a genuine seal would have it. */
export const resealed = async (
  document: EvidenceDocument,
  department: SealingDepartment,
  statement = document.statement,
  at = statement.sealedAt,
): Promise<EvidenceDocument> => ({
  ...document,
  statement,
  seal: Buffer.from(await department.sealer.seal(statementBytes(statement), new Date(at * 1000))).toString(
    'base64',
  ),
});
