import type { CertificateIdentifier, CertificateType, Hashes } from '@hanlian/chaincode/domain';
import { commitmentTo } from '../../document/content.js';
import { isDisclosed, type EvidenceDocument } from '../../document/schema.js';
import { examineFields } from '../fields.js';
import { isInBatch } from '../inclusion.js';
import type { Check, Finding, Shown, VerificationContext } from '../types.js';

/** Whether identifier, holder, validity and fields are what was sealed. */
export const integrity: Check = {
  name: 'integrity',
  test: ({ shown }) => shown !== undefined,
  skip: () => ({ code: 'NO_DOCUMENT' }),
  verify: async ({ identifier, shown }, context) => {
    const { document } = shown as Shown;
    return (
      examineStatement(document, identifier) ??
      examinePlace(shown as Shown, identifier, context.hashes) ??
      examineFields(document, context.hashes) ??
      examineHolder(document, context.hashes) ??
      examineNames(document, await typeOf(document, context))
    );
  },
};

const examineStatement = (
  { statement }: EvidenceDocument,
  { type, issuer }: CertificateIdentifier,
): Finding | undefined =>
  statement.type === type && statement.issuer === issuer ? undefined : { code: 'STATEMENT_FOREIGN' };

/** Before the fields: only leaf hashes that are known to be sealed can tell what happened to a field. */
const examinePlace = (
  { document, roots }: Shown,
  identifier: CertificateIdentifier,
  hashes: Hashes,
): Finding | undefined =>
  isInBatch(document, identifier, roots, hashes) ? undefined : { code: 'NOT_IN_BATCH' };

const examineHolder = ({ holder }: EvidenceDocument, hashes: Hashes): Finding | undefined =>
  'withheld' in holder || commitmentTo(hashes, holder.salt, holder.holders) === holder.commitment
    ? undefined
    : { code: 'HOLDER_CHANGED' };

const typeOf = (
  { statement }: EvidenceDocument,
  { types }: VerificationContext,
): Promise<CertificateType | undefined> =>
  types?.type(statement.type, statement.typeRevision) ?? Promise.resolve(undefined);

/**
 * A disclosed field's name stands in its leaf; a withheld one's only in the type's schema. Without the schema such names
 * are told as not confirmed.
 */
const examineNames = ({ fields }: EvidenceDocument, type: CertificateType | undefined): Finding => {
  const withheld = fields.filter((field) => !isDisclosed(field)).map(({ name }) => name);
  if (!type) return withheld.length === 0 ? { code: 'INTEGRITY_VALID' } : unconfirmed(withheld);
  const agree =
    type.fields.length === fields.length && type.fields.every(({ name }, i) => name === fields[i]?.name);
  return agree
    ? { code: 'INTEGRITY_VALID', data: { withheld } }
    : { code: 'FIELD_NAME_WRONG', data: { registered: type.fields.map(({ name }) => name) } };
};

const unconfirmed = (withheld: string[]): Finding => ({
  code: 'INTEGRITY_VALID',
  data: { withheld, namesUnconfirmed: true },
});
