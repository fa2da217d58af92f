import { hash } from 'node:crypto';
import { der, derOid, DerError, DerReader, TAG, type Value } from '../asn1/der.js';
import { HASH_BY_OID } from '../seal/algorithms.js';

/** What a stamp is over: a digest, and by which hash (RFC 3161 §2.4.1). */
export interface Imprint {
  /** Node's name of the hash; undefined: one that is not accepted. */
  readonly algorithm: string | undefined;
  readonly digest: Buffer;
  /** The MessageImprint as it stands, DER. */
  readonly bytes: Buffer;
}

const NAME_BY_DER: ReadonlyMap<string, string> = new Map(
  Object.entries(HASH_BY_OID).map(([oid, name]) => [derOid(oid).toString('hex'), name]),
);

const SHA256 = der(TAG.sequence, derOid('2.16.840.1.101.3.4.2.1'));

/** The hash an AlgorithmIdentifier names, if it is accepted. Parameters are absent or NULL (RFC 5754 §2). */
export const hashNamed = (algorithm: Value): string | undefined => {
  const parts = new DerReader(algorithm.contents);
  const oid = parts.read(TAG.objectIdentifier).bytes.toString('hex');
  const parameters = parts.rest();
  const plain = parameters.length === 0 || (parameters.length === 1 && isNull(parameters[0] as Value));
  return plain ? NAME_BY_DER.get(oid) : undefined;
};

const isNull = ({ bytes }: Value): boolean => bytes.equals(Buffer.of(0x05, 0x00));

/** The MessageImprint of `content` over SHA-256. */
export const imprintOf = (content: Uint8Array): Buffer =>
  der(TAG.sequence, SHA256, der(TAG.octetString, hash('sha256', content, 'buffer')));

/** Throws DerError; a digest whose length is not its hash's is one. */
export const readImprint = (value: Value): Imprint => {
  const parts = new DerReader(value.contents);
  const algorithm = hashNamed(parts.read(TAG.sequence));
  const digest = parts.readLast(TAG.octetString).contents;
  if (algorithm && hash(algorithm, '', 'buffer').length !== digest.length) {
    throw new DerError('The digest has not the length of its hash');
  }
  return { algorithm, digest, bytes: value.bytes };
};
