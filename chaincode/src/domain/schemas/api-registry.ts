import { z } from 'zod';
import { pageOf, pageQuery, revised, when } from './api-common.js';
import { usccText } from './common.js';
import * as registry from './registry.js';

/**
 * The REST gateway's bodies for the registry. What names a record stands in the address; a body states all the rest of
 * it. Without a revision (If-Match, or `expectedRevision`) the record must not exist yet.
 */
const period = { since: when, until: when.optional(), ...revised };
const change = { v: true, intent: true, expectedRevision: true } as const;
const dated = { ...change, since: true, until: true } as const;

export const departmentInput = registry.putDepartment
  .omit({ ...dated, code: true, sm2SealSince: true })
  .extend({ ...period, sm2SealSince: when.optional() });
/** Who takes over, and from when on; without a revision, as the department stands now. */
export const successionInput = z.strictObject({ successor: usccText, since: when, ...revised });
export const typeInput = registry.putType.omit({ ...dated, code: true }).extend(period);
export const accreditationInput = z.strictObject(period);
export const sealKeyInput = z.strictObject({
  ...period,
  suite: registry.putSealKey.shape.suite,
  certificates: registry.putSealKey.shape.certificates,
  compromisedSince: when.optional(),
});
/** Seals made at or after `since` prove nothing; without a revision, as the key stands now. */
export const compromiseInput = z.strictObject({ since: when, ...revised });
export const officerKeyInput = registry.putOfficerKey
  .omit({ ...dated, department: true, officer: true, publicKey: true })
  // Absent: the hub makes the key, or has it, and keeps it.
  .extend({ publicKey: registry.putOfficerKey.shape.publicKey.optional(), ...period });
export const holderKeyInput = registry.bindHolderKey.omit({ ...dated, id: true }).extend(period);
export const agreementInput = registry.putAgreement.omit({ ...dated, text: true }).extend(period);
export const ruleSetInput = registry.putRuleSet.omit({ ...change, name: true, since: true }).extend(revised);
export const calendarInput = registry.putCalendar.omit({ ...change, year: true }).extend(revised);

/** The revision a change made: 0 for a new record. */
export const registryAnswer = z.strictObject({ revision: z.int().min(0), transactionId: z.string() });

/** The form of a record that was in force at a day; as it stands when absent. */
export const asOfQuery = z.strictObject({ asOf: when.optional() });
export const ofDepartmentQuery = pageQuery.extend({ department: usccText.optional() });
export const ruleSetQuery = pageQuery.extend({ name: registry.putRuleSet.shape.name.optional() });

export const departmentPage = pageOf(registry.department);
export const typePage = pageOf(registry.certificateType);
export const accreditationPage = pageOf(registry.accreditation);
export const sealKeyPage = pageOf(registry.sealKey);
export const officerKeyPage = pageOf(registry.officerKey);
export const agreementPage = pageOf(registry.agreement);
export const ruleSetPage = pageOf(registry.ruleSet);
export const calendarPage = pageOf(registry.calendar);

export type SuccessionInput = z.infer<typeof successionInput>;
export type CompromiseInput = z.infer<typeof compromiseInput>;
export type RegistryAnswer = z.infer<typeof registryAnswer>;
