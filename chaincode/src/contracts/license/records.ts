import type {
  BatchRecord,
  HeadRecord,
  LicenseRecord,
  LicenseReference,
  Transition,
} from '../../domain/index.js';
import { FIRST_VERSION, HanlianError, keyPrefixes, keys } from '../../domain/index.js';
import type { State } from '../../state/state.js';

type SerialReference = Omit<LicenseReference, 'version'>;

/** So many transitions stand in the record; older ones in keys of their own. */
export const TRANSITIONS_IN_RECORD = 8;

/** @throws {HanlianError} LICENSE_UNKNOWN */
export async function licenseRecordOf(state: State, reference: LicenseReference): Promise<LicenseRecord> {
  const record = await state.get<LicenseRecord>(keys.license(reference));
  if (record === undefined) {
    throw new HanlianError('LICENSE_UNKNOWN', 'No such certificate stands on the ledger', {
      received: { ...reference },
    });
  }
  return record;
}

/** @throws {HanlianError} BATCH_UNKNOWN */
export async function batchRecordOf(state: State, id: string): Promise<BatchRecord> {
  const batch = await state.get<BatchRecord>(keys.batch(id));
  if (batch !== undefined) return batch;
  throw new HanlianError('BATCH_UNKNOWN', `No batch ${id} is open`, { received: id });
}

/** The version a serial has come to. */
export async function currentVersion(state: State, reference: SerialReference): Promise<string> {
  const head = await state.get<HeadRecord>(keys.head(reference));
  return head?.version ?? FIRST_VERSION;
}

/** Every transition of a license, oldest first. */
export async function transitionsOf(
  state: State,
  { type, issuer, serial, version }: LicenseReference,
  { h: recent = [], z: older = 0 }: LicenseRecord,
): Promise<readonly Transition[]> {
  if (older === 0) return recent;
  const found = await state.list<Transition>(keyPrefixes.overflow, type, issuer, serial, version);
  return [...found.map(({ record }) => record), ...recent];
}
