import type { BatchOpening, Department, SealedStatement, SealKey, StandingSeal } from '../../domain/index.js';
import { HanlianError, inForce, keys } from '../../domain/index.js';
import type { State } from '../../state/state.js';

/** The keys that sealed a batch: the department's on P-256, and where it seals with both, its SM2 key. */
export interface SealedBy {
  readonly sealKey: string;
  readonly sm2SealKey?: string | undefined;
  readonly sealedAt: number;
}

/**
 * Each seal's key was the department's, for that suite, within its period, and not compromised when the seal was made.
 *
 * @throws {HanlianError} SEAL_KEY_NOT_LIVE, SEAL_SUITE_WRONG
 */
export async function requireLiveSealKeys(
  state: State,
  department: string,
  { sealKey, sm2SealKey, sealedAt }: SealedBy,
): Promise<void> {
  await requireLive(state, department, { field: 'sealKey', digest: sealKey, suite: undefined, sealedAt });
  if (sm2SealKey === undefined) return;
  const field = 'statement.sm2SealKey';
  await requireLive(state, department, { field, digest: sm2SealKey, suite: 'SM2', sealedAt });
}

interface Use {
  readonly field: string;
  readonly digest: string;
  readonly suite: SealKey['suite'];
  readonly sealedAt: number;
}

async function requireLive(
  state: State,
  department: string,
  { field, digest, suite, sealedAt }: Use,
): Promise<void> {
  const key = await state.get<SealKey>(keys.sealKey(department, digest));
  const isLive = key !== undefined && inForce(key, sealedAt);
  const details = { field, received: digest };
  if (!isLive || (key.compromisedSince !== undefined && key.compromisedSince <= sealedAt)) {
    const message = `The seal key was not live for ${department} at ${sealedAt}`;
    throw new HanlianError('SEAL_KEY_NOT_LIVE', message, details);
  }
  if (key.suite !== suite) {
    const message = `The key is registered for ${key.suite ?? 'ES256'}`;
    throw new HanlianError('SEAL_SUITE_WRONG', message, { ...details, expected: suite ?? 'ES256' });
  }
}

/**
 * A batch carries the SM2 seal that its statement declares and no other, and declares one where the department seals
 * with both.
 *
 * @throws {HanlianError} SM2_SEAL_MISSING, FIELD_INVALID
 */
export async function requireSealsOf(
  state: State,
  department: string,
  { statement, sm2Seal }: Pick<BatchOpening, 'sm2Seal'> & { readonly statement: SealedStatement },
): Promise<void> {
  const isDeclared = statement.sm2SealKey !== undefined;
  if (!isDeclared && sm2Seal !== undefined) {
    const details = { field: 'sm2Seal' };
    throw new HanlianError('FIELD_INVALID', 'The statement declares no SM2 seal', details);
  }
  if (isDeclared ? sm2Seal === undefined : await sealsWithBoth(state, department, statement.sealedAt)) {
    const message = `A batch of ${department} carries an SM2 seal, which its statement declares`;
    const field = isDeclared ? 'sm2Seal' : 'statement.sm2SealKey';
    throw new HanlianError('SM2_SEAL_MISSING', message, { field });
  }
}

async function sealsWithBoth(state: State, department: string, at: number): Promise<boolean> {
  const record = await state.get<Department>(keys.department(department));
  return (record?.sm2SealSince ?? Infinity) <= at;
}

/**
 * A seal makes room for another only where one of its keys is known to have been in other hands.
 *
 * @throws {HanlianError} SEAL_NOT_COMPROMISED
 */
export async function requireCompromised(
  state: State,
  { actor, sealKey, statement: { issuer, sm2SealKey } }: StandingSeal,
): Promise<void> {
  for (const digest of [sealKey, ...(sm2SealKey === undefined ? [] : [sm2SealKey])]) {
    const key = await state.get<SealKey>(keys.sealKey(actor ?? issuer, digest));
    if (key?.compromisedSince !== undefined) return;
  }
  throw new HanlianError('SEAL_NOT_COMPROMISED', 'The keys of the present seal are not reported as stolen', {
    field: 'replaces',
    received: sealKey,
  });
}
