import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
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
  batchMember,
  createAuthority,
  createSealer,
  drawSalts,
  drawSigner,
  ecdsaSigner,
  issueRoot,
  POLICIES,
  sealStatement,
  toPem,
  verifyDocument,
  verifySeal,
  verifySm2Seal,
  type Content,
  type EvidenceDocument,
  type Sealer,
  type VerificationContext,
} from '@hanlian/certificates';
import { benchOpenAttestation, benchPkijs, PEER_ROWS } from './peers.js';
import { timed, type Bench, type Figure, type Figures } from './row.js';

export const TYPE = '11100000000013338W011';
export const ISSUER = '11430000006122244L';
export const AT: Instant = 1_800_000_000;
export const DAY = 86_400;
export const FIELDS = 10;

/** The documents' own costs in one thread, no ledger and no disk: what is left of a batch when all else is taken away. */
export const documents: Bench = {
  rows: [
    {
      id: 'salt',
      work: 'documents salted, hashed, sealed',
      workload: 'Ten salted fields each, hashed in both suites, both trees built, one seal over the batch.',
      unit: '/s',
    },
    {
      id: 'build',
      work: 'documents built',
      workload: 'Leaves and both paths of each put into its document.',
      unit: '/s',
    },
    {
      id: 'check',
      work: 'documents verified',
      workload: 'Each through the whole pipeline, as parsed JSON, against sources in memory; the seal once.',
      unit: '/s',
      floor: 5_000,
      goal: 15_000,
    },
    { id: 'seal', work: 'seals made', workload: 'A CMS seal over a short statement.', unit: '/s' },
    {
      id: 'checkSeal',
      work: 'seals checked',
      workload: 'Each seal read and its signature checked.',
      unit: '/s',
    },
    {
      id: 'sm2Seal',
      work: 'SM2 seals made',
      workload: 'What a department that seals in both pays besides, once a batch or once an issue of one.',
      unit: '/s',
    },
    { id: 'checkSm2Seal', work: 'SM2 seals checked', workload: 'As the others.', unit: '/s' },
    ...PEER_ROWS,
  ],
  run: async ({ batch: count }) => {
    const { sealer, privateKey, certificate } = await newSealer();
    const contents = Array.from({ length: count }, (_, index) => contentOf(index, FIELDS));
    return {
      ...(await benchBatch(sealer, contents)),
      ...(await benchSeals(sealer, count)),
      ...(await benchSm2Seals()),
      ...(await benchOpenAttestation(contents)),
      ...(await benchPkijs(privateKey, certificate, new Date(AT * 1000), count)),
    };
  },
};

async function benchBatch(sealer: Sealer, contents: readonly Content[]): Promise<Figures> {
  const count = contents.length;
  const { batch, statement, seal, figure: salt } = await sealed(sealer, contents);
  const anchor = { channel: 'city', chaincode: 'hanlian', transactionId: 'tx' };
  let built: EvidenceDocument[] = [];
  const build = await timed(count, () => {
    built = contents.map((_, index) => batch.document(index, { statement, seal, anchor }));
    return Promise.resolve();
  });
  const context = contextFor(batch, statement, sealer, seal, built);
  const inputs = built.map((document) => JSON.parse(JSON.stringify(document)) as EvidenceDocument);
  const check = await timed(count, async () => {
    for (const input of inputs) {
      const { verdict } = await verifyDocument(input, context);
      if (verdict !== 'VALID') throw new Error(`The benchmark's own document is ${verdict}`);
    }
  });
  return { salt, build, check };
}

export async function sealed(
  sealer: Sealer,
  contents: readonly Content[],
): Promise<{ batch: Batch; statement: BatchStatement; seal: Uint8Array; figure: Figure }> {
  const seal = async (): Promise<{ batch: Batch; statement: BatchStatement; seal: Uint8Array }> => {
    const batch = new Batch(
      nodeHashes,
      contents.map((content) => batchMember(nodeHashes, drawSalts(content))),
    );
    const statement = statementOf(batch);
    return { batch, statement, seal: await sealStatement(sealer, statement) };
  };
  let result: Awaited<ReturnType<typeof seal>> | undefined;
  const figure = await timed(contents.length, async () => (result = await seal()));
  return { ...(result as Awaited<ReturnType<typeof seal>>), figure };
}

/** Enough for a rate: each takes some tenths of a millisecond. */
const SM2_SEALS = 1000;

async function benchSm2Seals(): Promise<Figures> {
  const now = new Date((AT - DAY) * 1000);
  const signer = drawSigner('SM2');
  // Its own root: whose seal it is costs nothing here.
  const { bytes } = await issueRoot({ commonName: 'Bench', organization: 'Bench' }, signer, now);
  const sealer = createSealer(signer, [toPem('CERTIFICATE', bytes)]);
  const { seal, checkSeal } = await benchSeals(sealer, SM2_SEALS, verifySm2Seal);
  return { sm2Seal: seal, checkSm2Seal: checkSeal };
}

async function benchSeals(
  sealer: Sealer,
  count: number,
  verify = verifySeal,
): Promise<Record<'seal' | 'checkSeal', Figure>> {
  const contents = Array.from({ length: count }, (_, index) => Buffer.from(`statement ${index}`));
  const seals: Uint8Array[] = [];
  const seal = await timed(count, async () => {
    for (const content of contents) seals.push(await sealer.seal(content, new Date(AT * 1000)));
  });
  const checkSeal = await timed(count, () => {
    seals.forEach((each, index) => {
      if (!verify(each, contents[index]!).ok) throw new Error('The benchmark’s own seal does not hold');
    });
    return Promise.resolve();
  });
  return { seal, checkSeal };
}

/** A sealer, and its key and certificate for the peers. */
export const newSealer = async (): Promise<{
  sealer: Sealer;
  privateKey: KeyObject;
  certificate: string;
}> => {
  const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const now = (): Date => new Date((AT - DAY) * 1000);
  const authority = await createAuthority({ organization: 'Bench', signer: ecdsaSigner(newKey()), now });
  const privateKey = newKey();
  const signer = ecdsaSigner(privateKey);
  const request = { department: 'Bench', departmentCode: ISSUER, publicKey: signer.publicKey };
  const certificate = await authority.issueSeal(request);
  return { sealer: createSealer(signer, [certificate]), privateKey, certificate };
};

export const contentOf = (index: number, fields: number): Content => ({
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

export const contextFor = (
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
