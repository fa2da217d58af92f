import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { contracts } from '@hanlian/chaincode';
import { decodeError, type HanlianError, type LedgerEvent } from '@hanlian/chaincode/domain';
import { requireShim } from '@hanlian/gateway/ledger/embedded/shim';
import type { Identity } from '@hanlian/gateway/ledger/port';

interface Response {
  readonly status: number;
  readonly message?: string;
  readonly payload?: Uint8Array;
}

interface Dispatcher {
  Invoke(stub: object): Promise<Response>;
}

const require = createRequire(import.meta.url);
const ChaincodeFromContract = requireShim('./lib/contract-spi/chaincodefromcontract.js') as new (
  contracts: unknown[],
  serializers: object,
) => Dispatcher & { readonly metadata: object };
const { JSONSerializer } = require('fabric-contract-api') as { JSONSerializer: unknown };

// A refusal prints a line otherwise, and refusals are what most of these tests are about.
const shimLogger = requireShim('./lib/logger.js') as { getLogger(name: string): { error: unknown } };
shimLogger.getLogger('contracts-spi/chaincodefromcontract.js').error = () => undefined;
shimLogger.getLogger('contracts-spi/datamarshall.js').error = () => undefined;

/** fabric-shim's own dispatcher over the product's contracts. */
export const dispatcher = new ChaincodeFromContract([...contracts], {
  transaction: 'jsonSerializer',
  serializers: { jsonSerializer: JSONSerializer },
});

/** What a committed transaction left behind. */
export interface Committed<Answer> {
  readonly answer: Answer;
  readonly tx: string;
  readonly events: readonly LedgerEvent[];
  readonly writes: ReadonlyMap<string, string>;
  /** How many keys and ranges were read. */
  readonly reads: number;
}

export interface Call {
  readonly identity: Identity;
  readonly function: string;
  /** An object is sent as JSON, a text as it is. */
  readonly request: unknown;
  /** The client's claimed time. */
  readonly at: number;
  /** What travels beside it, as JSON. */
  readonly transient?: Readonly<Record<string, unknown>>;
}

/** A contract's refusal, as a client sees it: the message alone. */
export class Refusal extends Error {
  readonly error: HanlianError | undefined;

  constructor(message: string) {
    super(message);
    this.error = decodeError(message);
  }
}

let transactions = 0;
const nextTransactionId = (): string => createHash('sha256').update(`tx ${transactions++}`).digest('hex');

/** The state of one chaincode in memory, one transaction at a time: enough to try the contracts' rules on. */
export class MemoryLedger {
  readonly state: Map<string, string>;
  /** What collections hold, by collection and key. */
  readonly secrets: Map<string, string>;

  constructor(
    state: ReadonlyMap<string, string> = new Map(),
    secrets: ReadonlyMap<string, string> = new Map(),
  ) {
    this.state = new Map(state);
    this.secrets = new Map(secrets);
  }

  /** The same state, to go another way from here. */
  fork(): MemoryLedger {
    return new MemoryLedger(this.state, this.secrets);
  }

  record(key: string): unknown {
    const text = this.state.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async submit<Answer = unknown>(call: Call): Promise<Committed<Answer>> {
    const stub = new MemoryStub(this.state, this.secrets, call);
    const { status, message, payload } = await dispatcher.Invoke(stub);
    if (status !== 200) throw new Refusal(message ?? '');
    for (const [key, value] of stub.writes) this.state.set(key, value);
    for (const [key, value] of stub.secretWrites) {
      if (value === undefined) this.secrets.delete(key);
      else this.secrets.set(key, value);
    }
    const answer = JSON.parse(Buffer.from(payload ?? '').toString('utf8')) as Answer;
    const tx = Buffer.from(stub.getTxID(), 'hex').toString('base64url');
    return { answer, tx, events: stub.events, writes: stub.writes, reads: stub.reads };
  }
}

interface Entry {
  readonly key: string;
  readonly value: Buffer;
}

class MemoryStub {
  readonly writes = new Map<string, string>();
  readonly events: LedgerEvent[] = [];
  reads = 0;
  readonly secretWrites = new Map<string, string | undefined>();
  readonly #state: ReadonlyMap<string, string>;
  readonly #secrets: ReadonlyMap<string, string>;
  readonly #call: Call;
  readonly #id = nextTransactionId();

  constructor(state: ReadonlyMap<string, string>, secrets: ReadonlyMap<string, string>, call: Call) {
    this.#state = state;
    this.#secrets = secrets;
    this.#call = call;
  }

  getTransient(): Map<string, Uint8Array> {
    const { transient = {} } = this.#call;
    const given = Object.entries(transient).filter(([, value]) => value !== undefined);
    return new Map(given.map(([name, value]) => [name, Buffer.from(JSON.stringify(value))]));
  }

  getPrivateData(collection: string, key: string): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(this.#secrets.get(`${collection}/${key}`) ?? ''));
  }

  putPrivateData(collection: string, key: string, value: Uint8Array): Promise<void> {
    this.secretWrites.set(`${collection}/${key}`, Buffer.from(value).toString('utf8'));
    return Promise.resolve();
  }

  purgePrivateData(collection: string, key: string): Promise<void> {
    this.secretWrites.set(`${collection}/${key}`, undefined);
    return Promise.resolve();
  }

  getBufferArgs(): Buffer[] {
    const { function: name, request } = this.#call;
    return [name, typeof request === 'string' ? request : JSON.stringify(request)].map((text) =>
      Buffer.from(text),
    );
  }

  getFunctionAndParameters(): { fcn: string; params: string[] } {
    const [fcn = '', ...params] = this.getBufferArgs().map(String);
    return { fcn, params };
  }

  getTxID(): string {
    return this.#id;
  }

  getChannelID(): string {
    return 'city';
  }

  getCreator(): { mspid: string; idBytes: Uint8Array } {
    const { mspId, certificate } = this.#call.identity;
    return { mspid: mspId, idBytes: Buffer.from(certificate) };
  }

  getTxTimestamp(): { seconds: number; nanos: number } {
    return { seconds: this.#call.at, nanos: 0 };
  }

  getState(key: string): Promise<Uint8Array> {
    this.reads++;
    return Promise.resolve(Buffer.from(this.#state.get(key) ?? ''));
  }

  putState(key: string, value: Uint8Array): Promise<void> {
    this.writes.set(key, Buffer.from(value).toString('utf8'));
    return Promise.resolve();
  }

  setEvent(name: string, payload: Uint8Array): void {
    const event = JSON.parse(Buffer.from(payload).toString('utf8')) as LedgerEvent;
    if (event.type !== name) throw new Error(`An event of type ${event.type} is named ${name}`);
    this.events.push(event);
  }

  #range(start: string, end: string): Entry[] {
    this.reads++;
    return [...this.#state]
      .filter(([key]) => start <= key && key < end)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value: Buffer.from(value) }));
  }

  getStateByRange(start: string, end: string): Promise<object> {
    return Promise.resolve(iterate(this.#range(start, end)));
  }

  getStateByRangeWithPagination(
    start: string,
    end: string,
    limit: number,
    bookmark: string,
  ): Promise<object> {
    const entries = this.#range(bookmark === '' ? start : bookmark, end);
    const metadata = {
      fetchedRecordsCount: Math.min(limit, entries.length),
      bookmark: entries[limit]?.key ?? '',
    };
    return Promise.resolve({ iterator: iterate(entries.slice(0, limit)), metadata });
  }
}

function iterate(entries: readonly Entry[]): object {
  let index = 0;
  return {
    next: () => {
      const value = entries[index++];
      return Promise.resolve(value === undefined ? { done: true } : { value, done: false });
    },
    close: () => Promise.resolve(),
  };
}

/** The coded error a call is refused with; fails the test when it succeeds or fails without a code. */
export async function refusalOf(call: Promise<unknown>): Promise<HanlianError> {
  const outcome: unknown = await call.then(
    () => new Error('The call was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal && outcome.error !== undefined) return outcome.error;
  throw outcome;
}

/** By which code the domain refuses a call. */
/** All that a refusal tells whoever is refused. */
export async function toldBy(
  call: Promise<unknown>,
): Promise<Pick<HanlianError, 'code' | 'message' | 'details'>> {
  const { code, message, details } = await refusalOf(call);
  return { code, message, details };
}

export const codeOf = async (call: Promise<unknown>): Promise<string> => (await refusalOf(call)).code;
