import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@hanlian/certificates';
import { HanlianError, parseTreeHead, parseNote, type TreeHead } from '@hanlian/chaincode/domain';
import { keepEvidence } from '../storage/evidence.js';
import { openStore, Writes, type Store } from '../storage/store.js';

const STATE = 'state';
const EVIDENCE = 'evidence';
const keyOf = (origin: string): string => `log~${origin}`;

/** A note that was cosigned, and the tree it speaks of. */
export interface Cosigned {
  readonly note: string;
  readonly text: string;
  readonly head: TreeHead;
}

/** What was cosigned last for each log, on disk, and what was kept as evidence. Only one process has it open. */
export class WitnessMemory {
  readonly #store: Store;
  readonly #writes: Writes;
  readonly #evidence: string;

  private constructor(store: Store, evidence: string) {
    this.#store = store;
    this.#writes = new Writes(store);
    this.#evidence = evidence;
  }

  /**
   * Opens the memory of a witness. One whose key has been used before must have one: without it, it would sign a fork.
   *
   * @throws {HanlianError} WITNESS_STATE_MISSING, LEDGER_LOCKED, LEDGER_DAMAGED, LEDGER_DISK_FULL
   */
  static async open(folder: string, isNew: boolean): Promise<WitnessMemory> {
    const state = join(folder, STATE);
    if (!isNew && !existsSync(join(state, 'CURRENT'))) {
      throw new HanlianError('WITNESS_STATE_MISSING', `${state} is missing or empty`);
    }
    const evidence = join(folder, EVIDENCE);
    await makeFolder(evidence);
    return new WitnessMemory(await openStore(state), evidence);
  }

  /** What was cosigned last for a log. */
  last(
    origin: string,
  ): { readonly note: string; readonly text: string; readonly head: TreeHead } | undefined {
    const bytes = this.#store.getSync(keyOf(origin));
    if (bytes === undefined) return undefined;
    const note = bytes.toString();
    const { text } = parseNote(note);
    return { note, text, head: parseTreeHead(text) };
  }

  /** On disk when this returns. */
  async remember(origin: string, note: string): Promise<void> {
    await this.#writes.batch([{ type: 'put', key: keyOf(origin), value: Buffer.from(note) }], { sync: true });
  }

  /** Keeps what shows that a log misbehaved, once, under its own digest; gives the file. */
  keep(text: string): Promise<string> {
    return keepEvidence(this.#evidence, text);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
