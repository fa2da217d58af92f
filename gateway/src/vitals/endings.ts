import { X509Certificate } from 'node:crypto';
import type { Expiring } from '../feed/notice.js';

/** A key, a certificate or a calendar that ends, for the gauge that warns of it. Nothing in it is secret or personal. */
export interface Ending {
  readonly kind:
    | Expiring['kind']
    | 'callerCertificate'
    | 'sealCertificate'
    | 'root'
    | 'issuing'
    | 'stampAuthority'
    | 'node'
    | 'tls'
    | 'calendar';
  readonly name: string;
  /** Seconds since 1970. */
  readonly until: number;
}

/** When a certificate ends. */
export const endOf = (kind: Ending['kind'], name: string, certificate: string): Ending => ({
  kind,
  name,
  until: Math.floor(new X509Certificate(certificate).validToDate.getTime() / 1000),
});
