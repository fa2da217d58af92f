export { openEmbeddedLedger, type EmbeddedLedger } from './open.js';
export { restoreEmbeddedLedger, type RestoreReport } from './restore.js';
export type { BackupManifest } from './backup.js';
export type { FsckReport, Problem } from './fsck.js';
export {
  DEFAULT_LIMITS,
  type ChaincodeOptions,
  type CollectionOptions,
  type EmbeddedLedgerOptions,
  type Limits,
  type NodeIdentityOptions,
} from './options.js';
export type { ContractClass } from './options.js';
export type { ChaincodeDefinition } from './definitions.js';
export type { OrganisationOptions } from '../common/membership.js';
