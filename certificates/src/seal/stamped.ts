import { der, DerReader, TAG, type Value } from '../asn1/der.js';
import { STAMP_OID } from '../time/profile.js';

/**
 * A seal of the hub's profile with its time stamp inside, as one file for others: CAdES T (ETSI EN 319 122-1 §5.3), the
 * token an unsigned attribute of the signer. Signature and signed attributes stay as they are, the digest by which the
 * ledger knows the seal does not. An attribute that was there before is replaced. Throws DerError.
 */
export const stampedSeal = (seal: Uint8Array, token: Uint8Array): Buffer => rewritten(seal, { token });

/**
 * The same with the sealed content inside too, so that the file stands alone; without a token it is CAdES B. What was signed
 * is the content's digest, wherever the content stands (RFC 5652 §5.4). Throws DerError.
 */
export const sealFile = (seal: Uint8Array, content: Uint8Array, token?: Uint8Array): Buffer =>
  rewritten(seal, { content, ...(token && { token }) });

interface Additions {
  readonly content?: Uint8Array;
  readonly token?: Uint8Array;
}

const rewritten = (seal: Uint8Array, { content, token }: Additions): Buffer => {
  const contentInfo = new DerReader(seal).enterLast(TAG.sequence);
  const type = contentInfo.read(TAG.objectIdentifier);
  const signedData = contentInfo.enterLast(TAG.context0).enterLast(TAG.sequence);
  const head = [signedData.read(TAG.integer), signedData.read(TAG.set)];
  const encapsulated = withContent(signedData.read(TAG.sequence), content);
  const rest = signedData.rest();
  const signer = new DerReader(rest.pop()?.contents ?? Buffer.alloc(0)).enterLast(TAG.sequence).rest();
  const bytesOf = (values: readonly Value[]): Buffer[] => values.map(({ bytes }) => bytes);
  return der(
    TAG.sequence,
    type.bytes,
    der(
      TAG.context0,
      der(
        TAG.sequence,
        ...bytesOf(head),
        encapsulated,
        ...bytesOf(rest),
        der(TAG.set, der(TAG.sequence, ...withToken(signer, token))),
      ),
    ),
  );
};

const withContent = ({ bytes, contents }: Value, content: Uint8Array | undefined): Buffer => {
  if (content === undefined) return bytes;
  const type = new DerReader(contents).readLast(TAG.objectIdentifier).bytes;
  return der(TAG.sequence, type, der(TAG.context0, der(TAG.octetString, content)));
};

const withToken = (signer: readonly Value[], token: Uint8Array | undefined): Buffer[] => {
  if (token === undefined) return signer.map(({ bytes }) => bytes);
  const signed = signer.filter(({ tag }) => tag !== TAG.context1).map(({ bytes }) => bytes);
  const attribute = der(TAG.sequence, STAMP_OID.signatureTimeStamp, der(TAG.set, token));
  return [...signed, der(TAG.context1, attribute)];
};
