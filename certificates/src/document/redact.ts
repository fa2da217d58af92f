import { HanlianError } from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from './schema.js';

/**
 * The same document with these fields withheld. What remains verifies as before: a withheld field's leaf hashes stand
 * for it, and its salt keeps them from being guessed.
 * @throws {HanlianError} FIELD_UNKNOWN when the document has no such field
 */
export const redact = (document: EvidenceDocument, names: readonly string[]): EvidenceDocument => {
  const unknown = names.find((name) => !document.fields.some((field) => field.name === name));
  if (unknown !== undefined) {
    throw new HanlianError('FIELD_UNKNOWN', 'The document has no such field', { field: unknown });
  }
  return {
    ...document,
    fields: document.fields.map((field) =>
      names.includes(field.name) ? { name: field.name, withheld: true } : field,
    ),
  };
};

/** The same document without its place in the status list. */
export const withholdPlace = (document: EvidenceDocument): EvidenceDocument =>
  document.status === undefined ? document : { ...document, status: { withheld: true } };

/** The same document without the holders' names and numbers; the commitment to them stays. */
export const withholdHolder = (document: EvidenceDocument): EvidenceDocument => ({
  ...document,
  holder: { commitment: document.holder.commitment, withheld: true },
});
