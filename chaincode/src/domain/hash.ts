/**
 * A synchronous hash function over bytes. The domain never picks an implementation: callers pass one in
 * (`@hanlian/chaincode/hash` on Node; a pure one in a browser, which has no SM3).
 */
export type Digest = (data: Uint8Array) => Uint8Array;

/** The two digests every commitment carries: FIPS 180-4 SHA-256 and GB/T 32905 SM3, 32 bytes each. */
export interface Hashes {
  readonly sha256: Digest;
  readonly sm3: Digest;
}
