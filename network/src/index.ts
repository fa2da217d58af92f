export { findBinaries } from './binaries.js';
export type { ConnectionDocument, Endpoint, IdentityFiles } from './connection.js';
export { type Details, type FailureCode, NetworkError, type Text } from './errors.js';
export {
  DEFAULT_RUN,
  Network,
  type NetworkPlace,
  type StartedNetwork,
  startNetwork,
  type UpOptions,
} from './network.js';
export type { Report } from './report.js';
export type { NetworkStatus, ProcessStatus } from './status.js';
export { DEFAULT_TOPOLOGY, freePortOffset, loadTopology, withPortOffset } from './topology/load.js';
export type { ChaincodeSpec, CollectionSpec, Organisation, Topology } from './topology/schema.js';
