import type { FindingRecord } from '../../../domain/index.js';
import { HanlianError, keys } from '../../../domain/index.js';
import type { State } from '../../../state/state.js';

/** @throws {HanlianError} FINDING_UNKNOWN */
export async function findingOf(state: State, id: string): Promise<FindingRecord> {
  const record = await state.get<FindingRecord>(keys.finding(id));
  if (record !== undefined) return record;
  throw new HanlianError('FINDING_UNKNOWN', 'There is no such finding', { received: id });
}
