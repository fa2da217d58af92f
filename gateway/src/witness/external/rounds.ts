import { join } from 'node:path';
import { makeFolder } from '@hanlian/certificates';
import { formatNote, type ErrorCode, type SignedNote } from '@hanlian/chaincode/domain';
import { RegularWork } from '../../regular-work.js';
import { keepEvidence } from '../../storage/evidence.js';
import { gatherCosignatures, type Silent, type Submission } from '../client.js';
import type { ExternalCosignatures } from './cosignatures.js';

const PATIENCE_MS = 10_000;
const EVIDENCE = 'evidence';
/** Answers that no honest witness of an honest log gives. */
const CONTRADICTIONS: ReadonlySet<ErrorCode> = new Set(['WITNESS_ANSWER_INVALID', 'LOG_FORKED']);

export interface RoundParts {
  /** The hub's own folder. */
  readonly folder: string;
  readonly cosignatures: ExternalCosignatures;
  /** The newest checkpoint to have cosigned, as the log signed it; undefined where there is none, or none to be shown. */
  readonly newest: () => Promise<Submission | undefined>;
  /** Milliseconds one answer may take. */
  readonly patience?: number;
}

/** How many witnesses did not cosign when they were asked last, and how many of these answered what cannot be. */
export interface WitnessFindings {
  readonly silent: number;
  readonly contradicting: number;
}

/**
 * Asks the witnesses that have not cosigned the newest checkpoint yet. Whatever one of them answers, or does not, harms
 * nobody else: what is missing is asked for again at the next round.
 */
export class WitnessRounds extends RegularWork {
  readonly #parts: RoundParts;
  /** The sizes that witnesses are known to have cosigned last. */
  readonly #known = new Map<string, number>();
  /** Why each that gave nothing at the last round did not, by its key's name. */
  #silent: ReadonlyMap<string, ErrorCode> = new Map();

  /** @param every milliseconds between two rounds */
  constructor(parts: RoundParts, every: number) {
    super((signal) => this.#round(signal), every);
    this.#parts = parts;
  }

  /** Why a witness gave nothing when it was asked last, by the name of its key. */
  refusalOf(keyName: string): ErrorCode | undefined {
    return this.#silent.get(keyName);
  }

  get findings(): WitnessFindings {
    const codes = [...this.#silent.values()];
    return {
      silent: codes.length,
      contradicting: codes.filter((code) => CONTRADICTIONS.has(code)).length,
    };
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { cosignatures, newest, patience = PATIENCE_MS } = this.#parts;
    const submission = await newest();
    if (submission === undefined) return;
    const { size, checkpoint } = submission;
    const missing = cosignatures.witnesses.witnesses.flatMap(({ key, url }) =>
      url === undefined || cosignatures.by(key, size) !== undefined ? [] : { key, url },
    );
    if (missing.length === 0) return;
    const asked = await gatherCosignatures(missing, submission, this.#known, patience, signal);
    if (signal.aborted) return;
    const given = asked.note.signatures.slice(checkpoint.signatures.length);
    if (given.length > 0) await cosignatures.add(size, given);
    for (const silent of asked.silent) await this.#keep(silent, checkpoint);
    this.#silent = new Map(asked.silent.map(({ witness, code }) => [witness, code]));
  }

  /** What a witness answers again and again is kept once. */
  async #keep({ witness, code, answer = '' }: Silent, checkpoint: SignedNote): Promise<void> {
    if (!CONTRADICTIONS.has(code) || this.#silent.get(witness) === code) return;
    const folder = join(this.#parts.folder, EVIDENCE);
    await makeFolder(folder);
    const parts = [code, `--- witness\n${witness}`, `--- asked\n${formatNote(checkpoint)}`];
    await keepEvidence(folder, `${[...parts, `--- answered\n${answer}`].join('\n\n')}\n`);
  }
}
