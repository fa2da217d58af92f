import type { LicenseRecord, LicenseReference, StateAnswer } from '../../domain/index.js';
import { keys, previousVersion, schemas, stateOf } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { read } from '../operation.js';
import { currentVersion, licenseRecordOf, transitionsOf } from './records.js';

interface Version {
  readonly reference: LicenseReference;
  readonly record: LicenseRecord;
}

/** The version that stood at an instant: the newest that had begun by then, or the oldest on this ledger. */
async function versionAt(state: State, current: LicenseReference, at: number): Promise<Version> {
  let version: Version = { reference: current, record: await licenseRecordOf(state, current) };
  while (at < version.record.f) {
    const reference = { ...current, version: previousVersion(version.reference.version) };
    const record = await state.get<LicenseRecord>(keys.license(reference));
    if (record === undefined) break;
    version = { reference, record };
  }
  return version;
}

/** The legal state at an instant, of the version named or of the one that stood then. */
export const stateAt = read('license:stateAt', schemas.stateAt, async ({ state }, request) => {
  const { type, issuer, serial, version, effectiveAt } = request;
  const current = await currentVersion(state, request);
  const named = { type, issuer, serial, version: version ?? current };
  const { reference, record } =
    version === undefined
      ? await versionAt(state, named, effectiveAt)
      : { reference: named, record: await licenseRecordOf(state, named) };
  const situation = stateOf(record, await transitionsOf(state, reference, record), effectiveAt);
  return {
    v: 1,
    ...reference,
    current,
    effectiveAt,
    ...situation,
    revision: record.r ?? 0,
  } satisfies StateAnswer;
});
