import {
  createResponder,
  createSealer,
  createStampAuthority,
  drawSigner,
  ecdsaSigner,
  issueCertificate,
  POLICIES,
  readStampResponse,
  sealTrustOf,
  stampTrustOf,
  toPem,
  verifySeal,
  writeOcspRequest,
  writeRevocationList,
  writeStampRequest,
  type EvidenceDocument,
  type Issuer,
  type KnownStatus,
  type PathCertificate,
  type Revocation,
  type StampAuthority,
  type VerificationContext,
} from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { generateKeyPairSync } from 'node:crypto';
import { twoTier, type TwoTier } from './authority.js';
import type { Sm2Seal } from './sm2-seals.js';
import { SEALED_AT, world, type World } from './evidence.js';

export const MINUTE = 60;
const DAY = 24 * 60 * 60 * 1000;
const CODE = '11430000006122244L';
const NAME = '湖南省住房和城乡建设厅';

const SEAL = {
  profile: 'seal',
  subject: { commonName: NAME, organization: NAME, organizationCode: CODE },
} as const;

/** What is to be said of a certificate's end, without its serial. */
export type End = Omit<Revocation, 'serial'>;

export const instantAfter = (seconds: number): Date => new Date((SEALED_AT + seconds) * 1000);

/** A document under a seal of two tiers with a stamp of another organisation, and all that tells how they stood. */
export interface LongTerm {
  readonly city: World;
  readonly bureau: TwoTier;
  readonly auditor: TwoTier;
  readonly seal: PathCertificate;
  readonly tsa: Issuer;
  /** Sealed at SEALED_AT; stamped a minute later, with these lists in the token. */
  stamped(lists?: readonly Uint8Array[]): Promise<EvidenceDocument>;
  /** An OCSP answer about the seal's certificate. */
  answer(end?: End, at?: Date): Promise<string>;
  /** All that tells well of the seals: an answer and a list for each. */
  evidence(): Promise<string[]>;
  /** A list of the bureau's root about its issuing authority. */
  rootList(end?: End, at?: Date): Promise<string>;
  /** A list of the auditor's root about its time-stamp certificate. */
  stampList(end?: End, at?: Date): Promise<Buffer>;
  /** Without a line, under the policy for archives; `lists` are known to the verifier itself. */
  context(lists?: readonly Uint8Array[]): VerificationContext;
}

/** The national suite beside the other: an issuing authority of its own, and a seal under it. */
interface Sm2Side {
  readonly tier: TwoTier;
  readonly certificate: PathCertificate;
  readonly sm2: Pick<Sm2Seal, 'sealer'>;
}

const sm2Side = async (): Promise<Sm2Side> => {
  const tier = await twoTier('SM2');
  const signer = drawSigner('SM2');
  const certificate = await issueCertificate(
    { ...SEAL, publicKey: signer.publicKey },
    tier.issuing,
    tier.now,
  );
  const sealer = createSealer(signer, [pem(certificate), pem(tier.issuing.certificate)]);
  return { tier, certificate, sm2: { sealer } };
};

const rootsOf = (...tiers: readonly (TwoTier | undefined)[]): Buffer[] =>
  tiers.flatMap((tier) => (tier ? [tier.root.certificate.bytes] : []));

/** `both`: sealed in SM2 as well. */
export const longTerm = async ({ both = false } = {}): Promise<LongTerm> => {
  const [bureau, auditor] = await Promise.all([twoTier(), twoTier()]);
  const side = both ? await sm2Side() : undefined;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = ecdsaSigner(privateKey);
  const seal = await issueCertificate({ ...SEAL, publicKey: signer.publicKey }, bureau.issuing, bureau.now);
  const certificate = pem(seal);
  const sealer = createSealer(signer, [certificate, pem(bureau.issuing.certificate)]);
  const root = pem(bureau.root.certificate);
  const department = { code: CODE, root, certificate, privateKey, sealer };
  const city = await world(1, { department, ...(side && { sm2: side.sm2 }) });
  city.departments.set(CODE, { mspId: 'BureauMSP' });
  const tsa = await stampIssuer(auditor);
  return {
    city,
    bureau,
    auditor,
    seal,
    tsa,
    stamped: (lists = []) => stampedBy(stampAuthority(tsa, lists), city.documents[0]!),
    answer: (end, at = bureau.now) => answerOf(bureau, seal, end, at),
    evidence: async () => {
      const tiers = [{ tier: bureau, certificate: seal }, ...(side ? [side] : [])];
      const kept = tiers.map(async ({ tier, certificate: own }) => [
        await answerOf(tier, own, undefined, tier.now),
        (await listOf(tier.root, tier.issuing.certificate, undefined, tier.now)).toString('base64'),
      ]);
      return (await Promise.all(kept)).flat();
    },
    rootList: async (end, at = bureau.now) =>
      (await listOf(bureau.root, bureau.issuing.certificate, end, at)).toString('base64'),
    stampList: (end, at = auditor.now) => listOf(auditor.root, tsa.certificate, end, at),
    context: (lists = []) => ({
      ...city.context,
      ledger: undefined,
      policy: POLICIES.longTerm,
      sealTrust: sealTrustOf(new Map([['BureauMSP', rootsOf(bureau, side?.tier)]]), lists),
      stampTrust: stampTrustOf([auditor.root.certificate.bytes], lists),
    }),
  };
};

const pem = ({ bytes }: PathCertificate): string => toPem('CERTIFICATE', bytes);

const stampIssuer = async ({ root, now }: TwoTier): Promise<Issuer> => {
  const signer = drawSigner('ES256');
  const subject = { commonName: 'Stamps', organization: 'Audit' };
  const body = { profile: 'timeStampAuthority', subject, publicKey: signer.publicKey } as const;
  return { signer, certificate: await issueCertificate(body, root, now) };
};

const stampAuthority = ({ signer, certificate }: Issuer, lists: readonly Uint8Array[]): StampAuthority =>
  createStampAuthority({
    signer,
    chain: [pem(certificate)],
    serials: { next: () => Promise.resolve(1n) },
    lists: () => Promise.resolve(lists),
    now: () => instantAfter(MINUTE),
  });

const stampedBy = async (
  authority: StampAuthority,
  document: EvidenceDocument,
): Promise<EvidenceDocument> => {
  const sealed = verifySeal(Buffer.from(document.seal, 'base64'), statementBytes(document.statement));
  if (!sealed.ok) throw new Error(sealed.fault);
  const response = readStampResponse(await authority.answer(writeStampRequest(sealed.signature, 7n)));
  if (!response.granted) throw new Error(response.refusal);
  return { ...document, stamp: { token: response.token.toString('base64') } };
};

const listOf = (by: Issuer, { serial }: PathCertificate, end: End | undefined, at: Date): Promise<Buffer> =>
  writeRevocationList(by, {
    number: 1,
    thisUpdate: at,
    nextUpdate: new Date(at.getTime() + DAY),
    revoked: end ? [{ ...end, serial }] : [],
  });

const answerOf = async (
  { issuing, responder }: TwoTier,
  seal: PathCertificate,
  end: End | undefined,
  at: Date,
): Promise<string> => {
  const issuer = issuing.certificate;
  const statusOf = (serial: string): KnownStatus => (end ? { ...end, serial } : 'good');
  const { request } = writeOcspRequest(seal, issuer);
  const answer = await createResponder(() => [{ issuer, responder, statusOf }], DAY).answer(request, at);
  return answer.toString('base64');
};
