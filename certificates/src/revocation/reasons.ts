/** Why a certificate was revoked (RFC 5280 §5.3.1), by its number on the wire. 7 is not used. */
export const REVOCATION_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;

export type RevocationReason = keyof typeof REVOCATION_REASONS;

/** Undefined for a number that is no reason. */
export const reasonOf = (number: number): RevocationReason | undefined =>
  (Object.keys(REVOCATION_REASONS) as RevocationReason[]).find((name) => REVOCATION_REASONS[name] === number);

/** One certificate's revocation, as an authority keeps and publishes it. */
export interface Revocation {
  /** Contents of the serial's INTEGER, hex. */
  readonly serial: string;
  readonly at: Date;
  readonly reason: RevocationReason;
  /** Since when the key is thought to have been in other hands (RFC 5280 §5.3.2). */
  readonly invalidSince?: Date | undefined;
}
