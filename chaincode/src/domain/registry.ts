import { keys } from './keys.js';
import { inForce, newestAt } from './periods.js';
import type { RecordReference, RegistryRecord } from './schemas/registry-reads.js';

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

/** A record with a period; a rule set holds until the next of its name. */
export type DatedRecord = RegistryRecord & {
  readonly since: number;
  readonly until?: number;
  readonly compromisedSince?: number;
};

/**
 * The form of a record that was in force at an instant: of types the newest revision, of rule sets the newest set.
 *
 * @param forms oldest first
 */
export function formInForce<Form extends DatedRecord>(forms: readonly Form[], at: number): Form | undefined {
  const form = newestAt(forms, at);
  if (form === undefined || !inForce(form, at)) return undefined;
  return form.compromisedSince !== undefined && form.compromisedSince <= at ? undefined : form;
}
