import type { Issuer } from '../authority/certificate.js';
import { authorityKeyIdentifier, extension, keyIdentifier } from '../authority/extensions.js';
import { der, derGeneralizedTime, derInteger, derTime, TAG } from '../asn1/der.js';
import { EXTENSION } from '../path/extensions.js';
import { sign } from '../path/signed.js';
import { REVOCATION_REASONS, type Revocation } from './reasons.js';

export interface ListContent {
  /** Grows with each list of this issuer (RFC 5280 §5.2.3). */
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly Revocation[];
}

/** Version 2 counts from zero. */
const VERSION_2 = derInteger(1);

/** A revocation list in DER (RFC 5280 §5), signed by the issuer itself. */
export const writeRevocationList = (
  { certificate, signer }: Issuer,
  { number, thisUpdate, nextUpdate, revoked }: ListContent,
): Promise<Buffer> =>
  sign(signer, (algorithm) =>
    der(
      TAG.sequence,
      VERSION_2,
      algorithm,
      certificate.subject,
      derTime(thisUpdate),
      derTime(nextUpdate),
      // Left out rather than empty (RFC 5280 §5.1.2.6).
      ...(revoked.length > 0 ? [der(TAG.sequence, ...revoked.map(entry))] : []),
      der(
        TAG.context0,
        der(
          TAG.sequence,
          authorityKeyIdentifier(certificate.subjectKeyIdentifier ?? keyIdentifier(certificate.keyBits)),
          extension(EXTENSION.cRLNumber, derInteger(number)),
        ),
      ),
    ),
  );

const entry = ({ serial, at, reason, invalidSince }: Revocation): Buffer => {
  const extensions = [
    // An unspecified reason is left out (RFC 5280 §5.3.1).
    ...(reason === 'unspecified' ? [] : [extension(EXTENSION.cRLReason, derReason(reason))]),
    ...(invalidSince ? [extension(EXTENSION.invalidityDate, derGeneralizedTime(invalidSince))] : []),
  ];
  return der(
    TAG.sequence,
    der(TAG.integer, Buffer.from(serial, 'hex')),
    derTime(at),
    ...(extensions.length > 0 ? [der(TAG.sequence, ...extensions)] : []),
  );
};

export const derReason = (reason: Revocation['reason']): Buffer =>
  der(TAG.enumerated, Buffer.of(REVOCATION_REASONS[reason]));
