export { openEmbeddedLedger, type EmbeddedLedger } from './open.js';
export {
  DEFAULT_LIMITS,
  type ChaincodeOptions,
  type CollectionOptions,
  type EmbeddedLedgerOptions,
  type Limits,
  type NodeIdentityOptions,
  type OrganisationOptions,
} from './options.js';
export type { ContractClass } from './dispatch.js';
