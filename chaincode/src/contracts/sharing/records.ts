import type { ConsentRecord, ConsentStatement, SharingStatement, SignedConsent } from '../../domain/index.js';
import {
  HanlianError,
  keys,
  requireActor,
  requireSignedBy,
  sharingBytes,
  sharingCommitment,
} from '../../domain/index.js';
import { nodeHashes, verifyEs256 } from '../../hash/node.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { State } from '../../state/state.js';
import { creatorsDepartment, departmentInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';
import type { ProvenRegistry } from './evidence.js';

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

/** What is private must be what the block's own request names: a signature for one consent serves no other. */
export function requireNamed(
  { id, intent }: { readonly id: string; readonly intent: string },
  statement: SharingStatement,
): void {
  if (statement.id !== id) throw named('id');
  if (statement.intent !== intent) throw named('intent');
}

const named = (field: string): HanlianError =>
  new HanlianError('FIELD_INVALID', `The request and the signed statement name another ${field}`, { field });

/**
 * The statement is signed, by a key that the registry binds to that organisation now.
 *
 * @throws {HanlianError} MAP_PROOF_*, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function requireSigned(
  registry: ProvenRegistry,
  { statement, signature }: { readonly statement: SharingStatement; readonly signature: string },
  { key, organisation, at }: { readonly key: string; readonly organisation: string; readonly at: number },
): void {
  const said = { bytes: sharingBytes(statement), signature };
  requireSignedBy(verifyEs256, registry.holderKey(key), said, { organisation, at });
}

export const commitmentOf = (signed: Parameters<typeof sharingCommitment>[1]): string =>
  sharingCommitment(nodeHashes.sha256, signed);

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
