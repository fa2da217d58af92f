import { createPublicKey, hash, randomBytes, type KeyObject } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { lowSDer } from '../../asn1/ecdsa.js';
import { DerReader, derOid, TAG } from '../../asn1/der.js';
import { CK, type Attribute, type Handle } from './module.js';
import type { Session } from './token.js';

const ID_BYTES = 16;
const PAIR_BYTES = 64;
const POINT_BYTES = 65;
const MOST = 1000;
/** SubjectPublicKeyInfo of P-256 up to the point itself (RFC 5480 §2). */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const P256 = derOid('1.2.840.10045.3.1.7');

const PRIVATE_KEYS: readonly Attribute[] = [
  { type: CK.class, value: CK.privateKeyObject },
  { type: CK.keyType, value: CK.ecKey },
];

/** Draws a P-256 key that never leaves the token. Both halves bear one random id, by which they are found together. */
export const drawPair = async ({ cryptoki, handle }: Session, label: string): Promise<void> => {
  const both: readonly Attribute[] = [
    { type: CK.token, value: true },
    { type: CK.label, value: label },
    { type: CK.id, value: randomBytes(ID_BYTES) },
  ];
  await cryptoki.C_GenerateKeyPairAsync(
    handle,
    { mechanism: CK.ecKeyPairGen },
    [...both, { type: CK.verify, value: true }, { type: CK.ecParams, value: P256 }],
    [
      ...both,
      { type: CK.private, value: true },
      { type: CK.sensitive, value: true },
      { type: CK.extractable, value: false },
      { type: CK.sign, value: true },
    ],
  );
};

/** Labels of all private keys. */
export const labels = (session: Session): string[] =>
  find(session, PRIVATE_KEYS).map((key) => valueOf(session, key, CK.label).toString());

/** The private key with this label; undefined when there is none. Throws PKCS11_KEY_AMBIGUOUS. */
export const privateKey = (session: Session, label: string): Handle | undefined => {
  const known = session.found.get(label);
  if (known) return known;
  const [key, ...others] = find(session, [...PRIVATE_KEYS, { type: CK.label, value: label }]);
  if (others.length > 0) {
    throw new HanlianError('PKCS11_KEY_AMBIGUOUS', `Several keys of the token are called ${label}`);
  }
  if (key) session.found.set(label, key);
  return key;
};

/** The public half of a private key. Throws PKCS11_KEY_AMBIGUOUS when it is not there once. */
export const publicKey = (session: Session, key: Handle): KeyObject => {
  const id = valueOf(session, key, CK.id);
  const found = find(session, [
    { type: CK.class, value: CK.publicKeyObject },
    { type: CK.id, value: id },
  ]);
  const [half] = found;
  if (half === undefined || found.length > 1) {
    throw new HanlianError(
      'PKCS11_KEY_AMBIGUOUS',
      `The token has ${found.length} public keys of id ${id.toString('hex')}`,
    );
  }
  const der = Buffer.concat([SPKI_PREFIX, point(valueOf(session, half, CK.ecPoint))]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
};

/** ECDSA over SHA-256 of the message, in the one form of DER that Fabric takes. */
export const signWith = async (
  { cryptoki, handle }: Session,
  key: Handle,
  message: Uint8Array,
): Promise<Uint8Array> => {
  cryptoki.C_SignInit(handle, { mechanism: CK.ecdsa }, key);
  const digest = hash('sha256', message, 'buffer');
  return lowSDer(await cryptoki.C_SignAsync(handle, digest, Buffer.alloc(PAIR_BYTES)));
};

const find = ({ cryptoki, handle }: Session, template: readonly Attribute[]): Handle[] => {
  cryptoki.C_FindObjectsInit(handle, template);
  try {
    const found: Handle[] = [];
    for (;;) {
      const some = cryptoki.C_FindObjects(handle, MOST);
      if (some.length === 0) return found;
      found.push(...some);
    }
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
};

const valueOf = ({ cryptoki, handle }: Session, object: Handle, type: number): Buffer =>
  cryptoki.C_GetAttributeValue(handle, object, [{ type }])[0]?.value ?? Buffer.alloc(0);

/** CKA_EC_POINT is the point in an OCTET STRING; some tokens give it bare. */
const point = (value: Buffer): Buffer =>
  value.length === POINT_BYTES ? value : new DerReader(value).readLast(TAG.octetString).contents;
