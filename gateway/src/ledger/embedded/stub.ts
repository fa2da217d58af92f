import type { Proposal } from '../fabric-messages/index.js';
import type { ChaincodeEvent, Identity } from '../port.js';
import { Long } from './shim.js';
import type { RangeCursor } from './range-cursor.js';
import type { Simulation } from './simulation.js';
import type { Entry } from './state.js';

/** What the shim's dispatcher answers. */
export interface Response {
  readonly status: number;
  readonly message?: string;
  readonly payload?: Uint8Array;
}

/** Runs another chaincode of the channel inside the same simulation. */
export type Invoke = (chaincode: string, args: readonly Uint8Array[], stub: Stub) => Promise<Response>;

interface Iterated {
  next(): Promise<{ value?: { key: string; value: Buffer; namespace: string }; done: boolean }>;
  close(): Promise<void>;
}

type Iterable<T> = Promise<T> & AsyncIterable<{ key: string; value: Buffer }>;

const COMPOSITE_START = '\u0000';
const FIRST_SIMPLE_KEY = '\u0001';
const LAST_CODE_POINT = '\u{10ffff}';

/**
 * The stub contracts see, in place of fabric-shim's, whose calls go to a peer. Method names and behaviour are
 * fabric-shim's `ChaincodeStub`; values are given at once, as promises.
 */
export class Stub {
  readonly #simulation: Simulation;
  readonly #proposal: Proposal;
  readonly #creator: Identity;
  readonly #invoke: Invoke;
  readonly #args: readonly Buffer[];
  /** The namespace of the chaincode that runs. */
  readonly chaincode: string;
  event: ChaincodeEvent | undefined;

  constructor(parts: {
    simulation: Simulation;
    proposal: Proposal;
    creator: Identity;
    chaincode: string;
    args: readonly Uint8Array[];
    invoke: Invoke;
  }) {
    this.#simulation = parts.simulation;
    this.#proposal = parts.proposal;
    this.#creator = parts.creator;
    this.#invoke = parts.invoke;
    this.#args = parts.args.map((arg) => Buffer.from(arg));
    this.chaincode = parts.chaincode;
  }

  /** A stub for another chaincode in the same simulation. */
  forChaincode(chaincode: string, args: readonly Uint8Array[]): Stub {
    return new Stub({
      simulation: this.#simulation,
      proposal: this.#proposal,
      creator: this.#creator,
      invoke: this.#invoke,
      chaincode,
      args,
    });
  }

  getBufferArgs(): readonly Buffer[] {
    return this.#args;
  }

  getStringArgs(): string[] {
    return this.#args.map(String);
  }

  getArgs(): string[] {
    return this.getStringArgs();
  }

  getFunctionAndParameters(): { fcn: string; params: string[] } {
    const [fcn = '', ...params] = this.getStringArgs();
    return { fcn, params };
  }

  getTxID(): string {
    return this.#proposal.header.transactionId;
  }

  getChannelID(): string {
    return this.#proposal.header.channel;
  }

  getCreator(): { mspid: string; idBytes: Uint8Array } {
    return { mspid: this.#creator.mspId, idBytes: Buffer.from(this.#creator.certificate) };
  }

  getTransient(): Map<string, Uint8Array> {
    return new Map(this.#proposal.transient);
  }

  getTxTimestamp(): { seconds: object; nanos: number } {
    const milliseconds = this.#proposal.header.timestamp.getTime();
    const seconds = Math.floor(milliseconds / 1000);
    return { seconds: Long.fromNumber(seconds, true), nanos: (milliseconds - seconds * 1000) * 1_000_000 };
  }

  getDateTimestamp(): Date {
    return new Date(this.#proposal.header.timestamp);
  }

  // Async, so that a refusal is a rejected promise, as from a peer, and never a throw.
  // eslint-disable-next-line @typescript-eslint/require-await
  async getState(key: string): Promise<Buffer> {
    return this.#simulation.get(this.chaincode, key);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async putState(key: string, value: Uint8Array | string): Promise<void> {
    this.#simulation.put(this.chaincode, key, bytes(value));
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async deleteState(key: string): Promise<void> {
    this.#simulation.put(this.chaincode, key, undefined);
  }

  getStateByRange(startKey: string, endKey: string): Iterable<Iterated> {
    return iterable(this.#simpleRange(startKey, endKey));
  }

  async #simpleRange(startKey: string, endKey: string): Promise<Iterated> {
    refuseComposite(startKey, endKey);
    return this.#iterated(this.#simulation.range(this.chaincode, startKey || FIRST_SIMPLE_KEY, endKey));
  }

  getStateByRangeWithPagination(
    startKey: string,
    endKey: string,
    size: number,
    bookmark = '',
  ): Iterable<Page> {
    return iterable(this.#simplePage(startKey, endKey, size, bookmark));
  }

  async #simplePage(startKey: string, endKey: string, size: number, bookmark: string): Promise<Page> {
    refuseComposite(startKey, endKey);
    return this.#page(bookmark || startKey || FIRST_SIMPLE_KEY, endKey, size);
  }

  getStateByPartialCompositeKey(objectType: string, attributes: string[]): Iterable<Iterated> {
    const start = this.createCompositeKey(objectType, attributes);
    return iterable(this.#iterated(this.#simulation.range(this.chaincode, start, start + LAST_CODE_POINT)));
  }

  getStateByPartialCompositeKeyWithPagination(
    objectType: string,
    attributes: string[],
    size: number,
    bookmark = '',
  ): Iterable<Page> {
    const start = this.createCompositeKey(objectType, attributes);
    return iterable(this.#page(bookmark || start, start + LAST_CODE_POINT, size));
  }

  async getPrivateData(collection: string, key: string): Promise<Buffer> {
    requireText({ collection, key });
    return Promise.resolve(this.#simulation.getPrivate(this.chaincode, collection, key));
  }

  async getPrivateDataHash(collection: string, key: string): Promise<Buffer> {
    requireText({ collection, key });
    return Promise.resolve(this.#simulation.getPrivateHash(this.chaincode, collection, key));
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async putPrivateData(collection: string, key: string, value: Uint8Array | string): Promise<void> {
    requireText({ collection, key });
    this.#simulation.putPrivate(this.chaincode, collection, key, bytes(value));
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async deletePrivateData(collection: string, key: string): Promise<void> {
    requireText({ collection, key });
    this.#simulation.putPrivate(this.chaincode, collection, key, undefined);
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async purgePrivateData(collection: string, key: string): Promise<void> {
    requireText({ collection, key });
    this.#simulation.purgePrivate(this.chaincode, collection, key);
  }

  getPrivateDataByRange(collection: string, startKey: string, endKey: string): Iterable<Iterated> {
    return iterable(this.#privateRange(collection, startKey || FIRST_SIMPLE_KEY, endKey));
  }

  getPrivateDataByPartialCompositeKey(
    collection: string,
    objectType: string,
    attributes: string[],
  ): Iterable<Iterated> {
    const start = this.createCompositeKey(objectType, attributes);
    return iterable(this.#privateRange(collection, start, start + LAST_CODE_POINT));
  }

  async #privateRange(collection: string, startKey: string, endKey: string): Promise<Iterated> {
    requireText({ collection });
    return this.#iterated(this.#simulation.privateRange(this.chaincode, collection, startKey, endKey));
  }

  setEvent(name: string, payload: Uint8Array): void {
    if (typeof name !== 'string' || name === '') throw new Error('Event name must be a non-empty string');
    this.event = { chaincode: this.chaincode, name, payload: Buffer.from(payload) };
  }

  createCompositeKey(objectType: string, attributes: readonly string[]): string {
    const parts = [objectType, ...attributes];
    if (parts.some((part) => typeof part !== 'string' || part === '')) {
      throw new Error('object type or attribute not a non-zero length string');
    }
    return COMPOSITE_START + parts.map((part) => `${part}\u0000`).join('');
  }

  splitCompositeKey(compositeKey: string): { objectType: string | null; attributes: string[] } {
    if (!compositeKey || compositeKey.length < 2 || !compositeKey.startsWith(COMPOSITE_START)) {
      return { objectType: null, attributes: [] };
    }
    const [objectType = null, ...attributes] = compositeKey.slice(1).split('\u0000');
    return { objectType, attributes: attributes.slice(0, -1) };
  }

  /** Runs another chaincode of this channel inside this transaction; its event is ignored, as by a peer. */
  async invokeChaincode(
    chaincode: string,
    args: readonly (string | Uint8Array)[],
    channel?: string,
  ): Promise<Response> {
    if (channel && channel !== this.getChannelID())
      throw new Error(`channel ${channel} is not on this ledger`);
    return this.#invoke(chaincode, args.map(bytes), this);
  }

  getQueryResult(): Promise<never> {
    return unsupported('rich queries need a CouchDB state database');
  }

  getHistoryForKey(): Promise<never> {
    return unsupported('the history database is not enabled: keep history in the record');
  }

  setStateValidationParameter(): Promise<never> {
    return unsupported('key-level endorsement policies are not kept by the embedded ledger');
  }

  getStateValidationParameter(): Promise<never> {
    return unsupported('key-level endorsement policies are not kept by the embedded ledger');
  }

  async #iterated(cursor: RangeCursor): Promise<Iterated> {
    await cursor.fill();
    return {
      next: async () => {
        const entry = await cursor.next();
        return entry ? { value: this.#row(entry), done: false } : { done: true };
      },
      close: () => Promise.resolve(),
    };
  }

  async #page(startKey: string, endKey: string, size: number): Promise<Page> {
    const { rows, bookmark } = await this.#simulation.page(this.chaincode, startKey, endKey, size);
    const waiting = rows.map((row) => this.#row(row));
    const iterator: Iterated = {
      next: () => {
        const value = waiting.shift();
        return Promise.resolve(value ? { value, done: false } : { done: true });
      },
      close: () => Promise.resolve(),
    };
    // The shim takes metadata that is all zero, and so empty on the wire, for none.
    return { iterator, ...(rows.length > 0 && { metadata: { fetchedRecordsCount: rows.length, bookmark } }) };
  }

  #row({ key, value }: Entry): { namespace: string; key: string; value: Buffer } {
    return { namespace: this.chaincode, key, value };
  }
}

interface Page {
  readonly iterator: Iterated;
  readonly metadata?: { readonly fetchedRecordsCount: number; readonly bookmark: string };
}

// fabric-shim's range calls give a promise of an iterator that is itself iterable with `for await`.
function iterable<T extends Iterated | Page>(promise: Promise<T>): Iterable<T> {
  return Object.assign(promise, {
    async *[Symbol.asyncIterator](): AsyncGenerator<{ key: string; value: Buffer }> {
      const result = await promise;
      const iterator: Iterated = 'iterator' in result ? result.iterator : result;
      for (let row = await iterator.next(); row.value; row = await iterator.next()) yield row.value;
    },
  });
}

function bytes(value: Uint8Array | string): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
}

function refuseComposite(...keys: readonly (string | undefined)[]): void {
  if (keys.some((key) => key?.startsWith(COMPOSITE_START))) {
    throw new Error('first character of the key contains a null character which is not allowed');
  }
}

function requireText(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!value || typeof value !== 'string') throw new Error(`${name} must be a valid string`);
  }
}

function unsupported(reason: string): Promise<never> {
  return Promise.reject(new Error(reason));
}
