import type { Version } from '../fabric-messages/index.js';

/**
 * The store's key spaces. A namespace and a collection hold no NUL, so each prefix belongs to one of them; LevelDB
 * sorts keys as UTF-8 bytes, which is Fabric's order.
 */
const hex = (number: number): string => number.toString(16).padStart(13, '0');

export const META = 'm\0';
export const metaKey = (name: string): string => META + name;
export const blockKey = (number: number): string => `b\0${hex(number)}`;
export const headKey = (number: number): string => `h\0${hex(number)}`;
export const transactionKey = (transactionId: string): string => `x\0${transactionId}`;
export const statePrefix = (namespace: string): string => `s\0${namespace}\0`;
export const privatePrefix = (namespace: string, collection: string): string =>
  `p\0${namespace}\0${collection}\0`;
export const privateHashKey = (namespace: string, collection: string, keyHash: Uint8Array): string =>
  `k\0${namespace}\0${collection}\0${Buffer.from(keyHash).toString('hex')}`;
/** Which private key a hash stands for; beside the value, and as private. */
export const privateNameKey = (namespace: string, collection: string, keyHash: Uint8Array): string =>
  `n\0${namespace}\0${collection}\0${Buffer.from(keyHash).toString('hex')}`;
export const expiryPrefix = (block: number): string => `e\0${hex(block)}\0`;
export const expiryKey = (
  block: number,
  namespace: string,
  collection: string,
  keyHash: Uint8Array,
): string => `${expiryPrefix(block)}${namespace}\0${collection}\0${Buffer.from(keyHash).toString('hex')}`;
/** The spaces whose content follows from the blocks, given the collections' configuration. */
export const DERIVED_SPACES = ['x\0', 's\0', 'k\0', 'e\0', 'h\0'] as const;
export const PRIVATE_SPACE = 'p\0';
export const PRIVATE_SPACES = ['p\0', 'n\0', 'k\0'] as const;
export const BLOCK_SPACE = 'b\0';

const VERSION_BYTES = 10;

/** A value with the version that wrote it, as the state spaces hold it. */
export function packValue(version: Version, value: Uint8Array): Buffer {
  const packed = Buffer.allocUnsafe(VERSION_BYTES + value.length);
  packed.writeUIntBE(version.block, 0, 6);
  packed.writeUInt32BE(version.transaction, 6);
  packed.set(value, VERSION_BYTES);
  return packed;
}

export function unpackVersion(packed: Buffer): Version {
  return { block: packed.readUIntBE(0, 6), transaction: packed.readUInt32BE(6) };
}

export function unpackValue(packed: Buffer): Versioned {
  return { version: unpackVersion(packed), value: packed.subarray(VERSION_BYTES) };
}

export interface Versioned {
  readonly version: Version;
  readonly value: Buffer;
}
