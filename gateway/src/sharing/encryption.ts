import { X509Certificate, type KeyObject } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { CompactEncrypt } from 'jose';

/** @throws {HanlianError} ENCRYPTION_CERTIFICATE_UNUSABLE */
function keyIn(certificate: string): KeyObject {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    if (publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1') return publicKey;
  } catch {
    // No certificate at all: the same answer.
  }
  throw new HanlianError('ENCRYPTION_CERTIFICATE_UNUSABLE', 'No certificate with a key on P-256', {
    field: 'encryptTo',
  });
}

/**
 * Encrypts what is released to the key of a certificate: JWE in compact form (RFC 7516), ECDH-ES with AES-256 key wrap,
 * content under AES-256-GCM. Nobody on the way can read it, this hub's operator neither.
 *
 * @throws {HanlianError} ENCRYPTION_CERTIFICATE_UNUSABLE
 */
export const encryptedTo = async (certificate: string, content: object): Promise<string> =>
  new CompactEncrypt(Buffer.from(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'application/json' })
    .encrypt(keyIn(certificate));
