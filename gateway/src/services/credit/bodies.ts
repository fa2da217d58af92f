import {
  canonicalize,
  CATEGORIES,
  entryRoots,
  HanlianError,
  isLegacySubject,
  type Category,
  type EntryReference,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../../documents/documents.js';
import type { HolderRef } from '../../documents/holder-keys.js';
import { random16 } from '../../storage/random.js';
import { readField, requireKnownFields } from '../licenses/content.js';
import type { CreditParts } from './parts.js';

/** An entry's body with its salts: what its roots stand for. */
export interface EntryBody {
  readonly v: 1;
  readonly fields: readonly SaltedField[];
}

export interface PreparedBody {
  readonly roots: { readonly root: string; readonly sm3Root: string };
  readonly body: Prepared;
}

/** An enterprise as a holder of data keys: erasing its key erases every body about it. */
export const holderOf = (subject: string): HolderRef => ({
  typeCode: isLegacySubject(subject) ? '099' : '001',
  code: subject,
});

/** Each form of a body is kept under its root: a correction that is refused must not touch the one that stands. */
const nameOf = ({ subject, entry }: EntryReference, root: string): string =>
  `credit/${subject}/${entry}/${root}`;

/**
 * Checks a body by its category's fields and makes it ready to be stored, with salts drawn anew.
 *
 * @throws {HanlianError} FIELD_UNKNOWN, FIELD_MISSING, FIELD_INVALID, DATE_IMPOSSIBLE and the codes' own errors
 */
export function prepareBody(
  { hashes, random, documents }: Pick<CreditParts, 'hashes' | 'random' | 'documents'>,
  reference: EntryReference,
  category: Category,
  stated: Readonly<Record<string, string>>,
  path: string,
): PreparedBody {
  const { fields: schema } = CATEGORIES[category];
  requireKnownFields(schema, stated, path);
  const fields = schema.map((field) => ({
    ...readField(field, stated[field.name], `${path}.${field.name}`),
    salt: random16(random),
  }));
  const roots = entryRoots(hashes, reference, fields);
  const bytes = Buffer.from(JSON.stringify({ v: 1, fields } satisfies EntryBody));
  return {
    roots,
    body: documents.prepare(nameOf(reference, roots.root), [holderOf(reference.subject)], bytes),
  };
}

const FORGOTTEN: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_ERASED']);

/** The body behind a root; undefined where this hub does not have it, or no longer. */
export function findBody(
  documents: Documents,
  reference: EntryReference,
  root: string,
): EntryBody | undefined {
  try {
    return JSON.parse(documents.read(nameOf(reference, root)).toString()) as EntryBody;
  } catch (error) {
    if (error instanceof HanlianError && FORGOTTEN.has(error.code)) return undefined;
    throw error;
  }
}

/** What a body says, as it was stated: fields left out are left out. */
export const statedIn = ({ fields }: EntryBody): Record<string, string> =>
  Object.fromEntries(fields.flatMap(({ name, value }) => (typeof value === 'string' ? [[name, value]] : [])));

/** Whether a body says just this. */
export const saysTheSame = (body: EntryBody, stated: Readonly<Record<string, string>>): boolean =>
  canonicalize(statedIn(body)) === canonicalize({ ...stated });
