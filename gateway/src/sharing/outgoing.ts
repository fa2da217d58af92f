import { HanlianError, type ErrorCode } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import { isUnreached, type Peers } from '../exchange/peers.js';
import { RegularWork } from '../regular-work.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Put, type Store } from '../storage/store.js';
import type { Boxes } from './boxes.js';

/** What sending needs, whatever is sent. */
export interface SendingParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly peers: Peers;
  /** Milliseconds between two looks after what was not sent; 0: none are made. */
  readonly every: number;
  /** Is told why something could not be sent. */
  readonly failed: (failure: unknown) => void;
}

/** What is sent where. */
interface Kind<Letter> {
  /** What the names of these letters begin with. */
  readonly prefix: string;
  readonly path: string;
  readonly reply: z.ZodType;
  /** The department it goes to, and its name among what goes there. */
  readonly addressOf: (letter: Letter) => { readonly to: string; readonly name: string };
  /**
   * The refusals that stand. Others pass: the other hub has not heard of a key yet, its clock is behind, its address was
   * wrong; after them the letter goes again.
   */
  readonly ending: readonly ErrorCode[];
  /** What is kept of one that was refused so. */
  readonly refused: (letter: Letter, code: ErrorCode) => readonly Change[];
}

/** Letters to other hubs that go behind an answer: each is kept until it has arrived, or was refused for good. */
export class Outgoing<Letter extends object> {
  readonly #parts: SendingParts;
  readonly #kind: Kind<Letter>;
  readonly #work: RegularWork;
  /** What is sent at once, besides the looks. */
  readonly #sending = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(parts: SendingParts, kind: Kind<Letter>) {
    this.#parts = parts;
    this.#kind = kind;
    this.#work = new RegularWork((signal) => this.#sendAll(signal), parts.every, parts.failed);
    if (parts.every > 0) this.#work.start();
  }

  /** What keeps a letter until it has arrived: written before it is sent. */
  put(letter: Letter): Put {
    return this.#parts.boxes.put(this.#nameOf(letter), letter);
  }

  /** Sends at once what was written; what fails goes with the next look. */
  send(letter: Letter): void {
    const { signal } = this.#stop;
    const sending = this.#deliver(letter, signal)
      .catch((failure: unknown) => (signal.aborted ? undefined : this.#parts.failed(failure)))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  /** Sends what is there; what fails goes with the next look. */
  turn(): Promise<void> {
    return this.#work.turn();
  }

  /** Why the last look left something unsent, if so. */
  get failure(): unknown {
    return this.#work.failure;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work.close();
    await Promise.all(this.#sending);
  }

  #nameOf(letter: Letter): string {
    const { to, name } = this.#kind.addressOf(letter);
    return `${this.#kind.prefix}${to}~${name}`;
  }

  /** To all departments at once: one that cannot be reached holds up no other's, one that refuses not even its own. */
  async #sendAll(signal: AbortSignal): Promise<void> {
    const owed = await this.#owed();
    const failures = (await Promise.all(owed.map((to) => this.#sendTo(to, signal)))).flat();
    signal.throwIfAborted();
    if (failures.length > 0) throw new AggregateError(failures, 'Letters could not be delivered');
  }

  async #owed(): Promise<readonly string[]> {
    const owed: string[] = [];
    const { prefix } = this.#kind;
    for (let after = prefix; ; after = `${prefix}${owed.at(-1) as string}~\u007f`) {
      const [next] = await this.#parts.store.keys({ gt: after, lt: `${prefix}\u007f`, limit: 1 }).all();
      if (next === undefined) return owed;
      owed.push(next.slice(prefix.length).split('~')[0] as string);
    }
  }

  async #sendTo(to: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const { store, boxes } = this.#parts;
    const prefix = `${this.#kind.prefix}${to}~`;
    const failures: unknown[] = [];
    for await (const [key, box] of store.iterator(beginningWith(prefix))) {
      try {
        await this.#deliver(boxes.open(key, box) as Letter, signal);
      } catch (failure) {
        failures.push(failure);
        if (signal.aborted || isUnreached(failure)) break;
      }
    }
    return failures;
  }

  async #deliver(question: Letter, signal: AbortSignal): Promise<void> {
    const { writer, peers } = this.#parts;
    const { path, reply, addressOf, ending, refused } = this.#kind;
    const sent: Change = { type: 'del', key: this.#nameOf(question) };
    try {
      await peers.ask(addressOf(question).to, { path, question, reply, signal });
    } catch (error) {
      const code = ending.find((one) => error instanceof HanlianError && error.code === one);
      if (code !== undefined) await writer.write([...refused(question, code), sent]);
      throw error;
    }
    await writer.write([sent]);
  }
}
