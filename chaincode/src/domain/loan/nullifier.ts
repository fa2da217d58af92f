import { base64urlEncode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import type { Digest } from '../hash.js';
import type { DateRange } from '../schemas/money.js';
import { signedBytes } from '../signed.js';

/** What may be subsidised once. Without collateral: once for an enterprise and a period. */
export interface SubsidySubject {
  readonly programme: string;
  readonly enterprise: string;
  readonly period: DateRange;
  readonly collateral?: string | undefined;
}

/**
 * The nullifier of a claim: HMAC over the RFC 8785 form of what it is for, base64url. Whoever has not the key can neither
 * make one nor try enterprises until one fits.
 *
 * @param mac HMAC-SHA-256 under the finance office's key of nullifiers
 */
export const nullifierOf = (
  mac: Digest,
  { programme, enterprise, period: { from, to }, collateral = '' }: SubsidySubject,
): string =>
  base64urlEncode(
    mac(
      signedBytes({
        v: 1,
        kind: 'subsidy-nullifier',
        programme,
        enterprise,
        period: { from, to },
        collateral,
      }),
    ),
  );

/**
 * One thing is named once in an approval, as it is over all of them.
 *
 * @throws {HanlianError} SUBSIDY_ALREADY_GRANTED
 */
export function requireOnce(claims: readonly { readonly id: string; readonly nullifier: string }[]): void {
  for (const member of ['id', 'nullifier'] as const) {
    if (new Set(claims.map((claim) => claim[member])).size === claims.length) continue;
    throw new HanlianError('SUBSIDY_ALREADY_GRANTED', `A claim's ${member} stands twice in the approval`, {
      field: 'claims',
    });
  }
}

/** Under what name a bank's tranche stands: another one each month, by the same key. */
export const tranchePseudonym = (
  mac: Digest,
  { programme, bank, month }: { readonly programme: string; readonly bank: string; readonly month: string },
): string => base64urlEncode(mac(signedBytes({ v: 1, kind: 'tranche-pseudonym', programme, bank, month })));
