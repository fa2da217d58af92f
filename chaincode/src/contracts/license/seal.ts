import type {
  Accreditation,
  BatchKind,
  BatchOpening,
  BatchRecord,
  BatchStatement,
  CertificateType,
  SealedStatement,
} from '../../domain/index.js';
import { CLOCK_TOLERANCE, HanlianError, inForce, keys, requireImpersonal } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { requireInCharge } from '../authority.js';
import { alreadyApplied, stale } from '../change.js';
import type { TransactionContext } from '../context.js';
import { typeInForce } from '../types.js';
import { requireLiveSealKeys, requireSealsOf } from './seal-keys.js';
import { requireTwoPeople } from './two-people.js';

/** @throws {HanlianError} NOT_ACCREDITED */
async function requireAccreditation(
  state: State,
  department: string,
  type: string,
  at: number,
): Promise<void> {
  const accreditation = await state.get<Accreditation>(keys.accreditation(department, type));
  if (accreditation === undefined || !inForce(accreditation, at)) {
    throw new HanlianError('NOT_ACCREDITED', `${department} is not accredited for ${type} at ${at}`, {
      received: type,
    });
  }
}

export function requireSealedNow(sealedAt: number, txTime: number): void {
  if (Math.abs(sealedAt - txTime) > CLOCK_TOLERANCE) {
    throw new HanlianError('SEALED_AT_OUTSIDE_WINDOW', `Sealed at ${sealedAt}, submitted at ${txTime}`, {
      field: 'statement.sealedAt',
      expected: txTime,
      received: sealedAt,
    });
  }
}

function requireKind(kind: BatchKind, expected: readonly BatchKind[]): void {
  if (!expected.includes(kind)) {
    throw new HanlianError('FIELD_INVALID', `A batch of kind ${kind} is not opened here`, {
      field: 'statement.kind',
      expected: [...expected],
      received: kind,
    });
  }
}

/** New certificates are the department's own; a successor takes over those that exist. */
function requireOwn({ kind, issuer }: BatchStatement, department: string): void {
  if ((kind === 'issue' || kind === 'transferIn') && department !== issuer) {
    throw new HanlianError('OTHER_DEPARTMENT', `${issuer} has been succeeded: issue under ${department}`, {
      field: 'statement.issuer',
      expected: department,
      received: issuer,
    });
  }
}

/** What the ledger is told of a seal: the statement under it, the digests of its keys, and who answers for it. */
type Sealing = Omit<BatchOpening, 'statement'> & { readonly statement: SealedStatement };

/** Whether a department may seal this now: the type is its own, the keys are live, and two people signed where they must. */
export async function requireSeals(
  ctx: TransactionContext,
  department: string,
  type: CertificateType,
  sealing: Sealing,
): Promise<void> {
  const { state } = ctx;
  const { statement, sealKey, person, twoPeople } = sealing;
  const { sealedAt, sm2SealKey } = statement;
  await requireAccreditation(state, department, statement.type, sealedAt);
  await requireSealsOf(state, department, sealing);
  await requireLiveSealKeys(state, department, { sealKey, sm2SealKey, sealedAt });
  await requireTwoPeople(ctx, type, department, { statement, person, twoPeople });
}

export interface Opened {
  readonly batch: BatchRecord;
  readonly type: CertificateType;
}

/** Checks all a seal stands on, and records the batch once. */
export async function openSealed(
  ctx: TransactionContext,
  intent: string,
  opening: BatchOpening,
  kinds: readonly BatchKind[],
): Promise<Opened> {
  const { state, tx, txTime } = ctx;
  const { statement, seal, sealKey, sm2Seal, person, basis, twoPeople } = opening;
  const { sealedAt } = statement;
  requireImpersonal(basis.law, 'basis.law');
  requireImpersonal(person, 'person');
  requireKind(statement.kind, kinds);
  const department = await requireInCharge(ctx, statement.issuer);
  requireOwn(statement, department);
  const key = keys.batch(statement.batch);
  const existing = await state.get<BatchRecord>(key);
  if (existing?.intent === intent) throw alreadyApplied(existing.tx);
  if (existing !== undefined) throw stale(undefined, 0, 'statement.batch');
  requireSealedNow(sealedAt, txTime);
  const type = await typeInForce(state, statement.type, sealedAt);
  if (type.revision !== statement.typeRevision) {
    throw stale(statement.typeRevision, type.revision, 'statement.typeRevision');
  }
  await requireSeals(ctx, department, type, opening);
  const batch: BatchRecord = {
    v: 1,
    statement,
    seal,
    sealKey,
    ...(sm2Seal !== undefined && { sm2Seal }),
    person,
    basis,
    ...(twoPeople && { twoPeople }),
    ...(department !== statement.issuer && { actor: department }),
    txTime,
    intent,
    tx,
  };
  await state.put(key, batch);
  return { batch, type };
}
