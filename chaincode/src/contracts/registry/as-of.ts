import type { DatedReference, RecordAnswer, RegistryRecord } from '../../domain/index.js';
import { inForce, schemas } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { read } from '../operation.js';
import { keyOfReference, unknownRecord } from './get.js';

/** A record with a period; a rule set holds until the next of its name. */
type Dated = RegistryRecord & {
  readonly since: number;
  readonly until?: number;
  readonly compromisedSince?: number;
};

async function candidates(state: State, reference: DatedReference): Promise<readonly Dated[]> {
  if (reference.kind === 'type') return records(await state.list<Dated>('typerev', reference.code));
  if (reference.kind === 'ruleSet') return records(await state.list<Dated>('rules', reference.name));
  const record = await state.get<Dated>(keyOfReference(reference));
  return record === undefined ? [] : [record];
}

const records = (found: readonly { readonly record: Dated }[]): readonly Dated[] =>
  found.map(({ record }) => record);

const isLive = (record: Dated, at: number): boolean =>
  inForce(record, at) && (record.compromisedSince === undefined || at < record.compromisedSince);

/** The form of a record that was in force at an instant: of types the newest revision, of rule sets the newest set. */
export const asOf = read(
  'registry:asOf',
  schemas.recordAsOf,
  async ({ state }, { record: reference, at }) => {
    const record = (await candidates(state, reference)).findLast(({ since }) => since <= at);
    if (record === undefined || !isLive(record, at)) throw unknownRecord(reference);
    return { v: 1, record } satisfies RecordAnswer;
  },
);
