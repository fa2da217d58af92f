import { hash } from 'node:crypto';
import { canonicalize, type BatchRecord, type LicenseView } from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../../document/schema.js';
import { documentRootsOf } from '../inclusion.js';
import type { Check, Finding, LedgerSource, VerificationContext } from '../types.js';

/** Whether the ledger recorded exactly this document, in this batch, under this seal. */
export const anchor: Check = {
  name: 'anchor',
  test: (_subject, { ledger }) => ledger !== undefined,
  skip: () => ({ code: 'NO_SOURCE' }),
  verify: async (subject, context) => {
    const record = await subject.record();
    if (!record) return { code: 'LICENSE_UNKNOWN' };
    return subject.document ? compare(subject.document, record, context) : { code: 'ANCHOR_VALID' };
  },
};

const compare = async (
  document: EvidenceDocument,
  view: LicenseView,
  context: VerificationContext,
): Promise<Finding> => {
  const differing = differences(document, view, context);
  if (differing.length > 0) return { code: 'ANCHOR_DIFFERS', data: { differing } };
  const batch = await (context.ledger as LedgerSource).batch(document.statement.batch);
  if (!batch) return { code: 'LICENSE_UNKNOWN' };
  return isSealOf(batch, document) ? { code: 'ANCHOR_VALID' } : { code: 'ANCHOR_SEAL_DIFFERS' };
};

/** The parts of the record that are not the document's. */
const differences = (
  document: EvidenceDocument,
  { record }: LicenseView,
  { hashes }: VerificationContext,
): string[] => {
  const { sha256, sm3 } = documentRootsOf(document, hashes);
  const { statement, inclusion, holder, validity } = document;
  const pairs: [string, unknown, unknown][] = [
    ['batch', record.b, statement.batch],
    ['index', record.i, inclusion.index],
    ['documentRoot', record.d, sha256],
    ['documentSm3Root', record.m, sm3],
    ['holder', record.c, holder.commitment],
    ['effectiveFrom', record.f, validity.from],
    ['effectiveTo', record.u ?? null, validity.to],
  ];
  return pairs.filter(([, recorded, shown]) => recorded !== shown).map(([name]) => name);
};

const isSealOf = (batch: BatchRecord, { statement, seal }: EvidenceDocument): boolean =>
  hash('sha256', Buffer.from(seal, 'base64'), 'base64url') === batch.seal &&
  canonicalize(batch.statement) === canonicalize(statement);
