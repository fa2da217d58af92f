import {
  drawSigner,
  issueCertificate,
  issueRoot,
  type CertificateBody,
  type Issuer,
  type PathCertificate,
  type SignatureAlgorithm,
} from '@hanlian/certificates';

/** A root and the issuing authority under it, as a hub has them, with a responder that the second appointed. */
export interface TwoTier {
  readonly root: Issuer;
  readonly issuing: Issuer;
  readonly responder: Issuer;
  readonly now: Date;
  issue(body: Omit<CertificateBody, 'publicKey'>): Promise<PathCertificate>;
}

const ORGANIZATION = 'Bureau';

export const twoTier = async (
  algorithm: SignatureAlgorithm = 'ES256',
  now = new Date(),
): Promise<TwoTier> => {
  const below = async (profile: 'issuing' | 'ocspResponder', by: Issuer): Promise<Issuer> => {
    const signer = drawSigner(algorithm);
    const subject = { commonName: `Bureau ${profile}`, organization: ORGANIZATION };
    const certificate = await issueCertificate({ profile, subject, publicKey: signer.publicKey }, by, now);
    return { certificate, signer };
  };
  const rootSigner = drawSigner(algorithm);
  const subject = { commonName: 'Bureau Root CA', organization: ORGANIZATION };
  const root = { certificate: await issueRoot(subject, rootSigner, now), signer: rootSigner };
  const issuing = await below('issuing', root);
  const responder = await below('ocspResponder', issuing);
  const issue = (body: Omit<CertificateBody, 'publicKey'>): Promise<PathCertificate> =>
    issueCertificate({ ...body, publicKey: drawSigner(algorithm).publicKey }, issuing, now);
  return { root, issuing, responder, now, issue };
};
