import type { AuditEntry, JsonObject } from '@hanlian/chaincode/domain';
import type { Notice, Telling } from './notice.js';
import { isOfFinding } from './of-finding.js';
import { isOfGrant } from './of-grant.js';

/** The departments of this hub that an act concerns. */
export type Concerned = (act: AuditEntry) => Promise<readonly string[]>;

/** Products and programmes stand in the open; loans do not. */
export const isOfLoan = ({ operation }: Pick<AuditEntry, 'operation'>): boolean =>
  operation.startsWith('loan.') && operation !== 'loan.putProduct';

const typeOf = (act: AuditEntry): Notice['type'] => {
  const { operation, certificate } = act;
  if (operation.startsWith('credit.')) return 'credit.changed';
  if (operation.startsWith('catalogue.')) return 'catalogue.changed';
  const ofSharing = typeOfSharing(act);
  if (ofSharing !== undefined) return ofSharing;
  if (isOfLoan(act)) return 'loan.changed';
  if (!operation.startsWith('license.')) return 'registry.changed';
  return certificate === undefined ? 'license.recorded' : 'license.changed';
};

function typeOfSharing(act: AuditEntry): Notice['type'] | undefined {
  if (isOfGrant(act)) return 'grant.changed';
  if (isOfFinding(act)) return 'finding.changed';
  return act.operation.startsWith('sharing.') ? 'consent.changed' : undefined;
}

/** What an act may do to several records at once, without a batch. */
const SEVERAL: ReadonlySet<string> = new Set([
  'credit.publish',
  'catalogue.putResources',
  'catalogue.putResponsibilities',
  'catalogue.putDemands',
  'catalogue.putNegatives',
  'catalogue.retire',
]);

/** What everyone concerned is told of an act: nothing that does not stand on the channel. */
function dataOf({ operation, certificate, batch, key, count, ...act }: AuditEntry): JsonObject {
  const { block, index, transactionId, department, type, effectiveAt } = act;
  return {
    operation,
    ...(certificate !== undefined && { certificate }),
    ...(batch !== undefined && { batch }),
    ...((batch !== undefined || SEVERAL.has(operation)) && { count }),
    ...(!operation.startsWith('license.') && key !== undefined && { key }),
    ...(department !== undefined && { department }),
    ...(type !== undefined && { type }),
    ...(effectiveAt !== undefined && { effectiveAt }),
    transactionId,
    block,
    index,
  };
}

/** An act as each department it concerns is told of it: its place in the ledger is the event's id. */
export const toConcerned =
  (concerned: Concerned): Telling =>
  async (act) => {
    const departments = new Set(await concerned(act));
    const told = { id: `ledger:${act.block}-${act.index}`, type: typeOf(act), at: act.at, data: dataOf(act) };
    return [...departments].map((department) => ({ ...told, department }));
  };
