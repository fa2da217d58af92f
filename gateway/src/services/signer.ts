import { HanlianError, requireSignedBy, type SignedBytes } from '@hanlian/chaincode/domain';
import { verifyEs256 } from '@hanlian/chaincode/hash';
import type { RegistryView } from './registry-view.js';

interface SignerParts {
  readonly registry: RegistryView;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * The same as the contract will ask, before the ledger is troubled: anyone may send anything.
 *
 * @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID
 */
export function requireSigner(
  { registry, now }: SignerParts,
  said: SignedBytes,
  { key, organisation }: { readonly key: string; readonly organisation: string },
): void {
  const bound = registry.holderKey(key);
  if (bound === undefined) {
    throw new HanlianError('HOLDER_KEY_NOT_BOUND', 'The registry knows no such key', { received: key });
  }
  requireSignedBy(verifyEs256, bound, said, { organisation, at: now() });
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
