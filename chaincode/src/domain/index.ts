export type { Digest, Hashes } from './hash.js';
export * from './keys.js';
export * as schemas from './schemas/index.js';
export type * from './schemas/event.js';
export type * from './schemas/license.js';
export type * from './schemas/registry.js';
export type { Basis, Bilingual, TwoPeople } from './schemas/common.js';
export * as api from './schemas/api.js';
export type * from './schemas/api.js';
