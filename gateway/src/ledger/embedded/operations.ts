import { decodePrivateWrites, type PrivateWrites, type Version } from '../fabric-messages/index.js';
import { chainRecords, indexRecord, type Head } from './chain.js';
import type { Collections } from './collections.js';
import {
  expiryKey,
  expiryPrefix,
  packValue,
  privateHashKey,
  privateNameKey,
  privatePrefix,
  statePrefix,
  unpackVersion,
} from './keys.js';
import type { Verdict } from './judge.js';
import { privateDigest } from './state.js';
import type { Operation, Reader } from './store.js';
import type { Updates } from './updates.js';

const put = (key: string, value: Buffer): Operation => ({ type: 'put', key, value });
const del = (key: string): Operation => ({ type: 'del', key });
const set = (key: string, version: Version, value: Uint8Array | undefined): Operation =>
  value ? put(key, packValue(version, value)) : del(key);

/**
 * All that a block's batch writes but private values: the block, its index, the writes of its valid transactions. A
 * private value whose hash is written is removed here: the new one follows in the batch, if this store has it.
 */
export function blockOperations(
  reader: Reader,
  head: Head,
  bytes: Uint8Array,
  { commits, updates }: Verdict,
): Operation[] {
  return [
    ...chainRecords(head, bytes).map(([key, value]) => put(key, value)),
    ...commits.filter(({ code }) => code !== 'DUPLICATE_TXID').map((commit) => put(...indexRecord(commit))),
    ...updates
      .publicWrites()
      .map(([key, { namespace, value, version }]) => set(statePrefix(namespace) + key, version, value)),
    ...updates
      .hashedWrites()
      .flatMap(({ namespace, collection, key, value, version }) => [
        set(privateHashKey(namespace, collection, key), version, value),
        ...forgetValue(reader, namespace, collection, key),
      ]),
  ];
}

/** Writes one collection's private values. */
export function privateOperations(
  { namespace, collection, bytes }: PrivateWrites,
  version: Version,
): Operation[] {
  return decodePrivateWrites(bytes).flatMap(({ key, value }) => {
    const name = privateNameKey(namespace, collection, privateDigest(key));
    return [
      set(privatePrefix(namespace, collection) + key, version, value),
      value ? put(name, Buffer.from(key, 'utf8')) : del(name),
    ];
  });
}

/** Notes which private values of a block will expire, where the collection has a time to live (Fabric's `blockToLive`). */
export function scheduleOperations(number: number, updates: Updates, collections: Collections): Operation[] {
  return updates.hashedWrites().flatMap(({ namespace, collection, key, value, version }) => {
    const blocks = collections.blockToLive(namespace, collection);
    if (blocks === 0 || !value) return [];
    return [
      put(expiryKey(number + blocks + 1, namespace, collection, key), packValue(version, Buffer.alloc(0))),
    ];
  });
}

/** Removes the private values that expire with a block and were not written again since. */
export async function expiryOperations(reader: Reader, number: number): Promise<Operation[]> {
  const scheduled = await reader.range(expiryPrefix(number), '', '', Number.MAX_SAFE_INTEGER);
  return scheduled.flatMap(([name, packed]) => {
    const [namespace = '', collection = '', hex = ''] = name.split('\0');
    const keyHash = Buffer.from(hex, 'hex');
    const hashKey = privateHashKey(namespace, collection, keyHash);
    const current = reader.get(hashKey);
    const forget = del(expiryPrefix(number) + name);
    if (!current || !sameVersion(unpackVersion(current), unpackVersion(packed))) return [forget];
    return [forget, del(hashKey), ...forgetValue(reader, namespace, collection, keyHash)];
  });
}

/** Removes a private value, whose key only its hash tells. */
export function forgetValue(
  reader: Reader,
  namespace: string,
  collection: string,
  keyHash: Uint8Array,
): Operation[] {
  const name = privateNameKey(namespace, collection, keyHash);
  const key = reader.get(name)?.toString('utf8');
  return key === undefined ? [] : [del(name), del(privatePrefix(namespace, collection) + key)];
}

function sameVersion(left: Version, right: Version): boolean {
  return left.block === right.block && left.transaction === right.transaction;
}
