import {
  compareUtf8,
  encodePrivateWrites,
  sha256,
  type CollectionHashes,
  type HashedRead,
  type HashedWrite,
  type KeyWrite,
  type NamespaceSet,
  type PrivateWrites,
  type RangeRead,
  type Read,
  type ReadWriteSet,
  type Version,
} from '../fabric-messages/index.js';
import { privateDigest } from './state.js';

interface PrivateWrite extends KeyWrite {
  readonly purge: boolean;
}

class CollectionBuilder {
  readonly reads = new Map<string, HashedRead>();
  readonly writes = new Map<string, PrivateWrite>();
}

class NamespaceBuilder {
  readonly reads = new Map<string, Read>();
  readonly writes = new Map<string, KeyWrite>();
  readonly ranges: (() => RangeRead)[] = [];
  readonly collections = new Map<string, CollectionBuilder>();
}

/** What a simulation did: the public set, and the private writes its hashes stand for. */
export interface SimulationResults {
  readonly set: ReadWriteSet;
  readonly privateWrites: readonly PrivateWrites[];
}

/** Gathers reads and writes; the last write to a key wins. Everything comes out sorted as UTF-8 bytes. */
export class ReadWriteSetBuilder {
  readonly #namespaces = new Map<string, NamespaceBuilder>();

  read(namespace: string, key: string, version: Version | undefined): void {
    this.#namespace(namespace).reads.set(key, { key, version });
  }

  write(namespace: string, key: string, value: Uint8Array | undefined): void {
    this.#namespace(namespace).writes.set(key, { key, value });
  }

  /** A range read whose extent is known only when the simulation ends. */
  range(namespace: string, range: () => RangeRead): void {
    this.#namespace(namespace).ranges.push(range);
  }

  privateRead(namespace: string, collection: string, key: string, version: Version | undefined): void {
    this.#collection(namespace, collection).reads.set(key, { keyHash: privateDigest(key), version });
  }

  privateWrite(
    namespace: string,
    collection: string,
    key: string,
    value: Uint8Array | undefined,
    purge: boolean,
  ): void {
    this.#collection(namespace, collection).writes.set(key, { key, value, purge });
  }

  finish(): SimulationResults {
    const privateWrites: PrivateWrites[] = [];
    const set = sorted(this.#namespaces).map(([namespace, builder]): NamespaceSet => {
      const collections = sorted(builder.collections).map(
        ([collection, { reads, writes }]): CollectionHashes => {
          const ordered = values(writes);
          const bytes = encodePrivateWrites(ordered);
          if (ordered.length > 0) privateWrites.push({ namespace, collection, bytes });
          return {
            collection,
            reads: values(reads),
            writes: ordered.map(hashedWrite),
            privateHash: ordered.length > 0 ? sha256(bytes) : new Uint8Array(),
          };
        },
      );
      return {
        namespace,
        reads: values(builder.reads),
        ranges: distinct(builder.ranges.map((range) => range())),
        writes: values(builder.writes),
        collections,
      };
    });
    return { set, privateWrites };
  }

  #namespace(name: string): NamespaceBuilder {
    return getOrCreate(this.#namespaces, name, () => new NamespaceBuilder());
  }

  #collection(namespace: string, name: string): CollectionBuilder {
    return getOrCreate(this.#namespace(namespace).collections, name, () => new CollectionBuilder());
  }
}

function hashedWrite({ key, value, purge }: PrivateWrite): HashedWrite {
  return { keyHash: privateDigest(key), valueHash: value && privateDigest(value), purge };
}

// The same range read twice stands once, as in Fabric's builder.
function distinct(ranges: readonly RangeRead[]): RangeRead[] {
  const seen = new Map<string, RangeRead>();
  for (const range of ranges) {
    const name = JSON.stringify([range.startKey, range.endKey, range.exhausted]);
    if (!seen.has(name)) seen.set(name, range);
  }
  return [...seen.values()];
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([left], [right]) => compareUtf8(left, right));
}

function values<T>(map: ReadonlyMap<string, T>): T[] {
  return sorted(map).map(([, value]) => value);
}

function getOrCreate<T>(map: Map<string, T>, key: string, create: () => T): T {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
}
