import { HanlianError, isErrorCode, type JsonValue } from '@hanlian/chaincode/domain';
import { isFinal } from './final.js';
import type { Waiting } from './signing-desk.js';

/** What became of a request, as it is kept and replayed. */
export type Outcome = { readonly answer: JsonValue } | { readonly refusal: Refused };

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly details: JsonValue;
}

/** What became of a job its caller signs, or what it waits for; nothing while it is on its way. */
export type HeldState = Outcome | { readonly waiting: readonly Waiting[] };

/** A write that its caller signs itself. */
export interface HeldWrite {
  readonly job: string;
  readonly outcome: Outcome | undefined;
}

/** Some of its transactions stand: the job is kept, so that it can go on. */
export const isIncomplete = (outcome: Outcome): boolean =>
  'refusal' in outcome && outcome.refusal.code === 'BATCH_INCOMPLETE';

const WITHDRAWN: readonly string[] = ['SIGNING_LAPSED', 'SIGNING_CANCELLED', 'SIGNING_OVERTAKEN'];

/** Its caller never signed it: nothing of it is on the ledger, nor can be. */
export const isWithdrawn = (outcome: Outcome): boolean =>
  'refusal' in outcome && WITHDRAWN.includes(outcome.refusal.code);

/** A request whose key was used before, with another body. */
export const reused = (): HanlianError =>
  new HanlianError('IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key was used before, with another body');

/** A request that was sent again before it was answered. */
export const inProgress = (job: string | undefined): HanlianError =>
  new HanlianError('IDEMPOTENCY_IN_PROGRESS', 'The request with this Idempotency-Key is still at work', {
    job,
  });

export function refusalOf(error: unknown): Outcome {
  if (!isFinal(error)) throw error;
  return { refusal: { code: error.code, message: error.message, details: error.details as JsonValue } };
}

export function replay(outcome: Outcome): JsonValue {
  if ('answer' in outcome) return outcome.answer;
  throw refused(outcome.refusal);
}

/** The error a request was refused with. */
export const refused = ({ code, message, details }: Refused): HanlianError =>
  new HanlianError(
    isErrorCode(code) ? code : 'INTERNAL',
    message,
    details as Readonly<Record<string, JsonValue>>,
  );
