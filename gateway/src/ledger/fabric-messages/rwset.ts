import { ledger } from '@hyperledger/fabric-protos';

/** Which transaction wrote a value. */
export interface Version {
  readonly block: number;
  readonly transaction: number;
}

/** A key that was read; no version: it was absent. */
export interface Read {
  readonly key: string;
  readonly version: Version | undefined;
}

/** A public write; no value: the key is deleted. */
export interface KeyWrite {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** Summary of the results of a long range read, as Fabric hashes them (`QueryReadsMerkleSummary`). */
export interface MerkleSummary {
  readonly maxDegree: number;
  readonly maxLevel: number;
  readonly hashes: readonly Uint8Array[];
}

/** A range that was read; checked again at commit. */
export interface RangeRead {
  readonly startKey: string;
  /** The range's end when exhausted (exclusive), else the last key read (inclusive). */
  readonly endKey: string;
  readonly exhausted: boolean;
  readonly results: readonly Read[] | MerkleSummary;
}

export interface HashedRead {
  readonly keyHash: Uint8Array;
  readonly version: Version | undefined;
}

/** A private write as every peer sees it; no value hash: the key is deleted. */
export interface HashedWrite {
  readonly keyHash: Uint8Array;
  readonly valueHash: Uint8Array | undefined;
  readonly purge: boolean;
}

export interface CollectionHashes {
  readonly collection: string;
  readonly reads: readonly HashedRead[];
  readonly writes: readonly HashedWrite[];
  /** SHA-256 of the collection's private write set; empty when nothing was written. */
  readonly privateHash: Uint8Array;
}

export interface NamespaceSet {
  readonly namespace: string;
  readonly reads: readonly Read[];
  readonly ranges: readonly RangeRead[];
  readonly writes: readonly KeyWrite[];
  readonly collections: readonly CollectionHashes[];
}

/** What a simulation read and wrote, a namespace at a time. */
export type ReadWriteSet = readonly NamespaceSet[];

/** The private writes of one collection, with the exact bytes its public hash covers. */
export interface PrivateWrites {
  readonly namespace: string;
  readonly collection: string;
  readonly bytes: Uint8Array;
}

const {
  KVRWSet,
  KVRead,
  KVWrite,
  KVReadHash,
  KVWriteHash,
  HashedRWSet,
  QueryReads,
  QueryReadsMerkleSummary,
} = ledger.rwset.kvrwset;
const { RangeQueryInfo, Version: VersionMessage } = ledger.rwset.kvrwset;
const { TxReadWriteSet, NsReadWriteSet, CollectionHashedReadWriteSet } = ledger.rwset;
const { TxPvtReadWriteSet, NsPvtReadWriteSet, CollectionPvtReadWriteSet } = ledger.rwset;

/** Encodes `rwset.TxReadWriteSet`. The caller has sorted namespaces, keys and collections as UTF-8 bytes. */
export function encodeReadWriteSet(set: ReadWriteSet): Uint8Array {
  const message = new TxReadWriteSet();
  message.setDataModel(TxReadWriteSet.DataModel.KV);
  message.setNsRwsetList(set.map(encodeNamespace));
  return message.serializeBinary();
}

function encodeNamespace(set: NamespaceSet): InstanceType<typeof NsReadWriteSet> {
  const keyValues = new KVRWSet();
  keyValues.setReadsList(set.reads.map(encodeRead));
  keyValues.setRangeQueriesInfoList(set.ranges.map(encodeRange));
  keyValues.setWritesList(set.writes.map(encodeWrite));
  const message = new NsReadWriteSet();
  message.setNamespace(set.namespace);
  message.setRwset(keyValues.serializeBinary());
  message.setCollectionHashedRwsetList(set.collections.map(encodeCollection));
  return message;
}

function encodeVersion(version: Version): InstanceType<typeof VersionMessage> {
  const message = new VersionMessage();
  message.setBlockNum(version.block);
  message.setTxNum(version.transaction);
  return message;
}

function encodeRead(read: Read): InstanceType<typeof KVRead> {
  const message = new KVRead();
  message.setKey(read.key);
  if (read.version) message.setVersion(encodeVersion(read.version));
  return message;
}

function encodeWrite(write: KeyWrite): InstanceType<typeof KVWrite> {
  const message = new KVWrite();
  message.setKey(write.key);
  message.setIsDelete(write.value === undefined);
  if (write.value) message.setValue(write.value);
  return message;
}

function encodeRange(range: RangeRead): InstanceType<typeof RangeQueryInfo> {
  const message = new RangeQueryInfo();
  message.setStartKey(range.startKey);
  message.setEndKey(range.endKey);
  message.setItrExhausted(range.exhausted);
  if ('hashes' in range.results) {
    const summary = new QueryReadsMerkleSummary();
    summary.setMaxDegree(range.results.maxDegree);
    summary.setMaxLevel(range.results.maxLevel);
    summary.setMaxLevelHashesList([...range.results.hashes]);
    message.setReadsMerkleHashes(summary);
  } else {
    message.setRawReads(queryReads(range.results));
  }
  return message;
}

function queryReads(reads: readonly Read[]): InstanceType<typeof QueryReads> {
  const message = new QueryReads();
  message.setKvReadsList(reads.map(encodeRead));
  return message;
}

/** Encodes `kvrwset.QueryReads`, over which the summary of a long range read is hashed. */
export function encodeQueryReads(reads: readonly Read[]): Uint8Array {
  return queryReads(reads).serializeBinary();
}

function encodeCollection(set: CollectionHashes): InstanceType<typeof CollectionHashedReadWriteSet> {
  const hashed = new HashedRWSet();
  hashed.setHashedReadsList(
    set.reads.map((read) => {
      const message = new KVReadHash();
      message.setKeyHash(read.keyHash);
      if (read.version) message.setVersion(encodeVersion(read.version));
      return message;
    }),
  );
  hashed.setHashedWritesList(
    set.writes.map((write) => {
      const message = new KVWriteHash();
      message.setKeyHash(write.keyHash);
      message.setIsDelete(write.valueHash === undefined);
      if (write.valueHash) message.setValueHash(write.valueHash);
      message.setIsPurge(write.purge);
      return message;
    }),
  );
  const message = new CollectionHashedReadWriteSet();
  message.setCollectionName(set.collection);
  message.setHashedRwset(hashed.serializeBinary());
  message.setPvtRwsetHash(set.privateHash);
  return message;
}

/** Encodes one collection's private writes (`kvrwset.KVRWSet`). */
export function encodePrivateWrites(writes: readonly KeyWrite[]): Uint8Array {
  const message = new KVRWSet();
  message.setWritesList(writes.map(encodeWrite));
  return message.serializeBinary();
}

/** Encodes the private writes of a transaction (`rwset.TxPvtReadWriteSet`): what endorsers keep beside the block. */
export function encodePrivateSet(writes: readonly PrivateWrites[]): Uint8Array {
  const namespaces = new Map<string, InstanceType<typeof NsPvtReadWriteSet>>();
  for (const { namespace, collection, bytes } of writes) {
    const set = namespaces.get(namespace) ?? new NsPvtReadWriteSet();
    set.setNamespace(namespace);
    const message = new CollectionPvtReadWriteSet();
    message.setCollectionName(collection);
    message.setRwset(bytes);
    set.addCollectionPvtRwset(message);
    namespaces.set(namespace, set);
  }
  const message = new TxPvtReadWriteSet();
  message.setDataModel(TxReadWriteSet.DataModel.KV);
  message.setNsPvtRwsetList([...namespaces.values()]);
  return message.serializeBinary();
}
