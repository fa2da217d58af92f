import { looksLikeCitizenNumber, parseUscc, requireCode } from '../codes/index.js';
import { parseRegistrationNumber, REGISTRATION_NUMBER_LENGTH } from '../codes/registration-number.js';
import { HanlianError } from '../errors/index.js';

const USCC_LENGTH = 18;

/** Whether a subject stands under the fifteen digits of a registration number, which it should have exchanged for a code. */
export const isLegacySubject = (subject: string): boolean => subject.length === REGISTRATION_NUMBER_LENGTH;

/**
 * An entry is about an enterprise: a unified social credit code, or a registration number of fifteen digits from before
 * there were such codes (GS 15-2006). A number that may be a person's is refused whatever else it may be.
 *
 * @throws {HanlianError} SUBJECT_IS_PERSON, SUBJECT_FORM_UNKNOWN and what `parseUscc` and `parseRegistrationNumber` find;
 *   a person's number stays out of the error
 */
export function requireSubject(subject: string, field: string): void {
  if (subject.length === USCC_LENGTH && parseUscc(subject).ok) return;
  if (looksLikeCitizenNumber(subject)) {
    throw new HanlianError('SUBJECT_IS_PERSON', 'The subject may be a natural person', { field });
  }
  switch (subject.length) {
    case USCC_LENGTH:
      requireCode(parseUscc(subject), field);
      return;
    case REGISTRATION_NUMBER_LENGTH:
      requireCode(parseRegistrationNumber(subject), field);
      return;
    default:
      throw new HanlianError(
        'SUBJECT_FORM_UNKNOWN',
        `${subject.length} characters make no code of a subject`,
        {
          field,
          expected: [USCC_LENGTH, REGISTRATION_NUMBER_LENGTH],
          received: subject.length,
        },
      );
  }
}
