import type { Action, PrivateWrites } from '../fabric-messages/index.js';
import type { Entry, StateView } from './state.js';
import type { Versioned } from './keys.js';

type Answer = Versioned | undefined | Entry[];

/** How a simulation came out, refusals too: what two runs of it must agree on. */
export interface Outcome extends Action {
  readonly privateWrites: readonly PrivateWrites[];
}

/** What a simulation asked of the state, and what it was told. */
export type Recording = ReadonlyMap<string, Answer>;

const nameOf = (method: keyof StateView, args: readonly unknown[]): string =>
  JSON.stringify([method, ...args]);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A view that remembers every question and answer. */
export class RecordingView implements StateView {
  readonly #view: StateView;
  readonly recording = new Map<string, Answer>();

  constructor(view: StateView) {
    this.#view = view;
  }

  get(...args: Parameters<StateView['get']>): Versioned | undefined {
    return this.#keep(nameOf('get', args), this.#view.get(...args));
  }

  async range(...args: Parameters<StateView['range']>): Promise<Entry[]> {
    return this.#keep(nameOf('range', args), await this.#view.range(...args));
  }

  privateValue(...args: Parameters<StateView['privateValue']>): Versioned | undefined {
    return this.#keep(nameOf('privateValue', args), this.#view.privateValue(...args));
  }

  privateHash(namespace: string, collection: string, keyHash: Uint8Array): Versioned | undefined {
    const name = nameOf('privateHash', [namespace, collection, hex(keyHash)]);
    return this.#keep(name, this.#view.privateHash(namespace, collection, keyHash));
  }

  async privateRange(...args: Parameters<StateView['privateRange']>): Promise<Entry[]> {
    return this.#keep(nameOf('privateRange', args), await this.#view.privateRange(...args));
  }

  #keep<T extends Answer>(name: string, answer: T): T {
    this.recording.set(name, answer);
    return answer;
  }
}

/** A view that knows only what was recorded; it notes each question that was not. */
export class ReplayedView implements StateView {
  readonly #recording: Recording;
  readonly unrecorded: string[] = [];

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get(...args: Parameters<StateView['get']>): Versioned | undefined {
    return this.#answer(nameOf('get', args)) as Versioned | undefined;
  }

  range(...args: Parameters<StateView['range']>): Promise<Entry[]> {
    return Promise.resolve((this.#answer(nameOf('range', args)) ?? []) as Entry[]);
  }

  privateValue(...args: Parameters<StateView['privateValue']>): Versioned | undefined {
    return this.#answer(nameOf('privateValue', args)) as Versioned | undefined;
  }

  privateHash(namespace: string, collection: string, keyHash: Uint8Array): Versioned | undefined {
    return this.#answer(nameOf('privateHash', [namespace, collection, hex(keyHash)])) as
      Versioned | undefined;
  }

  privateRange(...args: Parameters<StateView['privateRange']>): Promise<Entry[]> {
    return Promise.resolve((this.#answer(nameOf('privateRange', args)) ?? []) as Entry[]);
  }

  #answer(name: string): Answer {
    if (!this.#recording.has(name)) this.unrecorded.push(name);
    return this.#recording.get(name);
  }
}
