import { HanlianError, type JsonValue } from '@hanlian/chaincode/domain';
import { omit } from '../omit.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { AtWork } from './at-work.js';
import { heldKey, holding, keep, type Entry } from './entries.js';
import type { Job, Jobs } from './jobs.js';
import type { HeldState, HeldWrite } from './outcome.js';
import type { SigningDesk } from './signing-desk.js';
import { stateAfterTurn, turnOf, type Turn } from './signing-turn.js';

interface HeldRequestsParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly jobs: Jobs;
  readonly desk: SigningDesk;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly atWork: AtWork;
  /** Carries a job out, and keeps what became of it. */
  readonly conclude: (name: string, entry: Entry, job: Job) => Promise<JsonValue>;
}

/** Since when a write waits for its caller to sign it, in milliseconds since 1970. */
const sinceOf = ({ askedAt, at }: Entry): number => askedAt ?? at;

/** The requests whose transactions their callers sign themselves: they go on while their callers are answered. */
export class HeldRequests {
  readonly #parts: HeldRequestsParts;

  constructor(parts: HeldRequestsParts) {
    this.#parts = parts;
  }

  /** A write as it stands, and since when it waits for its signature; what no longer waits for anything is taken up again. */
  async get(caller: string, job: string): Promise<{ readonly since: number; readonly state: HeldState }> {
    const { store, atWork, jobs, desk } = this.#parts;
    const name = store.getSync(heldKey(caller, job))?.toString();
    const entry = name === undefined ? undefined : atWork.find(name);
    if (name === undefined || entry === undefined) throw new HanlianError('NOT_FOUND', 'No such signing');
    const outcome = atWork.outcome(name);
    if (outcome !== undefined) return { since: sinceOf(entry), state: outcome };
    const work = atWork.get(name)?.held ?? this.#hold(name, entry, jobs.get(job));
    const state = await stateAfterTurn(desk, job, work);
    return { since: sinceOf(atWork.find(name) ?? entry), state };
  }

  /** The writes a caller signs, as far as an index has them, and what became of them. */
  async *of(caller: string, indexed = heldKey): AsyncGenerator<HeldWrite> {
    const { store, atWork } = this.#parts;
    const prefix = indexed(caller, '');
    for await (const [key, value] of store.iterator({ gte: prefix, lt: `${prefix}\uffff` })) {
      const name = value.toString();
      yield { job: key.slice(prefix.length), outcome: atWork.outcome(name) };
    }
  }

  /** Begins or goes on with one: its answer, or what is to be signed for it first. */
  begin(name: string, entry: Entry, job: Job): Promise<Turn> {
    return this.turn(job.id, this.#hold(name, entry, job));
  }

  /** The same of one at work. */
  turn(job: string, held: Promise<JsonValue>): Promise<Turn> {
    return turnOf(this.#parts.desk, job, held);
  }

  /** Lets a job go on while its caller is answered: what it still needs is the caller's own signature. */
  #hold(name: string, entry: Entry, job: Job): Promise<JsonValue> {
    const { atWork, conclude } = this.#parts;
    const work = async (): Promise<JsonValue> => conclude(name, await this.#reopened(name, entry), job);
    const held = atWork.released(name, work);
    // Who asks next is told what became of it.
    held.catch(() => undefined);
    atWork.set(name, { bodyDigest: entry.bodyDigest, job: job.id, held });
    return held;
  }

  /** What had come to an end waits again, and for as long as at first. */
  async #reopened(name: string, entry: Entry): Promise<Entry> {
    if (entry.outcome === undefined) return entry;
    const reopened: Entry = { ...omit(entry, 'outcome'), askedAt: this.#parts.clock() };
    await this.#parts.writer.write([...keep(name, reopened), ...holding(name, reopened)]);
    return reopened;
  }
}
