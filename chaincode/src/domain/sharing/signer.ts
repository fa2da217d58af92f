import { HanlianError } from '../errors/index.js';
import { inForce } from '../periods.js';
import type { HolderKey } from '../schemas/registry.js';

/** Whether a signature over bytes was made by the key; key and signature as the schemas have them. */
export type SignatureVerifier = (publicKey: string, message: Uint8Array, signature: string) => boolean;

/** What somebody says, as bytes, and the signature over them. */
export interface SignedBytes {
  readonly bytes: Uint8Array;
  readonly signature: string;
}

/**
 * What an organisation says is signed by a key that is bound to it at that time. The signature comes first: who does not
 * hold a key must not find out, by naming it, whose a consent is.
 *
 * @throws {HanlianError} SIGNATURE_INVALID, HOLDER_KEY_NOT_BOUND
 */
export function requireSignedBy(
  verify: SignatureVerifier,
  record: HolderKey,
  { bytes, signature }: SignedBytes,
  { organisation, at }: { readonly organisation: string; readonly at: number },
): void {
  const { holder } = record;
  const isOrganisation = holder.kind === 'organisation';
  if (isOrganisation && !verify(holder.publicKey, bytes, signature)) {
    throw new HanlianError('SIGNATURE_INVALID', "The signer's signature does not verify", {
      field: 'signature',
    });
  }
  if (isOrganisation && holder.code === organisation && inForce(record, at)) return;
  throw new HanlianError('HOLDER_KEY_NOT_BOUND', 'The key is not bound to the signer at that time', {
    received: record.id,
  });
}
