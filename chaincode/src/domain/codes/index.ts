export {
  CERTIFICATE_ROOT,
  certificateCheckCharacter,
  diagnoseCertificateIdentifier,
  formatCertificateIdentifier,
  generateCertificateIdentifier,
  parseCertificateIdentifier,
} from './certificate-identifier.js';
export type { CertificateIdentifier } from './certificate-identifier.js';
export { BUSINESS_LICENCE, generateTypeCode, parseTypeCode } from './certificate-type.js';
export type { CertificateTypeCode } from './certificate-type.js';
export {
  citizenCheckCharacter,
  generateCitizenNumber,
  looksLikeCitizenNumber,
  parseCitizenNumber,
} from './citizen.js';
export type { CitizenNumber } from './citizen.js';
export {
  generateOrganisationCode,
  organisationCheckCharacter,
  parseOrganisationCode,
} from './organisation.js';
export type { OrganisationCode } from './organisation.js';
export { parseRegistrationNumber, registrationNumberCheckDigit } from './registration-number.js';
export type { RegistrationNumber } from './registration-number.js';
export { requireCode } from './result.js';
export type { CodeFault, CodeResult } from './result.js';
export { generateUscc, parseUscc, usccCheckCharacter } from './uscc.js';
export type { Uscc, UsccParts } from './uscc.js';
