import {
  formatCosignRequest,
  HanlianError,
  parseSignatures,
  verifiedSignatures,
  type ErrorCode,
  type NoteKey,
  type NoteSignature,
  type SignedNote,
} from '@hanlian/chaincode/domain';
import { verifyEd25519 } from '@hanlian/chaincode/hash';
import { textWithin } from './fetching.js';

/** A witness of another organisation: where it answers, and the key it answers with. */
export interface WitnessAddress {
  /** Its submission prefix, without the last slash. */
  readonly url: string;
  readonly key: NoteKey;
}

/** What it is to cosign. */
export interface Submission {
  readonly checkpoint: SignedNote;
  readonly size: number;
  /** The consistency proof from a size up to this one; of no size, nothing. */
  readonly consistency: (olderSize: number) => Promise<readonly Uint8Array[]>;
}

const MAX_ANSWER = 16 * 1024;
/** One to learn what size the witness has, one to prove from there, one in case it moved on meanwhile. */
const ATTEMPTS = 3;

/** The sizes that witnesses are known to have cosigned last. */
export type KnownSizes = Map<string, number>;

/**
 * Asks a witness for its cosignature, and takes nothing that its key does not confirm.
 *
 * @throws {HanlianError} WITNESS_UNAVAILABLE, WITNESS_AHEAD, WITNESS_SIZE_CONFLICT, WITNESS_ANSWER_INVALID, LOG_FORKED
 */
export async function askWitness(
  { url, key }: WitnessAddress,
  submission: Submission,
  known: KnownSizes,
  timeoutMs: number,
  stop?: AbortSignal,
): Promise<NoteSignature> {
  let oldSize = Math.min(known.get(url) ?? 0, submission.size);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await post(url, await bodyFor(submission, oldSize), waitFor(timeoutMs, stop));
    if (answer.status === 200) {
      const signature = confirmed(submission.checkpoint, answer.text, { url, key });
      known.set(url, submission.size);
      return signature;
    }
    if (answer.status !== 409) throw failure('WITNESS_UNAVAILABLE', `It answered ${answer.status}`, { url });
    oldSize = nextSize(answer.text, oldSize, submission.size, url);
  }
  throw failure('WITNESS_SIZE_CONFLICT', 'It names another size each time', { url });
}

/** Who failed, and with what answer. */
interface Answered {
  readonly url: string;
  readonly answer?: string;
}

const failure = (code: ErrorCode, message: string, answered: Answered, cause?: unknown): HanlianError =>
  new HanlianError(code, message, { ...answered }, cause === undefined ? undefined : { cause });

const waitFor = (timeoutMs: number, stop?: AbortSignal): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(stop === undefined ? [] : [stop])]);

const bodyFor = async ({ checkpoint, consistency }: Submission, oldSize: number): Promise<string> =>
  formatCosignRequest({ oldSize, proof: oldSize === 0 ? [] : await consistency(oldSize), checkpoint });

async function post(
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body,
      redirect: 'error',
      signal,
    });
    return { status: response.status, text: await textWithin(response, MAX_ANSWER) };
  } catch (cause) {
    throw failure('WITNESS_UNAVAILABLE', 'It did not answer in time, or not fully', { url }, cause);
  }
}

/** From which size to prove next, by a witness that refused the last one. */
function nextSize(answer: string, asked: number, size: number, url: string): number {
  const answered = { url, answer };
  const last = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer)?.[1];
  if (last === undefined) throw failure('WITNESS_ANSWER_INVALID', 'It refuses and names no size', answered);
  const lastSize = Number(last);
  if (lastSize > size) throw failure('WITNESS_AHEAD', `It has cosigned ${lastSize} leaves`, answered);
  if (lastSize !== asked) return lastSize;
  if (lastSize === size)
    throw failure('LOG_FORKED', `It holds another checkpoint of ${size} leaves`, answered);
  throw failure('WITNESS_ANSWER_INVALID', 'It refuses the size that it names', answered);
}

function confirmed(checkpoint: SignedNote, answer: string, { url, key }: WitnessAddress): NoteSignature {
  const answered = { url, answer };
  try {
    const signatures = parseSignatures(answer);
    const own = signatures.filter(({ name, keyId }) => name === key.name && keyId === key.id);
    const [signature] = own;
    verifiedSignatures({ ...checkpoint, signatures: own }, [key], { ed25519: verifyEd25519 });
    if (signature !== undefined) return signature;
  } catch (cause) {
    throw failure('WITNESS_ANSWER_INVALID', 'Its cosignature does not verify', answered, cause);
  }
  throw failure('WITNESS_ANSWER_INVALID', 'Its own cosignature is not among the answer', answered);
}

/** A witness that gave nothing, and why. */
export interface Silent {
  /** The name of its key. */
  readonly witness: string;
  readonly code: ErrorCode;
  /** What it said, where it said something. */
  readonly answer?: string;
}

/**
 * Asks all witnesses at once. Whether those that answered are enough is the policy's business (`trustedCheckpoint`).
 */
export async function gatherCosignatures(
  witnesses: readonly WitnessAddress[],
  submission: Submission,
  known: KnownSizes,
  timeoutMs: number,
  stop?: AbortSignal,
): Promise<{ readonly note: SignedNote; readonly silent: readonly Silent[] }> {
  const asked = await Promise.all(
    witnesses.map(async (witness) => {
      try {
        return { signature: await askWitness(witness, submission, known, timeoutMs, stop) };
      } catch (error) {
        if (!(error instanceof HanlianError)) throw error;
        const { answer } = error.details as Partial<Answered>;
        const said = answer === undefined ? {} : { answer };
        return { silent: { witness: witness.key.name, code: error.code, ...said } };
      }
    }),
  );
  const { text, signatures } = submission.checkpoint;
  const given = asked.flatMap(({ signature }) => signature ?? []);
  return {
    note: { text, signatures: [...signatures, ...given] },
    silent: asked.flatMap(({ silent }) => silent ?? []),
  };
}
