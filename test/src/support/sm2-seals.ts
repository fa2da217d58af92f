import {
  createSealer,
  generateSm2Key,
  issueCertificate,
  issueRoot,
  sm2Signer,
  toPem,
  type Sealer,
  type Signer,
} from '@hanlian/certificates';

/** A department's SM2 seal under a root of its own. */
export interface Sm2Seal {
  /** PEM. */
  readonly root: string;
  readonly certificate: string;
  readonly signer: Signer;
  readonly sealer: Sealer;
}

/** `signWith`: the signer of another make that seals in the key's name. */
export const sm2SealOf = async (
  code: string,
  name: string,
  signWith: (own: Signer, key: ReturnType<typeof generateSm2Key>) => Signer = (own) => own,
): Promise<Sm2Seal> => {
  const now = new Date();
  const rootSigner = sm2Signer(generateSm2Key());
  const root = await issueRoot({ commonName: `${name} Root CA SM2`, organization: name }, rootSigner, now);
  const key = generateSm2Key();
  const signer = sm2Signer(key);
  const subject = { commonName: name, organization: name, organizationCode: code };
  const body = { profile: 'seal', subject, publicKey: signer.publicKey } as const;
  const { bytes } = await issueCertificate(body, { signer: rootSigner, certificate: root }, now);
  const certificate = toPem('CERTIFICATE', bytes);
  const sealer = createSealer(signWith(signer, key), [certificate]);
  return { root: toPem('CERTIFICATE', root.bytes), certificate, signer, sealer };
};
