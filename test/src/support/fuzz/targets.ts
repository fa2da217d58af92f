import { X509Certificate } from 'node:crypto';
import { ContentInfo, SignedData, TimeStampReq } from 'pkijs';
import {
  POLICIES,
  readStampResponse,
  sourcesOf,
  validatePath,
  verifyBytes,
  verifySeal,
  verifyStamp,
  writeStampRequest,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { world } from '../evidence.js';
import { stamper } from '../stamps.js';
import { trustIn } from '../trust.js';
import { ofdTarget } from './ofd-targets.js';
import { pdfTarget } from './pdf-target.js';
import { pkiTargets } from './pki-targets.js';
import { reportTarget } from './report-target.js';
import { sdJwtTargets } from './sd-jwt-targets.js';
import { wholeTargets } from './whole-targets.js';
import { exact, requireAgreement, type Target } from './target.js';

const pkijsAccepts = async (cms: Buffer, data: Uint8Array): Promise<boolean> => {
  const signedData = new SignedData({ schema: ContentInfo.fromBER(exact(cms)).content as never });
  return signedData.verify({ signer: 0, data: exact(data) });
};

/** The readers of everything a stranger may hand over. */
export const targets = async (): Promise<Target[]> => {
  const city = await world(3);
  const tsa = await stamper();
  const [document] = city.documents;
  const content = statementBytes(city.statement);
  const seal = Buffer.from(document!.seal, 'base64');
  const sealed = verifySeal(seal, content);
  if (!sealed.ok) throw new Error(sealed.fault);
  const request = writeStampRequest(sealed.signature, 0x1234567890abcdefn);
  const answer = await tsa.authority.answer(request);
  const granted = readStampResponse(answer);
  if (!granted.granted) throw new Error(granted.refusal);
  const stamped = { ...document!, stamp: { token: granted.token.toString('base64') } };
  const sources = sourcesOf(trustIn(city, [tsa.root]));
  const context = { ...city.context, ...sources, ledger: undefined, policy: POLICIES.sealOnly };
  const issuer = new X509Certificate(tsa.root);
  const root = issuer.raw;
  const at = new Date();
  return [
    {
      name: 'seal',
      sample: seal,
      try: async (bytes) =>
        verifySeal(bytes, content).ok && requireAgreement(await pkijsAccepts(bytes, content), 'pkijs'),
    },
    {
      name: 'time-stamp token',
      sample: granted.token,
      try: async (bytes) =>
        verifyStamp(bytes, sealed.signature).ok &&
        requireAgreement(await pkijsAccepts(bytes, sealed.signature), 'pkijs'),
    },
    {
      name: 'time-stamp request',
      sample: request,
      try: async (bytes) => {
        const { granted: taken } = readStampResponse(await tsa.authority.answer(bytes));
        return taken && requireAgreement(TimeStampReq.fromBER(exact(bytes)).version === 1, 'pkijs');
      },
    },
    {
      name: 'certificate',
      sample: new X509Certificate(tsa.certificate).raw,
      try: (bytes) => {
        const question = { certificate: bytes, others: [], trusted: [root], at, usage: 'timeStamp' as const };
        const taken = validatePath(question).ok;
        return Promise.resolve(
          taken && requireAgreement(new X509Certificate(bytes).verify(issuer.publicKey), 'openssl'),
        );
      },
    },
    {
      name: 'document',
      sample: Buffer.from(JSON.stringify(stamped)),
      try: async (bytes) => {
        const { verdict } = await verifyBytes(bytes, context);
        if (verdict !== 'VALID') return false;
        const said = JSON.parse(bytes.toString()) as EvidenceDocument;
        return requireAgreement(proven(said) === proven(stamped), 'what was sealed');
      },
    },
    ...(await pkiTargets()),
    ...(await wholeTargets()),
    ...(await sdJwtTargets()),
    await ofdTarget(),
    await pdfTarget(),
    await reportTarget(),
  ];
};

/** All that a document says but its `anchor`, which only tells where to look. */
const proven = (document: EvidenceDocument): string =>
  JSON.stringify(sorted({ ...document, anchor: undefined }));

/** Members in one order: JSON gives their order no meaning. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
};
