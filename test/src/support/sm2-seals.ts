import type { KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
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

/** A signature with a key under any user id: our own signer knows the national one alone. */
export const signedAs = (userId: string, key: KeyObject, message: Uint8Array): Buffer =>
  Buffer.from(sm2.doSignature(message, scalarOf(key), { der: true, hash: true, userId }), 'hex');

/** The private number: 32 octets after version 1 of the ECPrivateKey (RFC 5915 §3). */
const scalarOf = (key: KeyObject): string => {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const start = der.indexOf('0201010420', 'hex') + 5;
  return der.subarray(start, start + 32).toString('hex');
};
