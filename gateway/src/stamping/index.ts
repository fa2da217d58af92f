import type { Pki } from '../pki/index.js';
import type { Closing } from '../storage/closing.js';
import { OwnStampAuthority, type StampAuthorityParts } from './authority.js';
import { StampQueue } from './queue.js';

interface StampingParts extends Omit<StampAuthorityParts, 'publication'> {
  readonly pki: Pick<Pki, 'publication'>;
  readonly caughtUp: () => Promise<void>;
  /** Whether this organisation runs a time-stamp authority, for the others. */
  readonly isAuthority: boolean;
}

/** Opens what gives batches their stamps, and the authority where this organisation runs one. */
export async function openStamping(
  parts: StampingParts,
  closing: Closing,
): Promise<{ readonly stamps: StampQueue; readonly stamper: OwnStampAuthority | undefined }> {
  const { store, writer, clock, pki, caughtUp } = parts;
  const { publication } = pki;
  const stamper = parts.isAuthority ? await OwnStampAuthority.open({ ...parts, publication }) : undefined;
  const stamps = new StampQueue({
    store,
    writer,
    clock,
    statusOf: async (certificate) => {
      await caughtUp();
      return publication.evidenceOf(certificate);
    },
  });
  return { stamps: closing.add(stamps), stamper };
}
