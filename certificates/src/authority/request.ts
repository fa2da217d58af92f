import { createPublicKey, type KeyObject } from 'node:crypto';
import { CertificationRequest } from 'pkijs';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Signer } from '../keys/signer.js';
import { engine, HASH, publicKeyInfo, signingHandle } from './engine.js';
import { distinguishedName, type Subject } from './names.js';
import { fromPem, toPem } from './pem.js';

/** A PKCS#10 request (RFC 2986) in PEM, signed with the key it is for. */
export const createRequest = async (signer: Signer, subject: Subject): Promise<string> => {
  const request = new CertificationRequest({
    subject: distinguishedName(subject),
    subjectPublicKeyInfo: publicKeyInfo(signer.publicKey),
    // RFC 2986 §4.1 wants the attributes even when there are none, and Go's parser insists.
    attributes: [],
  });
  const handle = signingHandle(signer);
  await request.sign(handle.key, HASH, handle.engine);
  return toPem('CERTIFICATE REQUEST', request.toSchema(true).toBER());
};

/**
 * The public key of a PKCS#10 request whose own signature proves that the requester holds the private key. The name in
 * it is a wish only: an authority decides the subject. Throws REQUEST_INVALID, KEY_UNSUPPORTED.
 */
export const provenPublicKey = async (pem: string): Promise<KeyObject> => {
  const request = readRequest(pem);
  if (!(await request.verify(engine).catch(() => false))) {
    throw new HanlianError(
      'REQUEST_INVALID',
      'The request is not signed by the key it names; make a new request with the private key at hand',
    );
  }
  return supportedKey(request.subjectPublicKeyInfo.toSchema().toBER());
};

const readRequest = (pem: string): CertificationRequest => {
  const der = fromPem('CERTIFICATE REQUEST', pem);
  try {
    return CertificationRequest.fromBER(der);
  } catch (cause) {
    throw new HanlianError(
      'REQUEST_INVALID',
      'Not a PKCS#10 certification request (RFC 2986)',
      {},
      { cause },
    );
  }
};

const supportedKey = (spki: ArrayBuffer): KeyObject => {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new HanlianError(
      'KEY_UNSUPPORTED',
      'Only P-256 keys are certified; make a request with a P-256 key',
    );
  }
  return key;
};
