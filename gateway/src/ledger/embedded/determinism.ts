import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Proposal } from '../fabric-messages/index.js';
import type { Identity } from '../port.js';
import type { Viewpoint } from './collections.js';
import type { CollectionOptions, DeterminismOptions } from './options.js';
import type { Outcome, Recording } from './recording.js';

/** What the child must know once. */
export interface Setup {
  readonly chaincodes: readonly {
    readonly name: string;
    /** A module that exports `contracts`. */
    readonly module: string;
    readonly collections: readonly CollectionOptions[];
  }[];
  readonly maxResults: number;
}

/** One simulation to repeat. */
export interface Repetition {
  readonly proposal: Proposal;
  readonly creator: Identity;
  readonly viewpoint: Viewpoint;
  readonly recording: Recording;
}

export interface Request extends Repetition {
  readonly id: number;
}

export interface Reply {
  readonly id: number;
  readonly outcome: Outcome;
  /** Questions to the state that the first run did not ask. */
  readonly unrecorded: readonly string[];
}

/** A contract that did not do the same twice: what differed. */
export class NotDeterministic extends Error {}

const CHILD = fileURLToPath(new URL('determinism-child.js', import.meta.url));
// A zone and a locale that no developer's machine has: UTC+14, and a dotted capital I.
const ELSEWHERE = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };

/**
 * Repeats simulations in a child process with another time zone, locale, clock and randomness, fed with the reads that
 * the first run recorded. For tests: it halves the speed and more.
 */
export class Repeater {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #next = 0;

  constructor(setup: Setup, env: NodeJS.ProcessEnv) {
    this.#child = fork(CHILD, [], { serialization: 'advanced', env: { ...env, ...ELSEWHERE } });
    this.#child.on('message', (reply: Reply) => this.#waiting.get(reply.id)?.resolve(reply));
    this.#child.once('exit', (code) =>
      this.#fail(new Error(`the repeating process ended with ${code ?? 'a signal'}`)),
    );
    this.#child.send(setup);
  }

  /** Repeats a simulation. Throws NotDeterministic when it comes out otherwise. */
  async check(repetition: Repetition, first: Outcome): Promise<void> {
    const { outcome, unrecorded } = await this.#ask(repetition);
    if (unrecorded.length > 0)
      throw new NotDeterministic(`the second run asked for ${unrecorded.join(', ')}`);
    const differing = (Object.keys({ ...first, ...outcome }) as (keyof Outcome)[]).filter(
      (part) => !isDeepStrictEqual(plain(first[part]), plain(outcome[part])),
    );
    if (differing.length > 0) throw new NotDeterministic(`two runs differ in ${differing.join(', ')}`);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }

  #ask(repetition: Repetition): Promise<Reply> {
    const id = this.#next++;
    return new Promise<Reply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, ...repetition });
    }).finally(() => this.#waiting.delete(id));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}

// A Buffer and the Uint8Array it becomes on its way hold the same.
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify({ value }, (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part) : part)),
  );
}

/** Checks the option against the chaincodes it is for. */
export function setupOf(
  { modules }: DeterminismOptions,
  chaincodes: readonly { readonly name: string; readonly collections?: readonly CollectionOptions[] }[],
  maxResults: number,
): Setup {
  return {
    chaincodes: chaincodes.map(({ name, collections = [] }) => {
      const module = modules[name];
      if (module === undefined)
        throw new TypeError(`verifyDeterminism names no module for chaincode ${name}`);
      return { name, module, collections };
    }),
    maxResults,
  };
}
