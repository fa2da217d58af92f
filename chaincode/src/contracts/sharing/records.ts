import type { ConsentRecord, ConsentStatement, SignedConsent } from '../../domain/index.js';
import { HanlianError, keys, requireActor } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { State } from '../../state/state.js';
import { creatorsDepartment, departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';

/** Between the bureau and the banks: whoever releases credit reports, and whoever gets them. */
const COLLECTION = 'reports';

export const reportsOf = (ctx: TransactionContext): PrivateRecords => ctx.privateRecords(COLLECTION);

/** @throws {HanlianError} CONSENT_UNKNOWN */
export async function consentOf(state: State, id: string): Promise<ConsentRecord> {
  const record = await state.get<ConsentRecord>(keys.consent(id));
  if (record === undefined) throw new HanlianError('CONSENT_UNKNOWN', 'There is no such consent');
  return record;
}

/** @throws {HanlianError} CONSENT_FORGOTTEN */
export async function signedConsentOf(reports: PrivateRecords, id: string): Promise<SignedConsent> {
  const consent = await reports.get<SignedConsent>(keys.consent(id));
  if (consent === undefined) throw new HanlianError('CONSENT_FORGOTTEN', 'What the consent said is purged');
  return consent;
}

/**
 * Several banks may share a peer: what is private is for the two departments the consent names.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
export async function requireParty(
  ctx: TransactionContext,
  { provider, recipient }: ConsentStatement,
): Promise<void> {
  const department = await creatorsDepartment(ctx);
  if (department === (await departmentInCharge(ctx.state, recipient, ctx.txTime))) return;
  requireActor(department, provider, await departmentInCharge(ctx.state, provider, ctx.txTime));
}
