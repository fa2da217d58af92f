import { looksLikeCitizenNumber } from './codes/index.js';
import { HanlianError } from './errors/index.js';
import type { CertificateType } from './schemas/registry.js';

/** Shorter ones could be tried one by one until a person's certificate is found. */
const PERSON_SERIAL_LENGTH = 20;

/**
 * No serial tells whose certificate it is.
 *
 * @param field where the certificate stands in the request
 * @throws {HanlianError} SERIAL_TOO_SHORT, SERIAL_IS_CITIZEN_NUMBER; the serial itself stays out of the error
 */
export function requireSerial(
  { holderKinds }: Pick<CertificateType, 'holderKinds'>,
  serial: string,
  field: string,
): void {
  if (looksLikeCitizenNumber(serial)) {
    throw new HanlianError('SERIAL_IS_CITIZEN_NUMBER', 'The serial holds a citizen number', {
      field: `${field}.serial`,
    });
  }
  if (holderKinds.includes('person') && serial.length < PERSON_SERIAL_LENGTH) {
    throw new HanlianError('SERIAL_TOO_SHORT', `The serial has ${serial.length} characters`, {
      field: `${field}.serial`,
      expected: PERSON_SERIAL_LENGTH,
      received: serial.length,
    });
  }
}

/**
 * No other text that goes on the ledger holds a citizen number.
 *
 * @throws {HanlianError} HOLDS_CITIZEN_NUMBER; the text itself stays out of the error
 */
export function requireImpersonal(text: string, field: string): void {
  if (!looksLikeCitizenNumber(text)) return;
  throw new HanlianError('HOLDS_CITIZEN_NUMBER', `${field} holds a citizen number`, { field });
}
