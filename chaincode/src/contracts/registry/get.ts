import type { RecordAnswer, RecordReference, RegistryRecord } from '../../domain/index.js';
import { HanlianError, keyOfReference, schemas } from '../../domain/index.js';
import { read } from '../operation.js';

export const unknownRecord = (reference: RecordReference | { readonly kind: string }): HanlianError =>
  new HanlianError('RECORD_UNKNOWN', `The registry holds no such ${reference.kind}`, {
    received: { ...reference },
  });

/** One record as it stands. */
export const get = read('registry:get', schemas.getRecord, async ({ state }, { record: reference }) => {
  const record = await state.get<RegistryRecord>(keyOfReference(reference));
  if (record === undefined) throw unknownRecord(reference);
  return { v: 1, record } satisfies RecordAnswer;
});
