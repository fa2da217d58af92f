import type { Bilingual } from '../schemas/common.js';
import type { LicenseReference } from '../schemas/license.js';
import { parseTypeCode } from './certificate-type.js';
import type { CodeFault, CodeResult } from './result.js';
import { requireCode } from './result.js';
import { DIGITS_AND_LETTERS, wrongCharacter, wrongCheck } from './shape.js';
import { parseUscc } from './uscc.js';

/** The object identifier all certificate identifiers begin with (GB/T 36904-2018). */
export const CERTIFICATE_ROOT = '1.2.156.3005.2';

const NAME: Bilingual = { zh: '证照标识', en: 'certificate identifier' };
const STRAY = /[^0-9A-Z.]/u;
const NOT_OF_BODY = /[^0-9A-Z]/u;
const STRUCTURE = /^1\.2\.156\.3005\.2\.[0-9A-Z]+\.[0-9A-Z]+\.[0-9A-Z]{1,64}\.[0-9]{3}\.[0-9A-Z]$/;
const MODULUS = 36;

/** The parts of an identifier; in identifiers of other regions the issuer may be a shorter, older code. */
export interface CertificateIdentifier extends LicenseReference {
  readonly check: string;
}

type Parts = [type: string, issuer: string, serial: string, version: string, check: string];

/** The characters the check covers: no root and no dots (GB/T 36904-2018). */
const bodyText = ({ type, issuer, serial, version }: LicenseReference): string =>
  type + issuer + serial + version;

/** ISO 7064 MOD 37,36. */
function checkOf(body: string): string {
  let remainder = MODULUS;
  for (let i = 0; i < body.length; i++) {
    const sum = (remainder + DIGITS_AND_LETTERS.indexOf(body.charAt(i))) % MODULUS;
    remainder = ((sum === 0 ? MODULUS : sum) * 2) % (MODULUS + 1);
  }
  return DIGITS_AND_LETTERS.charAt((MODULUS + 1 - remainder) % MODULUS);
}

const MALFORMED: CodeFault = {
  ok: false,
  code: 'IDENTIFIER_MALFORMED',
  expected: `${CERTIFICATE_ROOT}.<type>.<issuer>.<serial>.<version>.<check>`,
  message: {
    zh: `证照标识应为 ${CERTIFICATE_ROOT}.类型代码.发证机构代码.流水号（至多 64 位）.版本（3 位数字）.校验位。`,
    en: `A certificate identifier reads ${CERTIFICATE_ROOT}.<type>.<issuer>.<serial, at most 64>.<version, 3 digits>.<check>.`,
  },
};

const VERSION_ZERO: CodeFault = {
  ok: false,
  code: 'IDENTIFIER_MALFORMED',
  expected: '001 to 999',
  received: '000',
  message: {
    zh: '证照标识的版本从 001 开始。',
    en: 'The versions of a certificate identifier begin with 001.',
  },
};

/** What makes an identifier unreadable, whoever issued it. */
function structureFault(text: string): CodeFault | undefined {
  const stray = STRAY.exec(text);
  if (stray !== null) return wrongCharacter(NAME, stray.index, `${DIGITS_AND_LETTERS}.`, stray[0]);
  return STRUCTURE.test(text) ? undefined : MALFORMED;
}

/** A part's fault at its place in the whole identifier; undefined when the part is right. */
function partFault(result: CodeResult<object>, offset: number): CodeFault | undefined {
  return result.ok ? undefined : { ...result, position: offset + (result.position ?? 0) };
}

function findingsOf(identifier: CertificateIdentifier, text: string): readonly CodeFault[] {
  const typeAt = CERTIFICATE_ROOT.length + 1;
  const issuerAt = typeAt + identifier.type.length + 1;
  const expected = checkOf(bodyText(identifier));
  const findings = [
    partFault(parseTypeCode(identifier.type), typeAt),
    partFault(parseUscc(identifier.issuer), issuerAt),
    identifier.version === '000' ? { ...VERSION_ZERO, position: text.length - '000.C'.length } : undefined,
    identifier.check === expected ? undefined : wrongCheck(NAME, text.length - 1, expected, identifier.check),
  ];
  return findings.filter((finding) => finding !== undefined);
}

/**
 * Reads the identifier of a certificate another region may have issued: everything that departs from the standard is
 * listed in `findings`, a wrong check character or an issuer code that is no USCC among them. Only a text that cannot
 * be taken apart is a fault.
 */
export function diagnoseCertificateIdentifier(
  text: string,
): CodeResult<CertificateIdentifier & { readonly findings: readonly CodeFault[] }> {
  const fault = structureFault(text);
  if (fault !== undefined) return fault;
  const [type, issuer, serial, version, check] = text.slice(CERTIFICATE_ROOT.length + 1).split('.') as Parts;
  const identifier = { type, issuer, serial, version, check };
  return { ok: true, ...identifier, findings: findingsOf(identifier, text) };
}

/** Reads a certificate identifier as this hub issues them (GB/T 36904-2018): nothing may depart from the standard. */
export function parseCertificateIdentifier(text: string): CodeResult<CertificateIdentifier> {
  const diagnosis = diagnoseCertificateIdentifier(text);
  if (!diagnosis.ok) return diagnosis;
  const { findings, ...identifier } = diagnosis;
  return findings[0] ?? identifier;
}

/** The check character for type, issuer, serial and version written one after the other (ISO 7064 MOD 37,36). */
export function certificateCheckCharacter(body: string): string {
  const stray = NOT_OF_BODY.exec(body);
  if (stray !== null) requireCode(wrongCharacter(NAME, stray.index, DIGITS_AND_LETTERS, stray[0]), 'body');
  return checkOf(body);
}

/**
 * The identifier of a certificate, its check character computed. The parts are taken as right: this stands on the path
 * of bulk issuing, after the schemas have looked at them.
 */
export function formatCertificateIdentifier(reference: LicenseReference): string {
  const { type, issuer, serial, version } = reference;
  return `${CERTIFICATE_ROOT}.${type}.${issuer}.${serial}.${version}.${checkOf(bodyText(reference))}`;
}

/** The identifier with these parts, for sample data; the parts are checked. */
export function generateCertificateIdentifier(reference: LicenseReference): string {
  const identifier = formatCertificateIdentifier(reference);
  requireCode(parseCertificateIdentifier(identifier), 'identifier');
  return identifier;
}
