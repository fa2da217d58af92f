import {
  canonicalize,
  HanlianError,
  requireOfNow,
  utf8Encode,
  type EndingNotice,
  type EndingReceipt,
  type PullQuestion,
  type PullReply,
  type ReportQuestion,
  type ReportReply,
} from '@hanlian/chaincode/domain';
import type { RegistryView } from '../services/registry-view.js';
import { requireSigner } from '../services/signer.js';
import type { Once } from '../storage/once.js';
import { random16, type Random } from '../storage/random.js';
import type { ExchangeKeys } from './keys.js';

/** Seconds a letter is known after it was written: longer than it counts. */
const REMEMBERED = 60 * 60;

export type Letter = PullQuestion | PullReply | ReportQuestion | ReportReply | EndingNotice | EndingReceipt;

/** What a letter says besides who writes to whom, and when. */
export type Said<L extends Letter> = Omit<L, 'v' | 'from' | 'to' | 'key' | 'nonce' | 'issuedAt'>;

export interface Signed<L extends Letter> {
  readonly message: L;
  readonly signature: string;
}

interface LettersParts {
  readonly keys: ExchangeKeys;
  readonly registry: RegistryView;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const bytesOf = (message: Letter): Uint8Array => utf8Encode(canonicalize(message));

/** Writes and reads what hubs send one another: the registry says whose key signed. */
export class Letters {
  readonly #parts: LettersParts;

  constructor(parts: LettersParts) {
    this.#parts = parts;
  }

  async write<L extends Letter>(
    from: string,
    to: string,
    said: Said<L>,
    nonce = random16(this.#parts.random),
  ): Promise<Signed<L>> {
    const { keys, now } = this.#parts;
    const { id: key } = await keys.of(from);
    const message = { v: 1, from, to, key, nonce, issuedAt: now(), ...said } as unknown as L;
    return { message, signature: await keys.sign(from, bytesOf(message)) };
  }

  /** @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID, STATEMENT_OUT_OF_TIME */
  requireGenuine({ message, signature }: Signed<Letter>): void {
    const { key, from: organisation, issuedAt } = message;
    requireSigner(this.#parts, { bytes: bytesOf(message), signature }, { key, organisation });
    requireOfNow(issuedAt, this.#parts.now());
  }
}

/**
 * A letter is acted on once. It is on disk when this returns, before anything follows from it.
 *
 * @param received which letters were
 * @throws {HanlianError} EXCHANGE_REPLAYED
 */
export async function requireFirstReceived(
  received: Once,
  { from, nonce, issuedAt }: Pick<Letter, 'from' | 'nonce' | 'issuedAt'>,
): Promise<void> {
  if (await received.use(from, nonce, issuedAt + REMEMBERED)) return;
  throw new HanlianError('EXCHANGE_REPLAYED', 'This letter was received before');
}
