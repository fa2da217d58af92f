import { base64urlEncode, fieldLeaves, type Hashes, type SaltedField } from '@hanlian/chaincode/domain';
import { placeField } from '../document/content.js';
import {
  isDisclosed,
  type DisclosedField,
  type DocumentField,
  type EvidenceDocument,
} from '../document/schema.js';
import type { Finding } from './types.js';

/**
 * Finds what was done to the fields of a document whose leaf hashes are known to be genuine. A field out of place or
 * with another field's salt is proven by trying it there; for the rest, a leaf cannot tell whether value or salt was
 * changed, and so neither do we.
 */
export const examineFields = (document: EvidenceDocument, hashes: Hashes): Finding | undefined => {
  const { fields, leaves, status } = document;
  const issued = leaves.sha256.length - (status === undefined ? 0 : 1);
  const counts = { issued, present: fields.length };
  if (fields.length > issued) return { code: 'FIELD_ADDED', data: counts };
  if (fields.length < issued) return { code: 'FIELD_REMOVED', data: counts };
  const matches = leafMatcher(document, hashes);
  if (status !== undefined && !('withheld' in status) && !matches(issued, placeField(status))) {
    return { code: 'STATUS_PLACE_CHANGED' };
  }
  const wrong = fields
    .map((field, index) => ({ field, index }))
    .filter((place): place is Misfit => isDisclosed(place.field) && !matches(place.index, place.field));
  return wrong.length === 0 ? undefined : explain(wrong, fields, matches);
};

interface Misfit {
  readonly field: DisclosedField;
  readonly index: number;
}

type Matcher = (index: number, field: SaltedField) => boolean;

const explain = (wrong: readonly Misfit[], fields: readonly DocumentField[], matches: Matcher): Finding => {
  const data = { fields: wrong.map(({ field }) => field.name) };
  const moved = ({ field }: Misfit): boolean => fields.some((_, place) => matches(place, field));
  const salts = fields.filter(isDisclosed).map(({ salt }) => salt);
  const otherSalt = ({ field, index }: Misfit): boolean =>
    salts.some((salt) => matches(index, { ...field, salt }));
  if (wrong.every(moved)) return { code: 'FIELDS_REORDERED', data };
  if (wrong.every(otherSalt)) return { code: 'SALT_SWAPPED', data };
  return { code: 'FIELD_CHANGED', data };
};

/** Both suites must agree: one broken hash function must not be enough to change a field. */
const leafMatcher =
  ({ id, leaves }: EvidenceDocument, hashes: Hashes): Matcher =>
  (index, field) => {
    const { sha256, sm3 } = fieldLeaves(hashes, id, index, field);
    return base64urlEncode(sha256) === leaves.sha256[index] && base64urlEncode(sm3) === leaves.sm3[index];
  };
