import { der, DerReader, TAG } from '../asn1/der.js';
import { STAMP_OID } from '../time/profile.js';

/**
 * A seal of the hub's profile with its time stamp inside, as one file for others: CAdES T (ETSI EN 319 122-1 §5.3), the
 * token an unsigned attribute of the signer. Signature and signed attributes stay as they are, the digest by which the
 * ledger knows the seal does not. An attribute that was there before is replaced. Throws DerError.
 */
export const stampedSeal = (seal: Uint8Array, token: Uint8Array): Buffer => {
  const contentInfo = new DerReader(seal).enterLast(TAG.sequence);
  const type = contentInfo.read(TAG.objectIdentifier);
  const parts = contentInfo.enterLast(TAG.context0).enterLast(TAG.sequence).rest();
  const signer = new DerReader(parts.pop()?.contents ?? Buffer.alloc(0)).enterLast(TAG.sequence).rest();
  const signed = signer.filter(({ tag }) => tag !== TAG.context1).map(({ bytes }) => bytes);
  const attribute = der(TAG.sequence, STAMP_OID.signatureTimeStamp, der(TAG.set, token));
  const signerInfo = der(TAG.sequence, ...signed, der(TAG.context1, attribute));
  const signedData = der(TAG.sequence, ...parts.map(({ bytes }) => bytes), der(TAG.set, signerInfo));
  return der(TAG.sequence, type.bytes, der(TAG.context0, signedData));
};
