export { EMPTY_MAP } from './node.js';
export { nextTile, proveInMap, requireAbsent, requirePresent } from './proof.js';
export type { MapProof } from './proof.js';
export { recordProofOf, requireRecord } from './record.js';
export { decodeTile, EMPTY_TILE, encodeTile } from './tile.js';
export type { MapTile } from './tile.js';
export { updateMap } from './update.js';
export type { MapChange, MapTiles } from './update.js';
