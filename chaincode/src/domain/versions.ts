import { HanlianError } from './errors/index.js';

/** The version part of a certificate identifier (GB/T 36904) begins here and grows with each amendment or renewal. */
export const FIRST_VERSION = '001';
const LAST_VERSION = 999;

const format = (version: number): string => String(version).padStart(3, '0');

/** @throws {HanlianError} FIELD_INVALID after 999. */
export function nextVersion(version: string): string {
  const next = Number(version) + 1;
  if (next > LAST_VERSION) {
    throw new HanlianError('FIELD_INVALID', 'The serial has no version left; issue under a new one', {
      field: 'version',
      expected: `at most ${LAST_VERSION} versions`,
    });
  }
  return format(next);
}

export const previousVersion = (version: string): string => format(Number(version) - 1);
