import type { LicenseReference } from './schemas/license.js';

/**
 * The ledger's plain keys, `kind~part~part`: no part holds a tilde, so a range over `kind~part~` finds just that
 * part's records. Written once, here; contracts and projections both read them.
 */
const join = (...parts: readonly string[]): string => parts.join('~');

export const keys = {
  department: (code: string) => join('dept', code),
  type: (code: string) => join('type', code),
  /** Each revision of a type stays readable: documents name the one they were made under. */
  typeRevision: (code: string, revision: number) => join('typerev', code, String(revision).padStart(6, '0')),
  accreditation: (department: string, type: string) => join('accr', department, type),
  sealKey: (department: string, key: string) => join('seal', department, key),
  officerKey: (department: string, officer: string) => join('officer', department, officer),
  holderKey: (id: string) => join('hkey', id),
  agreement: (text: string) => join('agreement', text),
  ruleSet: (name: string, since: number) => join('rules', name, String(since).padStart(12, '0')),
  calendar: (year: number) => join('calendar', String(year)),
  license: ({ type, issuer, serial, version }: LicenseReference) =>
    join('lic', type, issuer, serial, version),
  /** Names a serial's current version, from the second on. */
  head: ({ type, issuer, serial }: Omit<LicenseReference, 'version'>) => join('head', type, issuer, serial),
  /** The n-th transition that no longer fits the record. */
  overflow: ({ type, issuer, serial, version }: LicenseReference, n: number) =>
    join('over', type, issuer, serial, version, String(n).padStart(6, '0')),
  batch: (batch: string) => join('batch', batch),
  run: (batch: string, start: number) => join('run', batch, String(start).padStart(5, '0')),
} as const;

/** The half-open range of all keys that begin with these parts. */
export const rangeOf = (...parts: readonly string[]): { start: string; end: string } => ({
  start: `${join(...parts)}~`,
  end: `${join(...parts)}\u007f`,
});

/** The kind and parts of a key. */
export const splitKey = (key: string): readonly string[] => key.split('~');
