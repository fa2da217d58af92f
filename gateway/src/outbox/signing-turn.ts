import type { JsonValue, SigningAnswer } from '@hanlian/chaincode/domain';
import { refusalOf, replay, type HeldState, type Outcome } from './outcome.js';
import { signingOf } from './signing-answer.js';
import type { SigningDesk } from './signing-desk.js';

/** What a request came to: what is kept as its answer, or, of a write its caller signs itself, what it waits for. */
export type Turn = { readonly kept: JsonValue } | { readonly signing: SigningAnswer };

/** So long a caller is kept waiting for the next thing to sign. */
const TURN_MS = 20_000;

/** The answer of a job that its caller signs itself, or what is to be signed for it first. */
export async function turnOf(desk: SigningDesk, job: string, work: Promise<JsonValue>): Promise<Turn> {
  const state = await stateAfterTurn(desk, job, work);
  return 'waiting' in state ? { signing: signingOf(job, state) } : { kept: replay(state) };
}

/** How such a job stands once something of it waits for a signature, it is done, or its caller has waited long enough. */
export async function stateAfterTurn(
  desk: SigningDesk,
  job: string,
  work: Promise<JsonValue>,
): Promise<HeldState> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TURN_MS);
  try {
    const done = await Promise.race([
      work.then((answer): Outcome => ({ answer }), refusalOf),
      desk.asked(job, stop.signal),
    ]);
    return done ?? { waiting: desk.waiting(job) };
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
