import type { DatedRecord, DatedReference, RecordAnswer } from '../../domain/index.js';
import { formInForce, keyOfReference, schemas } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { read } from '../operation.js';
import { unknownRecord } from './get.js';

async function candidates(state: State, reference: DatedReference): Promise<readonly DatedRecord[]> {
  if (reference.kind === 'type') return records(await state.list<DatedRecord>('typerev', reference.code));
  if (reference.kind === 'ruleSet') return records(await state.list<DatedRecord>('rules', reference.name));
  const record = await state.get<DatedRecord>(keyOfReference(reference));
  return record === undefined ? [] : [record];
}

const records = (found: readonly { readonly record: DatedRecord }[]): readonly DatedRecord[] =>
  found.map(({ record }) => record);

/** The form of a record that was in force at an instant. */
export const asOf = read(
  'registry:asOf',
  schemas.recordAsOf,
  async ({ state }, { record: reference, at }) => {
    const record = formInForce(await candidates(state, reference), at);
    if (record === undefined) throw unknownRecord(reference);
    return { v: 1, record } satisfies RecordAnswer;
  },
);
