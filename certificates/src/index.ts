export {
  createAuthority,
  openAuthority,
  type Authority,
  type AuthorityOptions,
  type IdentityRequest,
  type SealRequest,
} from './authority/authority.js';
export { createRequest, provenPublicKey } from './authority/request.js';
export type { Subject } from './authority/names.js';
export type { KeyStore } from './keys/store.js';
export { openFileKeyStore, type FileKeyStoreOptions } from './keys/file-store.js';
export { ecdsaSigner, type SignatureAlgorithm, type Signer } from './keys/signer.js';
export { createSealer, type Sealer } from './seal/sealer.js';
export { verifySeal } from './seal/verify.js';
export type { FaultySeal, SealFault, SealResult, VerifiedSeal } from './seal/verified.js';
