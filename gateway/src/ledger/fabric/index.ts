export { connectionOptions, identityOf, readConnection } from './connection.js';
export type { Connection, KeyPair } from './connection.js';
export type { FabricLedger } from './ledger.js';
export { openFabricLedger } from './open.js';
export type { FabricLedgerOptions, FabricLimits, PeerOptions, Reader } from './options.js';
export { DEFAULT_FABRIC_LIMITS } from './options.js';
