/**
 * `registrar` keeps the registry for the bureau, `clerk` acts for an issuing department, `officer` for a bank or
 * another institution, `auditor` reads all, `operator` runs a hub.
 */
export const ROLES = ['registrar', 'clerk', 'officer', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];
