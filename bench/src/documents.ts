import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  formatCertificateIdentifier,
  type BatchStatement,
  type CertificateType,
  type Instant,
  type LicenseView,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  Batch,
  createAuthority,
  createSealer,
  drawSalts,
  ecdsaSigner,
  POLICIES,
  sealStatement,
  verifyDocument,
  verifySeal,
  type Content,
  type EvidenceDocument,
  type Sealer,
  type Signer,
  type VerificationContext,
} from '@hanlian/certificates';

export interface DocumentsOptions {
  /** Certificates in the batch; 10,000 is the most one seal covers. */
  readonly count?: number;
  /** Fields of each certificate. */
  readonly fields?: number;
}

/** One line of the report: how many of what, a second. */
export interface Rate {
  readonly work: string;
  readonly perSecond: number;
}

const TYPE = '11100000000013338W011';
const ISSUER = '11430000006122244L';
const AT: Instant = 1_800_000_000;
const DAY = 86_400;
const SEALS = 5_000;

/**
 * The documents' own costs in one thread, no ledger, no disk: a batch salted, hashed by both suites and sealed; its
 * documents built; each verified through the whole pipeline, as parsed JSON, against sources in memory (one seal shared
 * by the batch, checked once); and seals alone, made and checked one by one.
 */
export const benchDocuments = async ({ count = 10_000, fields = 10 }: DocumentsOptions = {}): Promise<
  Rate[]
> => {
  const sealer = await newSealer();
  const contents = Array.from({ length: count }, (_, index) => contentOf(index, fields));

  let started = performance.now();
  const batch = new Batch(nodeHashes, contents.map(drawSalts));
  const statement = statementOf(batch);
  const seal = await sealStatement(sealer, statement);
  const issued = rate('certificates salted, hashed (SHA-256, SM3), sealed', count, started);

  started = performance.now();
  const anchor = { channel: 'city', chaincode: 'hanlian', transactionId: 'tx' };
  const documents = contents.map((_, index) => batch.document(index, { statement, seal, anchor }));
  const built = rate('documents built', count, started);

  const context = contextFor(batch, statement, sealer, seal, documents);
  const inputs = documents.map((document) => JSON.parse(JSON.stringify(document)) as EvidenceDocument);
  started = performance.now();
  for (const input of inputs) {
    const { verdict } = await verifyDocument(input, context);
    if (verdict !== 'VALID') throw new Error(`The benchmark's own document is ${verdict}`);
  }
  return [
    issued,
    built,
    rate('documents verified, whole pipeline', count, started),
    ...(await benchSeals(sealer)),
  ];
};

const benchSeals = async (sealer: Sealer): Promise<Rate[]> => {
  const contents = Array.from({ length: SEALS }, (_, index) => Buffer.from(`statement ${index}`));
  let started = performance.now();
  const seals: Uint8Array[] = [];
  for (const content of contents) seals.push(await sealer.seal(content, new Date(AT * 1000)));
  const made = rate('seals made', SEALS, started);
  started = performance.now();
  seals.forEach((seal, index) => {
    if (!verifySeal(seal, contents[index]!).ok) throw new Error('The benchmark’s own seal does not hold');
  });
  return [made, rate('seals checked', SEALS, started)];
};

const rate = (work: string, count: number, started: number): Rate => ({
  work,
  perSecond: Math.round((count * 1000) / (performance.now() - started)),
});

const newSealer = async (): Promise<Sealer> => {
  const newSigner = (): Signer => ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const now = (): Date => new Date((AT - DAY) * 1000);
  const authority = await createAuthority({ organization: 'Bench', signer: newSigner(), now });
  const signer = newSigner();
  const request = { department: 'Bench', departmentCode: ISSUER, publicKey: signer.publicKey };
  return createSealer(signer, [await authority.issueSeal(request)]);
};

const contentOf = (index: number, fields: number): Content => ({
  id: formatCertificateIdentifier({
    type: TYPE,
    issuer: ISSUER,
    serial: String(index).padStart(20, '0'),
    version: '001',
  }),
  holders: [{ typeCode: '001', code: '91430000712150029K', name: '测试建设工程有限公司' }],
  fields: Array.from({ length: fields }, (_, field) => ({
    name: `field${field}`,
    value: `字段内容 ${index}-${field}`,
  })),
  validity: { from: AT - DAY, to: AT + 365 * DAY },
});

const statementOf = (batch: Batch): BatchStatement => ({
  v: 1,
  batch: randomBytes(16).toString('base64url'),
  kind: 'issue',
  type: TYPE,
  typeRevision: 0,
  issuer: ISSUER,
  ...batch.summary,
  sealedAt: AT,
});

const contextFor = (
  batch: Batch,
  statement: BatchStatement,
  sealer: Sealer,
  seal: Uint8Array,
  documents: readonly EvidenceDocument[],
): VerificationContext => {
  const views = new Map(
    documents.map((document, index) => [serialOf(document), viewOf(document, batch, index)]),
  );
  const period = { since: AT - DAY };
  const names = documents[0]!.fields.map(({ name }) => ({ name }));
  const sealDigest = Buffer.from(nodeHashes.sha256(seal)).toString('base64url');
  return {
    hashes: nodeHashes,
    at: AT + DAY,
    policy: POLICIES.complete,
    types: { type: () => Promise.resolve({ fields: names } as unknown as CertificateType) },
    issuers: {
      department: () => Promise.resolve(undefined),
      sealKey: (_, key) => Promise.resolve(key === sealer.keyDigest ? (period as never) : undefined),
      accreditation: () => Promise.resolve(period as never),
    },
    ledger: {
      license: ({ serial }) => Promise.resolve(views.get(serial)),
      batch: () => Promise.resolve({ statement, seal: sealDigest } as never),
    },
  };
};

const serialOf = ({ id }: EvidenceDocument): string => id.split('.').at(-3)!;

const viewOf = (document: EvidenceDocument, batch: Batch, index: number): LicenseView => {
  const { documentRoot, documentSm3Root, commitment } = batch.digests(index);
  return {
    v: 1,
    type: TYPE,
    issuer: ISSUER,
    serial: serialOf(document),
    version: '001',
    current: '001',
    revision: 0,
    record: {
      v: 1,
      b: document.statement.batch,
      i: index,
      d: documentRoot,
      m: documentSm3Root,
      c: commitment,
      f: document.validity.from,
      u: document.validity.to!,
    },
    transitions: [],
  };
};
