import { endOf, type Ending } from '../vitals/endings.js';
import type { SealCertificate, SealCertificates } from './certificates.js';
import type { Issuers } from './issuers.js';

/** When the organisation's authorities end, the root and those that issue under it, and what they gave to seals. */
export async function authorityEndings(
  root: string,
  { issuers, certificates }: { readonly issuers: Issuers; readonly certificates: SealCertificates },
): Promise<Ending[]> {
  const newest = new Map<string, SealCertificate>();
  for (const given of await certificates.page(Infinity)) {
    if (certificates.revocation(given) !== undefined) continue;
    const other = newest.get(given.department);
    if (other === undefined || other.notAfter < given.notAfter) newest.set(given.department, given);
  }
  return [
    endOf('root', 'root', root),
    // Node cannot use an SM2 key, but it reads the certificate's dates.
    ...issuers.list().map(({ id, certificate }) => endOf('issuing', id, certificate)),
    ...[...newest.values()].map(({ department, notAfter }): Ending => ({
      kind: 'sealCertificate',
      name: department,
      until: notAfter,
    })),
  ];
}
