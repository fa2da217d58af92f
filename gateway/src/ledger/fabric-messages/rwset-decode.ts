import { ledger } from '@hyperledger/fabric-protos';
import type {
  CollectionHashes,
  KeyWrite,
  NamespaceSet,
  PrivateWrites,
  RangeRead,
  Read,
  ReadWriteSet,
  Version,
} from './rwset.js';

type Kv = typeof ledger.rwset.kvrwset;
type Message<K extends keyof Kv> = InstanceType<Extract<Kv[K], new (...args: never[]) => unknown>>;

/** Decodes `rwset.TxReadWriteSet`. Throws when the bytes are no such message. */
export function decodeReadWriteSet(bytes: Uint8Array): ReadWriteSet {
  return ledger.rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList().map(decodeNamespace);
}

function decodeNamespace(message: ledger.rwset.NsReadWriteSet): NamespaceSet {
  const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(message.getRwset_asU8());
  return {
    namespace: message.getNamespace(),
    reads: set.getReadsList().map(decodeRead),
    ranges: set.getRangeQueriesInfoList().map(decodeRange),
    writes: set.getWritesList().map(decodeWrite),
    collections: message.getCollectionHashedRwsetList().map(decodeCollection),
  };
}

function decodeVersion(message: Message<'Version'> | undefined): Version | undefined {
  return message && { block: message.getBlockNum(), transaction: message.getTxNum() };
}

function decodeRead(message: Message<'KVRead'>): Read {
  return { key: message.getKey(), version: decodeVersion(message.getVersion()) };
}

// An empty value deletes: Fabric's state database cannot tell it from absence.
function decodeWrite(message: Message<'KVWrite'>): KeyWrite {
  const value = message.getValue_asU8();
  return { key: message.getKey(), value: message.getIsDelete() || value.length === 0 ? undefined : value };
}

function decodeRange(message: Message<'RangeQueryInfo'>): RangeRead {
  const summary = message.getReadsMerkleHashes();
  return {
    startKey: message.getStartKey(),
    endKey: message.getEndKey(),
    exhausted: message.getItrExhausted(),
    results: summary
      ? {
          maxDegree: summary.getMaxDegree(),
          maxLevel: summary.getMaxLevel(),
          hashes: summary.getMaxLevelHashesList_asU8(),
        }
      : (message.getRawReads()?.getKvReadsList().map(decodeRead) ?? []),
  };
}

function decodeCollection(message: ledger.rwset.CollectionHashedReadWriteSet): CollectionHashes {
  const set = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(message.getHashedRwset_asU8());
  return {
    collection: message.getCollectionName(),
    reads: set
      .getHashedReadsList()
      .map((read) => ({ keyHash: read.getKeyHash_asU8(), version: decodeVersion(read.getVersion()) })),
    writes: set.getHashedWritesList().map((write) => ({
      keyHash: write.getKeyHash_asU8(),
      valueHash: write.getIsDelete() ? undefined : write.getValueHash_asU8(),
      purge: write.getIsPurge(),
    })),
    privateHash: message.getPvtRwsetHash_asU8(),
  };
}

/** Decodes one collection's private writes (`kvrwset.KVRWSet`). */
export function decodePrivateWrites(bytes: Uint8Array): KeyWrite[] {
  return ledger.rwset.kvrwset.KVRWSet.deserializeBinary(bytes).getWritesList().map(decodeWrite);
}

/** Decodes `rwset.TxPvtReadWriteSet`. */
export function decodePrivateSet(bytes: Uint8Array): PrivateWrites[] {
  return ledger.rwset.TxPvtReadWriteSet.deserializeBinary(bytes)
    .getNsPvtRwsetList()
    .flatMap((set) =>
      set.getCollectionPvtRwsetList().map((collection) => ({
        namespace: set.getNamespace(),
        collection: collection.getCollectionName(),
        bytes: collection.getRwset_asU8(),
      })),
    );
}
