import { HanlianError, requireSignedBy, type SignedBytes } from '@hanlian/chaincode/domain';
import { verifyEs256 } from '@hanlian/chaincode/hash';
import type { RegistryView } from './registry-view.js';

export interface SignerParts {
  readonly registry: RegistryView;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Whose key it should be, and at which second: now where nothing is said. */
interface Signed {
  readonly key: string;
  readonly organisation: string;
  readonly at?: number;
}

/**
 * The same as the contract will ask, before the ledger is troubled: anyone may send anything.
 *
 * @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function requireSigner(
  { registry, now }: SignerParts,
  said: SignedBytes,
  { key, organisation, at = now() }: Signed,
): void {
  const bound = registry.holderKey(key);
  if (bound === undefined) {
    throw new HanlianError('HOLDER_KEY_NOT_BOUND', 'The registry knows no such key', { received: key });
  }
  requireSignedBy(verifyEs256, bound, said, { organisation, at });
}

/**
 * The organisation whose key it is, by what it signed.
 *
 * @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function signingOrganisation(parts: SignerParts, said: SignedBytes, key: string): string {
  const { holder } = parts.registry.holderKey(key) ?? {};
  const organisation = holder?.kind === 'organisation' ? holder.code : '';
  requireSigner(parts, said, { key, organisation });
  return organisation;
}
