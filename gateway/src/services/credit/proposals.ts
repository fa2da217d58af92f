import {
  formatCertificateIdentifier,
  lastWrittenAt,
  startOfDate,
  type CreditEntry,
  type LicenseReference,
  type Proposal,
  type ProposalQuery,
} from '@hanlian/chaincode/domain';
import { findLicense } from '../licenses/find.js';
import { licenseView } from '../licenses/read.js';
import { pageThrough } from '../pages.js';
import type { Caller, Page } from '../types.js';
import type { CreditParts } from './parts.js';
import { cursorOf, entriesListed, type PlacedRecord } from './read.js';

/**
 * What an entry proposes to the issuer of the certificate it names: the measure while it stands, and an end to a
 * suspension once it was repaired or annulled. Nothing undoes a revocation but a decision of the issuer's own.
 */
export function proposedOperation({ facts, state }: CreditEntry): Proposal['operation'] | undefined {
  if (facts.measure === undefined) return undefined;
  const { operation } = facts.measure;
  if (state === 'standing' || state === 'disputed') return operation;
  return operation === 'suspend' ? 'reinstate' : undefined;
}

/** The standings in which nothing is left to confirm. */
const DONE: Readonly<Record<Proposal['operation'], (standing: string) => boolean>> = {
  suspend: (standing) => standing !== 'valid',
  revoke: (standing) => standing !== 'valid' && standing !== 'suspended',
  reinstate: (standing) => standing !== 'suspended',
};

/** The changes of certificates that penalties propose, for their issuer, the source and the credit office. */
export async function proposals(
  parts: CreditParts,
  caller: Caller,
  { limit, cursor, state }: ProposalQuery,
): Promise<Page<Proposal>> {
  await parts.caughtUp();
  return pageThrough(entriesListed(parts, 'measured', cursor), { limit }, cursorOf, async (placed) => {
    const proposal = await proposalOf(parts, caller, placed);
    return proposal && (state ?? proposal.state) === proposal.state ? proposal : undefined;
  });
}

async function proposalOf(
  parts: CreditParts,
  caller: Caller,
  { subject, entry, record }: PlacedRecord,
): Promise<Proposal | undefined> {
  const operation = proposedOperation(record);
  const { measure, decidedAt } = record.facts;
  if (operation === undefined || measure === undefined) return undefined;
  const issuer = parts.registry.inChargeOf(measure.license.issuer, parts.now());
  if (!concerns(parts, caller, issuer, record.source)) return undefined;
  const license = formatCertificateIdentifier(measure.license);
  const { source, document } = record;
  const isDone = await isConfirmed(parts, operation, measure.license, record);
  const self = `/v1/licenses/${license}`;
  return {
    subject,
    entry,
    license,
    operation,
    issuer,
    source,
    document,
    decidedAt,
    state: isDone ? 'done' : 'open',
    links: { certificate: self, ...(!isDone && { confirm: `${self}/${operation}` }) },
  };
}

const concerns = (
  { registry }: CreditParts,
  { department }: Caller,
  issuer: string,
  source: string,
): boolean =>
  department === issuer || department === source || registry.department(department)?.kind === 'credit';

/** Whether the issuer did what is proposed since it is, or the certificate stands so that nothing is left to do. */
async function isConfirmed(
  parts: CreditParts,
  operation: Proposal['operation'],
  reference: LicenseReference,
  record: CreditEntry,
): Promise<boolean> {
  const found = await findLicense(parts.model, reference);
  const since = operation === 'reinstate' ? lastWrittenAt(record) : startOfDate(record.facts.decidedAt);
  const { standing } = licenseView(reference, found, parts.now());
  return DONE[operation](standing) || found.transitions.some(({ o, e }) => o === operation && e >= since);
}
