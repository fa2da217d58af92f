import { encodeQR } from 'qr';
import { HanlianError, parseCertificateIdentifier, type SealKey } from '@hanlian/chaincode/domain';
import { MAX_COMPACT, readCompact, ROOT, writeCompact } from './compact-form.js';
import { folded } from './compact-fold.js';
import { unfolded } from './compact-unfold.js';
import { malformed, SdJwtFault } from './fault.js';
import { readSdJwt } from './read.js';

/**
 * A presentation, small enough for a QR code: the text that the code holds.
 * @throws {HanlianError} PRESENTATION_NOT_COMPACT when it is not as a hub and a holder of ours write it, or is too long
 */
export const compactPresentation = (presentation: string): string => {
  try {
    const text = writeCompact(folded(presentation));
    const { certificates } = readSdJwt(presentation);
    const registered = certificates.map((certificate) => certificate.toString('base64url'));
    if (text.length <= MAX_COMPACT && openCompact(text).withCertificates(registered) === presentation)
      return text;
    throw notCompact('size or order');
  } catch (error) {
    if (error instanceof SdJwtFault) throw notCompact(error.code);
    throw error;
  }
};

const notCompact = (reason: string): HanlianError =>
  new HanlianError('PRESENTATION_NOT_COMPACT', 'No code is made of this presentation', { received: reason });

/** How a screen shows a code: hardly anything of it gets lost, so that a smaller one serves best. */
const ON_SCREEN = { ecc: 'low', encoding: 'alphanumeric', border: 4 } as const;
const PIXELS = 4;

/** The code as an image (GIF) for the screen of a phone. */
export const presentationCode = (text: string): Uint8Array =>
  encodeQR(text, 'gif', { ...ON_SCREEN, scale: PIXELS });

/** A compact presentation whose certificates are still to be put in. */
export interface CompactPresentation {
  /** Identifier of the certificate it is about. */
  readonly license: string;
  /** Under which seal key it is. */
  readonly seal: Pick<SealKey, 'department' | 'key'>;
  /** The text that was shown. `certificates`: as the seal key has them registered. */
  readonly withCertificates: (certificates: readonly string[]) => string;
}

/** Throws SdJwtFault. */
export const openCompact = (text: string): CompactPresentation => {
  const form = readCompact(text);
  const [key, sealedBy, tail] = form;
  const license = ROOT + tail;
  const identifier = parseCertificateIdentifier(license);
  if (!identifier.ok) throw malformed('license');
  return {
    license,
    seal: { department: sealedBy ?? identifier.issuer, key: Buffer.from(key).toString('base64url') },
    withCertificates: (certificates) =>
      unfolded(
        form,
        license,
        identifier,
        certificates.map((each) => Buffer.from(each, 'base64url').toString('base64')),
      ),
  };
};
