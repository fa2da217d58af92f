import type { KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { DerError, DerReader, TAG } from '../asn1/der.js';
import { BoundedMap } from '../bounded-map.js';
import { sm2Point, sm2Scalar } from './keys.js';

/** The user id hashed into every signature, where nothing else was agreed (GB/T 35276 §10; GM/T 0009). */
export const SM2_USER_ID = '1234567812345678';

/** Order of the base point (GB/T 32918.5 §2). */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const ORDER_BYTES = 32;
/** Each holds some 700 KB of multiples. */
const MOST_POINTS = 32;
const OPTIONS = { der: true, hash: true, userId: SM2_USER_ID } as const;

/** SM2 with SM3 over `message` (GB/T 32918.2), in DER: SEQUENCE { r, s }. */
export const signSm2 = (message: Uint8Array, privateKey: KeyObject, publicKey: KeyObject): Buffer => {
  const options = { ...OPTIONS, publicKey: sm2Point(publicKey).toString('hex') };
  return Buffer.from(sm2.doSignature(message, sm2Scalar(privateKey).toString('hex'), options), 'hex');
};

/**
 * Whether `signature` is the key's own over `message`, with the national user id, in its one encoding: two positive
 * numbers below the order, in the shortest DER. Never throws for what a stranger may have made up.
 */
export const verifySm2 = (message: Uint8Array, publicKey: KeyObject, signature: Uint8Array): boolean => {
  if (!isCanonical(signature)) return false;
  const hex = Buffer.from(signature).toString('hex');
  return sm2.doVerifySignature(message, hex, pointOf(publicKey), OPTIONS);
};

type Point = ReturnType<typeof sm2.precomputePublicKey>;
/** By the bare point: the keys used last, each as its point first, then with its multiples. */
const points = new BoundedMap<string, Point | string>(MOST_POINTS);

/**
 * Finding a point's multiples takes as long as several checks: worth it for a department's key, which comes in each of its
 * files, not for that of a stranger. The same key read again is another `KeyObject`, so that it goes by its point.
 */
const pointOf = (publicKey: KeyObject): Point | string => {
  const bare = sm2Point(publicKey).toString('hex');
  const known = points.get(bare);
  const point = known === bare ? sm2.precomputePublicKey(bare) : (known ?? bare);
  points.set(bare, point);
  return point;
};

const isCanonical = (signature: Uint8Array): boolean => {
  try {
    const pair = new DerReader(signature).enterLast(TAG.sequence);
    const r = positive(pair);
    const s = positive(pair);
    pair.end();
    return r < ORDER && s < ORDER;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
};

const positive = (reader: DerReader): bigint => {
  const { contents } = reader.read(TAG.integer);
  const [first = 0, second = 0] = contents;
  const isNegative = first >= 0x80;
  const isShortest = first > 0 || second >= 0x80;
  if (isNegative || !isShortest || contents.length > ORDER_BYTES + 1) {
    throw new DerError('Not a positive number in its shortest form');
  }
  return BigInt(`0x${contents.toString('hex')}`);
};
