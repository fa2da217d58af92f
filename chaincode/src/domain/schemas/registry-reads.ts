import { z } from 'zod';
import { digest, instant, officerId, pageRequest, typeCode, usccText, v1 } from './common.js';
import {
  accreditation,
  agreement,
  calendar,
  certificateType,
  department,
  holderKey,
  officerKey,
  ruleSet,
  sealKey,
} from './registry.js';

const departmentRef = z.strictObject({ kind: z.literal('department'), code: usccText });
const typeRef = z.strictObject({ kind: z.literal('type'), code: typeCode });
const accreditationRef = z.strictObject({
  kind: z.literal('accreditation'),
  department: usccText,
  type: typeCode,
});
const sealKeyRef = z.strictObject({ kind: z.literal('sealKey'), department: usccText, key: digest });
const officerKeyRef = z.strictObject({
  kind: z.literal('officerKey'),
  department: usccText,
  officer: officerId,
});
const holderKeyRef = z.strictObject({ kind: z.literal('holderKey'), id: digest });
const agreementRef = z.strictObject({ kind: z.literal('agreement'), text: digest });
const ruleSetName = ruleSet.shape.name;

/** Which record, as it stands now. */
export const recordReference = z.discriminatedUnion('kind', [
  departmentRef,
  typeRef,
  z.strictObject({ kind: z.literal('typeRevision'), code: typeCode, revision: z.int().min(0).max(999999) }),
  accreditationRef,
  sealKeyRef,
  officerKeyRef,
  holderKeyRef,
  agreementRef,
  z.strictObject({ kind: z.literal('ruleSet'), name: ruleSetName, since: instant }),
  z.strictObject({ kind: z.literal('calendar'), year: calendar.shape.year }),
]);

/** Which record, whichever form of it is in force at the instant asked for. */
export const datedReference = z.discriminatedUnion('kind', [
  departmentRef,
  typeRef,
  accreditationRef,
  sealKeyRef,
  officerKeyRef,
  holderKeyRef,
  agreementRef,
  z.strictObject({ kind: z.literal('ruleSet'), name: ruleSetName }),
]);

export const recordKind = z.enum([
  'department',
  'type',
  'typeRevision',
  'accreditation',
  'sealKey',
  'officerKey',
  'holderKey',
  'agreement',
  'ruleSet',
  'calendar',
]);

export const getRecord = z.strictObject({ v: v1, record: recordReference });
export const recordAsOf = z.strictObject({ v: v1, record: datedReference, at: instant });
/** `under` narrows to one department's (accreditation, seal and officer keys), one type's revisions, one name's rule sets. */
export const listRecords = z.strictObject({
  ...pageRequest,
  kind: recordKind,
  under: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,40}$/)
    .optional(),
});

export const registryRecord = z.union([
  department,
  certificateType,
  accreditation,
  sealKey,
  officerKey,
  holderKey,
  agreement,
  ruleSet,
  calendar,
]);
export const recordAnswer = z.strictObject({ v: v1, record: registryRecord });
export const recordsPage = z.strictObject({
  v: v1,
  records: z.array(registryRecord),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

export type RecordReference = z.infer<typeof recordReference>;
export type DatedReference = z.infer<typeof datedReference>;
export type RegistryRecord = z.infer<typeof registryRecord>;
export type RecordAnswer = z.infer<typeof recordAnswer>;
export type RecordsPage = z.infer<typeof recordsPage>;
