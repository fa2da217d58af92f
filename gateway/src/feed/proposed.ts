import { formatCertificateIdentifier } from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../services/licenses/parts.js';
import { proposedOperation } from '../services/credit/proposals.js';
import { entriesWritten } from './entries-written.js';
import type { Telling } from './notice.js';

type Parts = Pick<LicenseParts, 'registry' | 'ledger' | 'now'>;

/** The acts by which an entry begins to say something of a certificate, or ends. */
const PROPOSING = new Set(
  ['publish', 'correct', 'annul', 'resolveDispute', 'reviewRepair'].map((act) => `credit.${act}`),
);

/** What an act proposes to the issuers of this hub: that they suspend, revoke or reinstate a certificate. */
export const proposedBy =
  ({ registry, ledger, now }: Parts): Telling =>
  async (act) => {
    if (!PROPOSING.has(act.operation)) return [];
    const written = await entriesWritten(ledger, act);
    return written.flatMap(({ subject, entry, record }) => {
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
