import { randomBytes } from 'node:crypto';
import {
  base64urlDecode,
  base64urlEncode,
  fieldLeaves,
  holderCommitment,
  merkleRoot,
  type Hashes,
  type Holder,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import type { StatusPlace } from '../status-list/profile.js';
import type { DisclosedField, EvidenceDocument } from './schema.js';

const SALT_BYTES = 16;

/** What a certificate says, before anything is drawn at random. */
export interface Content {
  /** GB/T 36904 identifier. */
  readonly id: string;
  readonly holders: readonly Holder[];
  /** Every field of the type, in the order of its schema; null where an optional one is empty. */
  readonly fields: readonly { readonly name: string; readonly value: string | null }[];
  readonly validity: EvidenceDocument['validity'];
  readonly past?: EvidenceDocument['past'];
}

/** A certificate's content with its salts: what is stored before it is anchored, and all a document is made from. */
export interface SaltedContent extends Content {
  readonly holderSalt: string;
  readonly fields: readonly DisclosedField[];
  /** Where status lists tell of it, with a salt of its own. */
  readonly status?: SaltedPlace;
}

export interface SaltedPlace extends StatusPlace {
  readonly salt: string;
}

/** Draws a salt for the holders and for each field, once; the same salts must serve every later try. */
export const drawSalts = (content: Content): SaltedContent => {
  const pool = randomBytes(SALT_BYTES * (content.fields.length + 1));
  const salt = (index: number): string =>
    pool.toString('base64url', SALT_BYTES * index, SALT_BYTES * (index + 1));
  return {
    ...content,
    holderSalt: salt(0),
    fields: content.fields.map(({ name, value }, index) => ({ name, value, salt: salt(index + 1) })),
  };
};

/** The digests a certificate's content comes down to; as bytes. */
export interface Commitments {
  readonly leaves: Readonly<Record<keyof Hashes, readonly Uint8Array[]>>;
  readonly roots: Readonly<Record<keyof Hashes, Uint8Array>>;
  /** base64url */
  readonly commitment: string;
}

export const commitmentsOf = (
  hashes: Hashes,
  { id, fields, holderSalt, holders, status }: SaltedContent,
): Commitments => {
  const pairs = fields.map((field, index) => fieldLeaves(hashes, id, index, field));
  if (status) pairs.push(fieldLeaves(hashes, id, fields.length, placeField(status)));
  const leaves = { sha256: pairs.map(({ sha256 }) => sha256), sm3: pairs.map(({ sm3 }) => sm3) };
  return {
    leaves,
    roots: {
      sha256: merkleRoot(hashes.sha256, leaves.sha256),
      sm3: merkleRoot(hashes.sm3, leaves.sm3),
    },
    commitment: commitmentTo(hashes, holderSalt, holders),
  };
};

/** The place as the field it is hashed as; its name is none that a type's field can have. */
export const placeField = ({ salt, department, list, index }: SaltedPlace): SaltedField => ({
  name: '@status',
  salt,
  value: { department, list, index },
});

/** The commitment to a certificate's holders, over SHA-256, base64url. */
export const commitmentTo = (hashes: Hashes, salt: string, holders: readonly Holder[]): string =>
  base64urlEncode(holderCommitment(hashes.sha256, base64urlDecode(salt), holders));
