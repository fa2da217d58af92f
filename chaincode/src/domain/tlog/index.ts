export { formatCheckpoint, parseCheckpoint, parseTreeHead } from './checkpoint.js';
export type { Checkpoint, TreeHead } from './checkpoint.js';
export { CompactTree } from './compact.js';
export { cosignedMessage, decodeCosignature, encodeCosignature } from './cosignature.js';
export type { Cosignature } from './cosignature.js';
export { decodeBundle, encodeBundle, encodeLogEntry, parseLogEntry } from './entries.js';
export type { LogEntry } from './entries.js';
export { formatNoteKey, noteKey, parseNoteKey } from './key.js';
export type { NoteKey, NoteKeyType } from './key.js';
export { formatNote, formatSignature, isKeyName, noteMessage, parseNote, parseSignatures } from './note.js';
export type { NoteSignature, SignedNote } from './note.js';
export { formatLogProof, parseLogProof } from './proof.js';
export type { LogProof } from './proof.js';
export { TileTree } from './tile-tree.js';
export type { TileSource } from './tile-tree.js';
export {
  hashesAt,
  newTiles,
  parseTilePath,
  readTile,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilePath,
  widthIn,
} from './tiles.js';
export type { Tile } from './tiles.js';
export { trustedCheckpoint, verifiedSignatures } from './verify.js';
export type {
  LogPolicy,
  NoteVerifiers,
  RawVerifier,
  Signatories,
  VerifiedSignature,
  WitnessQuorum,
} from './verify.js';
export { formatCosignRequest, MAX_COSIGN_REQUEST, parseCosignRequest, requireContinues } from './witness.js';
export type { CosignRequest } from './witness.js';
