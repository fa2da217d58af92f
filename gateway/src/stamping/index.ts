import type { StampAuthority } from '@hanlian/certificates';
import type { Pki } from '../pki/index.js';
import type { Closing } from '../storage/closing.js';
import { openStampAuthority, type StampAuthorityParts } from './authority.js';
import { StampQueue } from './queue.js';

export interface StampingParts extends StampAuthorityParts {
  readonly pki: Pick<Pki, 'publication'>;
  readonly caughtUp: () => Promise<void>;
  /** Whether this organisation runs a time-stamp authority, for the others. */
  readonly isAuthority: boolean;
}

/** Opens what gives batches their stamps, and the authority where this organisation runs one. */
export async function openStamping(
  parts: StampingParts,
  closing: Closing,
): Promise<{ readonly stamps: StampQueue; readonly stamper: StampAuthority | undefined }> {
  const { store, writer, clock, pki, caughtUp } = parts;
  const stamper = parts.isAuthority ? await openStampAuthority(parts) : undefined;
  const stamps = new StampQueue({
    store,
    writer,
    clock,
    statusOf: async (certificate) => {
      await caughtUp();
      return pki.publication.statusOf(certificate);
    },
  });
  return { stamps: closing.add(stamps), stamper };
}
