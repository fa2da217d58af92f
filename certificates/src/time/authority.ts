import { derOid, DerError } from '../asn1/der.js';
import type { Signer } from '../keys/signer.js';
import { ES256 } from '../seal/profile.js';
import { cmsWriter } from '../seal/writer.js';
import { writeStampInfo } from './info.js';
import { STAMP_OID, STAMP_POLICY, STAMPED_DATA_VERSION } from './profile.js';
import { readStampRequest, type StampRequest } from './request.js';
import { granting, refusing, type Refusal } from './response.js';

/** Gives each token its number. One that was given is never given again, whatever happens in between. */
export interface Serials {
  next(): Promise<bigint>;
}

export interface StampAuthorityOptions {
  readonly signer: Signer;
  /** Certificates in PEM: the authority's own first, then those above it, without the root. */
  readonly chain: readonly [string, ...string[]];
  readonly serials: Serials;
  /** Revocation lists that tell how the chain stands, DER; they travel in the token beside the certificates. */
  readonly lists?: () => Promise<readonly Uint8Array[]>;
  readonly now?: () => Date;
}

/** A time-stamp authority (RFC 3161). */
export interface StampAuthority {
  /** Answers a TimeStampReq with a TimeStampResp, both DER. What cannot be granted is refused within the answer. */
  answer(request: Uint8Array): Promise<Buffer>;
}

const POLICY = derOid(STAMP_POLICY);
/** Larger than any request without extensions: a digest, a policy and a nonce. */
const MAX_REQUEST_BYTES = 1024;
/** Integers of more octets are no nonces: RFC 3161 speaks of 64 bits. */
const MAX_NONCE_BYTES = 40;

export const createStampAuthority = ({
  signer,
  chain,
  serials,
  lists = () => Promise.resolve([]),
  now = () => new Date(),
}: StampAuthorityOptions): StampAuthority => {
  const writer = cmsWriter(signer, chain, {
    suite: ES256,
    contentType: STAMP_OID.tstInfo,
    version: STAMPED_DATA_VERSION,
    attached: true,
  });
  return {
    answer: async (bytes) => {
      const request = readBounded(bytes);
      const refusal = request ? refusalOf(request) : UNREADABLE;
      if (!request || refusal) return refusing(...(refusal ?? UNREADABLE));
      const serial = await serials.next();
      // The clock is read after the request is in, and after the number is on disk: the stamp is never early.
      const at = now();
      const { imprint, nonce, certificates } = request;
      const info = writeStampInfo({ policy: POLICY, imprint: imprint.bytes, serial, at, nonce });
      return granting(
        await writer.write(info, at, { certificates, lists: certificates ? await lists() : [] }),
      );
    },
  };
};

type Reason = readonly [Refusal, string];

const UNREADABLE: Reason = ['badDataFormat', 'Not a time-stamp request in DER (RFC 3161 section 2.4.1)'];

const readBounded = (bytes: Uint8Array): StampRequest | undefined => {
  if (bytes.length > MAX_REQUEST_BYTES) return undefined;
  try {
    return readStampRequest(bytes);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
};

const refusalOf = ({ imprint, policy, nonce, extended }: StampRequest): Reason | undefined => {
  if (!imprint.algorithm) return ['badAlg', 'The digest must be SHA-256, SHA-384 or SHA-512'];
  if (policy && !policy.equals(POLICY)) return ['unacceptedPolicy', `Only policy ${STAMP_POLICY} is served`];
  if (extended) return ['unacceptedExtension', 'No extensions are served'];
  if (nonce && nonce.length > MAX_NONCE_BYTES) return ['badRequest', 'The nonce is too long'];
  return undefined;
};
