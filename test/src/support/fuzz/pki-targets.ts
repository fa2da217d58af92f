import { X509Certificate } from 'node:crypto';
import {
  BasicOCSPResponse,
  Certificate,
  CertificateRevocationList,
  CertificationRequest,
  OCSPRequest,
  OCSPResponse,
} from 'pkijs';
import {
  createRequest,
  createResponder,
  drawSigner,
  fromPem,
  provenPublicKey,
  revocationStatus,
  toPem,
  validatePath,
  writeOcspRequest,
  writeRevocationList,
} from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import { twoTier } from '../authority.js';
import { exact, requireAgreement, type Target } from './target.js';

const DAY = 24 * 60 * 60 * 1000;
/** An OCSPResponse that is a refusal has nothing but a status. */
const REFUSAL_BYTES = 5;
const SEAL = { profile: 'seal', subject: { commonName: '住建厅', organization: '住建厅' } } as const;

/** The readers of certificates, revocation lists, OCSP and requests, with pkijs or openssl beside each. */
export const pkiTargets = async (): Promise<Target[]> => {
  const tier = await twoTier();
  const { root, issuing, responder, now } = tier;
  const seal = await tier.issue(SEAL);
  const issuer = issuing.certificate;
  const asPkijs = Certificate.fromBER(exact(issuer.bytes));
  const nextUpdate = new Date(now.getTime() + DAY);
  const list = await writeRevocationList(issuing, { number: 7, thisUpdate: now, nextUpdate, revoked: [] });
  const { request } = writeOcspRequest(seal, issuer);
  const answering = { issuer, responder, statusOf: () => 'good' as const };
  const authority = createResponder(() => [answering], DAY);
  const answer = await authority.answer(request, now);
  const status = (evidence: Buffer): string =>
    revocationStatus({ evidence, certificate: seal, issuer, at: now }).status;
  const signer = drawSigner('ES256');
  const certificationRequest = await createRequest(signer, SEAL.subject);
  return [
    {
      name: 'revocation list',
      sample: list,
      try: async (bytes) =>
        status(bytes) === 'good' &&
        requireAgreement(
          await CertificateRevocationList.fromBER(exact(bytes)).verify({ issuerCertificate: asPkijs }),
          'pkijs',
        ),
    },
    {
      name: 'OCSP answer',
      sample: answer,
      try: async (bytes) =>
        status(bytes) === 'good' && requireAgreement(await pkijsBelieves(bytes, asPkijs), 'pkijs'),
    },
    {
      name: 'OCSP request',
      sample: request,
      try: async (bytes) => {
        const { length } = await authority.answer(bytes, now);
        if (length <= REFUSAL_BYTES) return false;
        return requireAgreement(OCSPRequest.fromBER(exact(bytes)).tbsRequest.requestList.length > 0, 'pkijs');
      },
    },
    {
      name: 'path',
      sample: issuer.bytes,
      try: (bytes) => {
        const question = { certificate: seal.bytes, others: [bytes], trusted: [root.certificate.bytes] };
        if (!validatePath({ ...question, at: now, usage: 'seal' }).ok) return Promise.resolve(false);
        const between = new X509Certificate(bytes);
        const agrees =
          between.verify(root.signer.publicKey) && new X509Certificate(seal.bytes).verify(between.publicKey);
        return Promise.resolve(requireAgreement(agrees, 'openssl'));
      },
    },
    {
      name: 'certification request',
      sample: fromPem('CERTIFICATE REQUEST', certificationRequest),
      try: async (bytes) =>
        isProven(toPem('CERTIFICATE REQUEST', bytes)) &&
        requireAgreement(await CertificationRequest.fromBER(exact(bytes)).verify(), 'pkijs'),
    },
  ];
};

const pkijsBelieves = async (bytes: Buffer, issuer: Certificate): Promise<boolean> => {
  const { responseBytes } = OCSPResponse.fromBER(exact(bytes));
  const basic = BasicOCSPResponse.fromBER(responseBytes!.response.valueBlock.valueHexView.slice().buffer);
  return basic.verify({ trustedCerts: [issuer] });
};

const isProven = (pem: string): boolean => {
  try {
    provenPublicKey(pem);
    return true;
  } catch (error) {
    if (error instanceof HanlianError) return false;
    throw error;
  }
};
