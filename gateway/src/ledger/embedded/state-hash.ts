import {
  compareUtf8,
  field,
  item,
  sha256,
  validationNumber,
  varint,
  type Version,
} from '../fabric-messages/index.js';
import type { ValidationCode } from '../port.js';

/** One public or hashed private write of a block; no value: a deletion. */
export interface StateWrite {
  readonly namespace: string;
  /** Empty for public writes. */
  readonly collection: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
  readonly version: Version;
}

/**
 * Fabric's commit hash (kvledger `addBlockCommitHash`): a chain over each block's validation codes and its writes,
 * sorted by namespace, then public before collections, then key (`DeterministicBytesForPubAndHashUpdates`).
 */
export function stateHashOf(
  previous: Uint8Array,
  codes: readonly ValidationCode[],
  writes: readonly StateWrite[],
): Buffer {
  return sha256(
    varint(codes.length),
    Uint8Array.from(codes, validationNumber),
    updateBytes(writes),
    previous,
  );
}

function updateBytes(writes: readonly StateWrite[]): Buffer {
  const ordered = [...writes].sort(compareWrites);
  return Buffer.concat(
    ordered.map((write, index) => {
      const before = ordered[index - 1];
      const sameNamespace = before?.namespace === write.namespace;
      const sameCollection = sameNamespace && before.collection === write.collection;
      return item(1, encodeWrite(write, sameNamespace, sameCollection));
    }),
  );
}

function compareWrites(left: StateWrite, right: StateWrite): number {
  return (
    compareUtf8(left.namespace, right.namespace) ||
    compareUtf8(left.collection, right.collection) ||
    Buffer.compare(left.key, right.key)
  );
}

// Fabric's KVWriteProto: a namespace or collection equal to the entry before is left out.
function encodeWrite(write: StateWrite, sameNamespace: boolean, sameCollection: boolean): Buffer {
  return Buffer.concat([
    sameNamespace ? EMPTY : field(1, Buffer.from(write.namespace, 'utf8')),
    sameCollection ? EMPTY : field(2, Buffer.from(write.collection, 'utf8')),
    field(3, write.key),
    write.value ? EMPTY : Buffer.of(0x20, 1),
    write.value ? field(5, write.value) : EMPTY,
    field(6, versionBytes(write.version)),
  ]);
}

const EMPTY = Buffer.alloc(0);

// Fabric's order-preserving numbers: how many bytes follow, then the number without leading zeros.
function versionBytes({ block, transaction }: Version): Buffer {
  return Buffer.concat([orderPreserving(block), orderPreserving(transaction)]);
}

function orderPreserving(value: number): Buffer {
  const hex = value === 0 ? '' : value.toString(16);
  const digits = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.of(digits.length), digits]);
}
