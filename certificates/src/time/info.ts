import { der, derInteger, DerError, DerReader, TAG, type Value } from '../asn1/der.js';
import { readImprint, type Imprint } from './imprint.js';
import { STAMP_VERSION } from './profile.js';

/** What a time-stamp authority signs (TSTInfo, RFC 3161 §2.4.2). */
export interface StampInfo {
  /** Object identifier, DER. */
  readonly policy: Buffer;
  readonly imprint: Imprint;
  /** INTEGER, DER: unique to its authority. */
  readonly serial: Buffer;
  readonly at: Date;
  /** INTEGER, DER, as the request had it. */
  readonly nonce: Buffer | undefined;
}

/** One second: what the clock of a machine that keeps its time by NTP can be held to. */
const ACCURACY = der(TAG.sequence, derInteger(1));

export const writeStampInfo = (info: {
  readonly policy: Buffer;
  /** MessageImprint, DER. */
  readonly imprint: Buffer;
  readonly serial: bigint;
  readonly at: Date;
  readonly nonce: Buffer | undefined;
}): Buffer =>
  der(
    TAG.sequence,
    derInteger(STAMP_VERSION),
    info.policy,
    info.imprint,
    derInteger(info.serial),
    der(TAG.generalizedTime, Buffer.from(wholeSeconds(info.at))),
    ACCURACY,
    info.nonce ?? Buffer.alloc(0),
  );

const wholeSeconds = (at: Date): string => at.toISOString().replace(/\.\d{3}|[-:T]/g, '');

/** Throws DerError. */
export const readStampInfo = (bytes: Uint8Array): StampInfo => {
  const parts = new DerReader(bytes).enterLast(TAG.sequence);
  if (!parts.read(TAG.integer).bytes.equals(derInteger(STAMP_VERSION))) {
    throw new DerError('Another version of time stamp');
  }
  const policy = parts.read(TAG.objectIdentifier).bytes;
  const imprint = readImprint(parts.read(TAG.sequence));
  const serial = parts.read(TAG.integer).bytes;
  const at = readInstant(parts.read(TAG.generalizedTime));
  parts.optional(TAG.sequence); // accuracy
  parts.optional(TAG.boolean); // ordering
  const nonce = parts.optional(TAG.integer)?.bytes;
  parts.optional(TAG.context0); // the authority's name: its certificate says it
  // Extensions that nobody here knows could change what the token means.
  parts.end();
  return { policy, imprint, serial, at, nonce };
};

const INSTANT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/;

/** GeneralizedTime with a fraction of any length and no zero at its end (RFC 3161 §2.4.2); milliseconds are kept. */
const readInstant = ({ contents }: Value): Date => {
  const [, year, month, day, hour, minute, second, fraction = ''] =
    INSTANT.exec(contents.toString('latin1')) ?? [];
  const whole = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = new Date(`${whole}.${fraction.slice(1, 4).padEnd(3, '0')}Z`);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(whole)) {
    throw new DerError('Not a time as DER writes it');
  }
  return at;
};
