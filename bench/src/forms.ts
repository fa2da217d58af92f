import { randomBytes } from 'node:crypto';
import type { CertificateType } from '@hanlian/chaincode/domain';
import {
  certificateOfd,
  certificatePdf,
  createAuthority,
  createSealer,
  compactPresentation,
  drawSigner,
  issueSdJwt,
  openFile,
  presentSdJwt,
  verifyCompact,
  verifySdJwt,
  type Content,
  type EvidenceDocument,
  type IssuerSource,
  type Sealer,
  type VerificationContext,
} from '@hanlian/certificates';
import { AT, contentOf, contextFor, DAY, FIELDS, ISSUER, newSealer, sealed, TYPE } from './documents.js';
import { timed, type Bench, type Figures } from './row.js';

/** Of how many certificates of a batch one is done: a PDF or OFD takes some tens of milliseconds, a presentation one. */
const SHARE = { pdf: 200, ofd: 200, presentation: 20 };
const AUDIENCE = '91420100000000000X';

/** The other forms a certificate leaves in, in one thread, no ledger and no disk. */
export const forms: Bench = {
  rows: [
    {
      id: 'writePdf',
      work: 'PDF files written',
      workload:
        'A certificate of a page: ten fields set, the fonts’ glyphs cut out, the round seal drawn, the evidence document attached, signed as PAdES in ES256.',
      unit: '/s',
    },
    {
      id: 'checkPdf',
      work: 'PDF files verified',
      workload:
        'Each read strictly, its bytes digested, its ES256 signature checked, and the evidence document inside.',
      unit: '/s',
    },
    {
      id: 'checkOfd',
      work: 'OFD files verified',
      workload:
        'A certificate of a page under a seal of version 4: unpacked, every file digested in SM3, the SM2 signature, and the evidence document inside.',
      unit: '/s',
    },
    {
      id: 'present',
      work: 'presentations made',
      workload: 'Two of ten fields of an SD-JWT disclosed, and signed by the holder.',
      unit: '/s',
    },
    {
      id: 'checkPresentation',
      work: 'presentations verified',
      workload:
        'Each through every check, the seal and the holder’s signature among them, remembered in memory against a second showing.',
      unit: '/s',
    },
    {
      id: 'checkCode',
      work: 'presentations verified off QR codes',
      workload:
        'The same from what a scanner reads: base45 and CBOR, the seal’s certificates from the registry.',
      unit: '/s',
    },
  ],
  run: async ({ batch: size }) => {
    const count = (share: number): number => Math.ceil(size / share);
    const { sealer } = await newSealer();
    const content = contentOf(0, FIELDS);
    const { batch, statement, seal } = await sealed(sealer, [content]);
    const anchor = { channel: 'city', chaincode: 'hanlian', transactionId: 'tx' };
    const document = batch.document(0, { statement, seal, anchor });
    const context = contextFor(batch, statement, sealer, seal, [document]);
    return {
      ...(await benchPdf(document, context, sealer, count(SHARE.pdf))),
      ...(await benchOfd(document, context, count(SHARE.ofd))),
      ...(await benchPresentations(sealer, content, context, count(SHARE.presentation))),
    };
  },
};

const PRINTED_TYPE = {
  name: { zh: '测试证照', en: 'Bench' },
  fields: Array.from({ length: FIELDS }, (_, index) => {
    const name = `field${index}`;
    return { name, title: { zh: name, en: name }, kind: 'text' };
  }),
} as unknown as CertificateType;

async function benchPdf(
  document: EvidenceDocument,
  context: VerificationContext,
  sealer: Sealer,
  count: number,
): Promise<Figures> {
  const printing = { document, type: PRINTED_TYPE, issuer: ISSUER, at: new Date(AT * 1000) };
  // The fonts are read once in a process.
  await certificatePdf(printing, sealer);
  const files: Uint8Array[] = [];
  const writePdf = await timed(count, async () => {
    for (let done = 0; done < count; done++) files.push(await certificatePdf(printing, sealer));
  });
  const checkPdf = await timed(count, async () => {
    for (const file of files) requireValid(await (await openFile(file)).verify(context));
  });
  return { writePdf, checkPdf };
}

async function benchOfd(
  document: EvidenceDocument,
  context: VerificationContext,
  count: number,
): Promise<Figures> {
  const sealer = await sm2Sealer();
  const ofd = await certificateOfd(
    { document, type: PRINTED_TYPE, issuer: ISSUER, at: new Date(AT * 1000) },
    sealer,
  );
  const registered = context.issuers!;
  const issuers: typeof registered = {
    ...registered,
    sealKey: (department, key) =>
      key === sealer.keyDigest
        ? Promise.resolve({ since: AT - DAY, suite: 'SM2' } as never)
        : registered.sealKey(department, key),
  };
  const checkOfd = await timed(count, async () => {
    for (let done = 0; done < count; done++) {
      requireValid(await (await openFile(ofd)).verify({ ...context, issuers }));
    }
  });
  return { checkOfd };
}

/** The department's seal in SM2, under an authority of its own. */
async function sm2Sealer(): Promise<Sealer> {
  const now = (): Date => new Date((AT - DAY) * 1000);
  const authority = await createAuthority({ organization: 'Bench', signer: drawSigner('SM2'), now });
  const signer = drawSigner('SM2');
  const request = { department: 'Bench', departmentCode: ISSUER, publicKey: signer.publicKey };
  return createSealer(signer, [await authority.issueSeal(request)]);
}

async function benchPresentations(
  sealer: Sealer,
  content: Content,
  context: VerificationContext,
  count: number,
): Promise<Figures> {
  const holder = drawSigner('ES256');
  const sdJwt = await issueSdJwt(sealer, {
    ...content,
    type: { code: TYPE, revision: 0 },
    at: AT,
    validOn: null,
    holderKey: holder.publicKey,
  });
  const at = context.at;
  const shown: string[] = [];
  const present = await timed(count, async () => {
    for (let done = 0; done < count; done++) {
      const nonce = randomBytes(12).toString('base64url');
      const names = ['field0', 'field1'];
      shown.push(
        await presentSdJwt(sdJwt, { names, audience: AUDIENCE, nonce, purpose: '测试', at }, holder),
      );
    }
  });
  const asked = (): VerificationContext => ({
    ...context,
    issuers: withCertificates(context.issuers!, sealer),
    presentation: { audience: AUDIENCE, now: at, isRequired: true, once: remembering() },
  });
  const [ofTexts, ofCodes] = [asked(), asked()];
  const checkPresentation = await timed(count, async () => {
    for (const text of shown) requireValid(await verifySdJwt(text, ofTexts));
  });
  const codes = shown.map(compactPresentation);
  const checkCode = await timed(count, async () => {
    for (const code of codes) requireValid(await verifyCompact(code, ofCodes));
  });
  return { present, checkPresentation, checkCode };
}

const withCertificates = (issuers: IssuerSource, { chain }: Sealer): IssuerSource => ({
  ...issuers,
  sealKey: async (department, key) => {
    const registered = await issuers.sealKey(department, key);
    const certificates = chain.map((certificate) => Buffer.from(certificate).toString('base64url'));
    return registered && { ...registered, certificates };
  },
});

const remembering = (): ((name: string) => Promise<boolean>) => {
  const seen = new Set<string>();
  return (name) => Promise.resolve(seen.size < seen.add(name).size);
};

const requireValid = ({ verdict, checks }: Awaited<ReturnType<typeof verifySdJwt>>): void => {
  if (verdict !== 'VALID')
    throw new Error(`The benchmark's own file is ${verdict}: ${JSON.stringify(checks)}`);
};
