import {
  formatCertificateIdentifier,
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type CreditEntry,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../services/licenses/parts.js';
import { proposedOperation } from '../services/credit/proposals.js';
import type { Notice } from './notice.js';

type Parts = Pick<LicenseParts, 'registry' | 'ledger' | 'now'>;

/** The acts by which an entry begins to say something of a certificate, or ends. */
const PROPOSING = new Set(
  ['publish', 'correct', 'annul', 'resolveDispute', 'reviewRepair'].map((act) => `credit.${act}`),
);

/** What an act proposes to the issuers of this hub: that they suspend, revoke or reinstate a certificate. */
export type Proposed = (act: AuditEntry) => Promise<readonly Notice[]>;

export const proposedBy =
  ({ registry, ledger, now }: Parts): Proposed =>
  async (act) => {
    if (!PROPOSING.has(act.operation)) return [];
    const transaction = await ledger.transaction(act.transactionId);
    return (transaction?.writes ?? []).flatMap(({ key, value }) => {
      const [kind, subject = '', entry = ''] = splitKey(key);
      if (kind !== keyPrefixes.entry || value === undefined) return [];
      const record = JSON.parse(Buffer.from(value).toString()) as CreditEntry;
      const operation = proposedOperation(record);
      const { measure } = record.facts;
      if (operation === undefined || measure === undefined) return [];
      const department = registry.inChargeOf(measure.license.issuer, now());
      if (registry.department(department)?.mspId !== ledger.mspId) return [];
      const certificate = formatCertificateIdentifier(measure.license);
      const { transactionId, block, index, at } = act;
      const data = {
        operation,
        certificate,
        subject,
        entry,
        source: record.source,
        transactionId,
        block,
        index,
      };
      return [
        { id: `ledger:${block}-${index}:${entry}`, type: 'license.proposed' as const, department, at, data },
      ];
    });
  };
