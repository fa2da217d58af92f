import {
  BasicOCSPResponse,
  Certificate,
  CertificateRevocationList,
  ContentInfo,
  OCSPResponse,
  SignedData,
} from 'pkijs';
import { toPem, type PathCertificate } from '@hanlian/certificates';
import { exact } from './fuzz/target.js';
import { openssl } from './openssl.js';

/** Who else judges what we judge; each answers whether it accepts. */

const pem = ({ bytes }: PathCertificate): string => toPem('CERTIFICATE', bytes);

export const opensslCms = async (cms: Uint8Array, content: Uint8Array, root: string): Promise<boolean> => {
  const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'seal.der'];
  const files = { 'seal.der': cms, content, 'root.pem': root };
  const trust = ['-content', 'content', '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out'];
  return (await openssl(files, ...verify, ...trust)).ok;
};

export const opensslStamp = async (token: Uint8Array, data: Uint8Array, root: string): Promise<boolean> => {
  const files = { token, data, 'root.pem': root };
  const verify = ['ts', '-verify', '-data', 'data', '-token_in', '-in', 'token', '-CAfile', 'root.pem'];
  return (await openssl(files, ...verify)).ok;
};

/** The same for a signature over `content` and for a token over data: pkijs looks for itself which one it is. */
export const pkijsCms = (cms: Uint8Array, content: Uint8Array): Promise<boolean> =>
  accepts(() => {
    const signedData = new SignedData({ schema: ContentInfo.fromBER(exact(cms)).content as never });
    return signedData.verify({ signer: 0, data: exact(content) });
  });

export interface Authorities {
  readonly root: PathCertificate;
  readonly issuing: PathCertificate;
}

const filesOf = (
  certificate: PathCertificate,
  { root, issuing }: Authorities,
): Readonly<Record<string, string>> => ({
  'root.pem': pem(root),
  'issuing.pem': pem(issuing),
  'seal.pem': pem(certificate),
});

/** Whether `openssl verify` passes a certificate by this revocation list. */
export const opensslList = async (
  list: Uint8Array,
  certificate: PathCertificate,
  authorities: Authorities,
): Promise<boolean> => {
  const files = { ...filesOf(certificate, authorities), 'list.der': list };
  const verify = ['verify', '-x509_strict', '-crl_check', '-CRLfile', 'list.der', '-CAfile', 'root.pem'];
  return (await openssl(files, ...verify, '-untrusted', 'issuing.pem', 'seal.pem')).ok;
};

/** Whether pkijs believes the list and does not find the certificate in it. */
export const pkijsList = (
  list: Uint8Array,
  certificate: PathCertificate,
  { issuing }: Authorities,
): Promise<boolean> =>
  accepts(async () => {
    const read = CertificateRevocationList.fromBER(exact(list));
    const isGenuine = await read.verify({ issuerCertificate: Certificate.fromBER(exact(issuing.bytes)) });
    return isGenuine && !read.isCertificateRevoked(Certificate.fromBER(exact(certificate.bytes)));
  });

/** Whether `openssl ocsp` believes the answer and reads `good` in it. */
export const opensslOcsp = async (
  answer: Uint8Array,
  certificate: PathCertificate,
  authorities: Authorities,
): Promise<boolean> => {
  const files = { ...filesOf(certificate, authorities), 'answer.der': answer };
  const asked = ['-issuer', 'issuing.pem', '-sha256', '-cert', 'seal.pem', '-no_nonce'];
  const verify = ['-respin', 'answer.der', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
  const { output } = await openssl(files, 'ocsp', ...asked, ...verify);
  return /Response verify OK/.test(output) && /seal.pem: good/.test(output) && !/WARNING/.test(output);
};

/** Whether pkijs believes the answer and reads `good` in it. */
export const pkijsOcsp = (
  answer: Uint8Array,
  certificate: PathCertificate,
  { issuing }: Authorities,
): Promise<boolean> =>
  accepts(async () => {
    const { responseBytes } = OCSPResponse.fromBER(exact(answer));
    const bytes = responseBytes!.response.valueBlock.valueHexView;
    const basic = BasicOCSPResponse.fromBER(exact(bytes));
    const issuer = Certificate.fromBER(exact(issuing.bytes));
    if (!(await basic.verify({ trustedCerts: [issuer] }))) return false;
    const asked = Certificate.fromBER(exact(certificate.bytes));
    const { isForCertificate, status } = await basic.getCertificateStatus(asked, issuer);
    return isForCertificate && status === 0;
  });

const accepts = async (judge: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await judge();
  } catch {
    // What it cannot read it does not accept.
    return false;
  }
};
