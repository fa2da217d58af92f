export { type Details, type FailureCode, NetworkError, type Text } from './errors.js';
export { DEFAULT_TOPOLOGY, freePortOffset, loadTopology, withPortOffset } from './topology/load.js';
export type { ChaincodeSpec, CollectionSpec, Organisation, Topology } from './topology/schema.js';
