import type { RecordAnswer, RecordReference, RegistryRecord } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import { read } from '../operation.js';

type KeyOf = {
  readonly [Kind in RecordReference['kind']]: (reference: Extract<RecordReference, { kind: Kind }>) => string;
};

const KEY_OF: KeyOf = {
  department: ({ code }) => keys.department(code),
  type: ({ code }) => keys.type(code),
  typeRevision: ({ code, revision }) => keys.typeRevision(code, revision),
  accreditation: ({ department, type }) => keys.accreditation(department, type),
  sealKey: ({ department, key }) => keys.sealKey(department, key),
  officerKey: ({ department, officer }) => keys.officerKey(department, officer),
  holderKey: ({ id }) => keys.holderKey(id),
  agreement: ({ text }) => keys.agreement(text),
  ruleSet: ({ name, since }) => keys.ruleSet(name, since),
  calendar: ({ year }) => keys.calendar(year),
};

/** The key a reference leads to. */
export const keyOfReference = (reference: RecordReference): string =>
  (KEY_OF[reference.kind] as (reference: RecordReference) => string)(reference);

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
