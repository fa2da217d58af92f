import { parseCertificateIdentifier, type CertificateIdentifier } from '@hanlian/chaincode/domain';
import { identifierIn } from '../document/schema.js';
import { OfdFault } from '../ofd/fault.js';
import type { Sealed } from '../ofd/signature.js';
import { openOfd, type OpenedOfd } from '../ofd/verify.js';
import { judgeSealing, unvouched, type Sealing } from '../verification/checks/issuer.js';
import { OUTCOMES } from '../verification/codes.js';
import { attempted, conclude, resultOf } from '../verification/results.js';
import type { Finding, Verification, VerificationContext } from '../verification/types.js';
import { nothingShown, verifyBytes } from '../verification/verify.js';
import type { Reader } from './reader.js';
import { hasEntry, isZip } from './zip-names.js';

/** A sealed OFD file (GB/T 33190, GB/T 38540), with the evidence document attached where a hub wrote it. */
export const ofdReader: Reader = {
  form: 'OFD',
  maxBytes: 8 * 1024 * 1024,
  recognises: (bytes) => isZip(bytes) && hasEntry(bytes, 'OFD.xml'),
  read: async (bytes) => {
    const opened = await openOfd(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const evidence = opened.container?.evidence;
    const license = evidence && identifierIn(evidence);
    return { evidence, license, verify: (context) => verify(opened, evidence, context) };
  },
};

/** What is inside is verified by the ledger whatever became of the file around it; both are told, and how they compare. */
const verify = async (
  { seals }: OpenedOfd,
  evidence: Uint8Array | undefined,
  context: VerificationContext,
): Promise<Verification> => {
  const { policy } = context;
  const inside = evidence ? await verifyBytes(evidence, context) : nothingShown(policy);
  const file =
    seals instanceof OfdFault
      ? { code: seals.code, data: seals.data }
      : await attempted(() => judgeSeals(seals, evidence && certificateIn(evidence), context));
  const agreement: Finding = { code: agreementOf(OUTCOMES[file.code].status, inside.verdict) };
  const checks = [resultOf('file', file), ...inside.checks, resultOf('agreement', agreement)];
  return conclude(checks, policy);
};

/** Whether all who sealed are in charge of the certificate inside. */
const judgeSeals = async (
  seals: readonly [Sealed, ...Sealed[]],
  identifier: CertificateIdentifier | undefined,
  context: VerificationContext,
): Promise<Finding> => {
  const data = { seals: seals.map(({ ses, keyDigest }) => ({ name: ses.seal.name, sealKey: keyDigest })) };
  if (!identifier || !context.issuers) return { code: 'OFD_SEALER_UNKNOWN', data };
  for (const seal of seals) {
    const found = await judgeSealing(sealingOf(seal, identifier), context, context.issuers);
    if (found.code !== 'ISSUER_VALID') return found;
  }
  return { code: 'OFD_VALID', data };
};

const sealingOf = (
  { certificate, keyDigest, ses }: Sealed,
  { issuer, type }: CertificateIdentifier,
): Sealing => ({
  issuer,
  type,
  sealedAt: Math.floor(ses.at.getTime() / 1000),
  ...unvouched(
    {
      ok: true,
      certificate,
      certificates: [certificate.raw],
      keyDigest,
      signature: ses.signed.signature,
      signedAt: ses.at,
    },
    'SM2',
  ),
});

const agreementOf = (
  file: (typeof OUTCOMES)[Finding['code']]['status'],
  ledger: Verification['verdict'],
): Finding['code'] => {
  if (ledger === 'UNKNOWN' || (file !== 'VALID' && file !== 'INVALID')) return 'AGREEMENT_UNKNOWN';
  if (file === 'VALID') return ledger === 'VALID' ? 'SEAL_AND_LEDGER_AGREE' : 'SEAL_HOLDS_LEDGER_REFUSES';
  return ledger === 'VALID' ? 'SEAL_FAILS_LEDGER_HOLDS' : 'SEAL_AND_LEDGER_REFUSE';
};

/** The certificate an evidence document names; what else is wrong with it, its own check says. */
const certificateIn = (evidence: Uint8Array): CertificateIdentifier | undefined => {
  const identifier = parseCertificateIdentifier(identifierIn(evidence) ?? '');
  return identifier.ok ? identifier : undefined;
};
