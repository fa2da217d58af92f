import {
  formatCertificateIdentifier,
  keys,
  parseCertificateIdentifier,
  type LicenseReference,
} from '@hanlian/chaincode/domain';
import type { CreditParts } from '../parts.js';

const IDENTIFIER = /1\.2\.156\.3005\.2\.[0-9A-Z.]+[0-9A-Z]/;

/** The identifier (GB/T 36904) that stands in what a penalty says of a certificate. */
export function identifiedIn(text: string): LicenseReference | undefined {
  const [identifier] = IDENTIFIER.exec(text) ?? [];
  const parsed = identifier === undefined ? undefined : parseCertificateIdentifier(identifier);
  if (parsed?.ok !== true) return undefined;
  const { type, issuer, serial, version } = parsed;
  return { type, issuer, serial, version };
}

/** The identifier of an enterprise's certificate that the ledger knows; none of a person's. */
export function findCertificate(
  { model, registry }: Pick<CreditParts, 'model' | 'registry'>,
  reference: LicenseReference | undefined,
): string | undefined {
  if (reference === undefined || model.get(keys.license(reference)) === undefined) return undefined;
  const isPersons = registry.findType(reference.type)?.holderKinds.includes('person') ?? true;
  return isPersons ? undefined : formatCertificateIdentifier(reference);
}
