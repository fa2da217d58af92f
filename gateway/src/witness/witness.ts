import type { NoteSigner } from '@hanlian/certificates';
import {
  formatNote,
  formatSignature,
  HanlianError,
  parseCosignRequest,
  parseTreeHead,
  requireContinues,
  verifiedSignatures,
  type NoteKey,
  type SignedNote,
  type CosignRequest,
  type ErrorCode,
  type TreeHead,
} from '@hanlian/chaincode/domain';
import { nodeHashes, verifyEd25519 } from '@hanlian/chaincode/hash';
import { Turns } from '../services/tasks/turns.js';
import type { Cosigned, WitnessMemory } from './memory.js';

export interface WitnessParts {
  readonly memory: WitnessMemory;
  readonly signer: NoteSigner;
  /** The keys of the logs it watches; a key's name is its log's origin. */
  readonly logs: readonly NoteKey[];
}

/** What a log signed that it should not have. */
const MISBEHAVIOUR: ReadonlySet<ErrorCode> = new Set(['LOG_FORKED', 'LOG_INCONSISTENT']);

/** Cosigns checkpoints, each once it is sure that it continues the one cosigned last (c2sp.org/tlog-witness). */
export class Witness {
  readonly #parts: WitnessParts;
  readonly #turns = new Turns();

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /**
   * Answers the body of an add-checkpoint call with signature lines. What was cosigned is on disk before this returns.
   *
   * @throws {HanlianError} WITNESS_REQUEST_MALFORMED, NOTE_MALFORMED, CHECKPOINT_MALFORMED, WITNESS_LOG_UNKNOWN,
   * NOTE_UNSIGNED, NOTE_SIGNATURE_WRONG, WITNESS_SIZE_CONFLICT, LOG_FORKED, LOG_INCONSISTENT
   */
  async cosign(body: string): Promise<string> {
    const request = parseCosignRequest(body);
    const head = parseTreeHead(request.checkpoint.text);
    const checkpoint = this.#signedByLog(request, head);
    // What is checked against the last one and becomes the last one must not change in between.
    return this.#turns.of(head.origin, () => this.#cosign({ ...request, checkpoint }, head));
  }

  /** The checkpoint as its log signed it: what others may have written below is no part of what is kept. */
  #signedByLog({ checkpoint: { text, signatures } }: CosignRequest, { origin }: TreeHead): SignedNote {
    const keys = this.#parts.logs.filter(({ name }) => name === origin);
    if (keys.length === 0) {
      throw new HanlianError('WITNESS_LOG_UNKNOWN', 'No log of this origin is configured', {
        received: origin,
      });
    }
    const own = signatures.filter((signature) => {
      const note = { text, signatures: [signature] };
      return verifiedSignatures(note, keys, { ed25519: verifyEd25519 }).length > 0;
    });
    if (own.length > 0) return { text, signatures: own };
    throw new HanlianError('NOTE_UNSIGNED', 'The log has not signed its checkpoint', { expected: origin });
  }

  async #cosign({ checkpoint, ...request }: CosignRequest, head: TreeHead): Promise<string> {
    const { memory, signer } = this.#parts;
    const { text } = checkpoint;
    const note = formatNote(checkpoint);
    const last = memory.last(head.origin);
    try {
      requireContinues(nodeHashes.sha256, last?.head, head, request);
      requireOneText(last, head, text);
    } catch (error) {
      if (isMisbehaviour(error)) await memory.keep(evidence(error.code, last?.note, note));
      throw error;
    }
    await memory.remember(head.origin, note);
    return formatSignature(await signer.sign(text));
  }

  /** The size cosigned last for the log of a request that was in conflict. */
  lastSize(body: string): number {
    const { origin } = parseTreeHead(parseCosignRequest(body).checkpoint.text);
    return this.#parts.memory.last(origin)?.head.size ?? 0;
  }
}

const isMisbehaviour = (error: unknown): error is HanlianError =>
  error instanceof HanlianError && MISBEHAVIOUR.has(error.code);

/** The other lines of a checkpoint follow from its size too (docs/adr/0016). */
function requireOneText(last: Cosigned | undefined, { size }: TreeHead, text: string): void {
  if (last?.head.size !== size || last.text === text) return;
  throw new HanlianError('LOG_FORKED', `Another checkpoint of ${size} leaves is known`, { received: size });
}

/**
 * Both notes, as they were signed: of a fork, whoever has the log's key can see from them alone what it did. That nothing led
 * from one to the other may also be the fault of who asked.
 */
const evidence = (code: ErrorCode, known: string | undefined, offered: string): string =>
  `${code}\n\n--- known\n${known ?? 'nothing\n'}\n--- offered\n${offered}`;
