import { hash } from 'node:crypto';
import { canonicalize, sealsOf, type BatchRecord, type LicenseView } from '@hanlian/chaincode/domain';
import type { EvidenceDocument } from '../../document/schema.js';
import { judgeLogProof } from '../log-proof.js';
import type { CheckpointTrust } from '../checkpoint-trust.js';
import type { Check, Finding, LedgerSource, Shown } from '../types.js';
import { unknown } from './unknown.js';

/** Whether the ledger recorded exactly this document, in this batch, under this seal. */
export const anchor: Check = {
  name: 'anchor',
  test: ({ shown }, { ledger, logs }) =>
    ledger !== undefined || (logs !== undefined && shown !== undefined && shown.document.logProof !== null),
  skip: () => ({ code: 'NO_SOURCE' }),
  verify: async (subject, context) => {
    const { ledger, logs, hashes } = context;
    // Without a ledger the document's own proof speaks.
    if (!ledger) return judgeLogProof((subject.shown as Shown).document, logs as CheckpointTrust, hashes);
    const record = await subject.record();
    if (!record) return unknown(subject, context);
    return subject.shown ? compare(subject.shown, record, ledger) : { code: 'ANCHOR_VALID' };
  },
};

const compare = async (shown: Shown, view: LicenseView, ledger: LedgerSource): Promise<Finding> => {
  const differing = differences(shown, view);
  if (differing.length > 0) return { code: 'ANCHOR_DIFFERS', data: { differing } };
  const batch = await ledger.batch(shown.document.statement.batch);
  if (!batch) return { code: 'LICENSE_UNKNOWN' };
  return { code: isSealOf(batch, shown.document) ? 'ANCHOR_VALID' : 'ANCHOR_SEAL_DIFFERS' };
};

/** The parts of the record that are not the document's. */
const differences = ({ document, roots }: Shown, { record }: LicenseView): string[] => {
  const { statement, inclusion, holder, validity } = document;
  const pairs: [string, unknown, unknown][] = [
    ['batch', record.b, statement.batch],
    ['index', record.i, inclusion.index],
    ['documentRoot', record.d, roots.sha256],
    ['documentSm3Root', record.m, roots.sm3],
    ['holder', record.c, holder.commitment],
    ['effectiveFrom', record.f, validity.from],
    ['effectiveTo', record.u ?? null, validity.to],
  ];
  return pairs.filter(([, recorded, shown]) => recorded !== shown).map(([name]) => name);
};

/** Whether these are the very seals that opened the batch on the ledger, or took their place later. */
export const isSealOf = (batch: BatchRecord, { statement, seal, sm2Seal }: EvidenceDocument): boolean => {
  const digests = { seal: digestOf(seal), sm2Seal: sm2Seal === undefined ? undefined : digestOf(sm2Seal) };
  return sealsOf(batch).some(
    (recorded) =>
      recorded.seal === digests.seal &&
      recorded.sm2Seal === digests.sm2Seal &&
      canonicalize(recorded.statement) === canonicalize(statement),
  );
};

const digestOf = (seal: string): string => hash('sha256', Buffer.from(seal, 'base64'), 'base64url');
