import { createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { lowS } from '@hanlian/certificates';
import { LedgerError, type Description, type Identity } from '../ledger/port.js';
import type { About, Signatory } from './submission.js';
import { Watchers } from './watchers.js';

/** So long a proposal or an envelope waits for its signature, in milliseconds; then it is made anew when asked for. */
const WAITS = 10 * 60 * 1000;

/** Something that waits for a signature made elsewhere. */
export interface Waiting extends Pick<About, 'ref' | 'stage' | 'unsigned'> {
  readonly description: Description;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A signature given for it: DER. */
export interface Given {
  readonly transactionId: string;
  readonly stage: string;
  readonly signature: Uint8Array;
}

interface Ask {
  readonly waiting: Waiting;
  readonly publicKey: KeyObject;
  resolve(signature: Uint8Array): void;
  reject(reason: HanlianError): void;
}

/**
 * Where what callers sign with keys of their own waits for them. It is in memory: the write it belongs to is durable, and
 * is proposed anew after a stop.
 */
export class SigningDesk {
  readonly #clock: () => number;
  readonly #asks = new Map<string, Set<Ask>>();
  readonly #watchers = new Watchers();
  readonly #dismissed = new Map<string, HanlianError>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Signs as an identity whose key is not here: by waiting. */
  signatory(identity: Identity): Signatory {
    const { publicKey } = new X509Certificate(identity.certificate);
    return { identity, isHeld: true, signer: { sign: (_, about) => this.#ask(publicKey, about) } };
  }

  /** What of a job waits for a signature now. */
  waiting(job: string): readonly Waiting[] {
    return [...(this.#asks.get(job) ?? [])].map(({ waiting }) => waiting);
  }

  /** Settles once something of the job waits. */
  asked(job: string, signal: AbortSignal): Promise<void> {
    if (this.#asks.has(job)) return Promise.resolve();
    return this.#watchers.wait(job, signal);
  }

  /** Lets nothing of a job wait any more until it is admitted again: what would, fails. */
  dismiss(job: string, reason: HanlianError): void {
    this.#dismissed.set(job, reason);
    for (const ask of this.#asks.get(job) ?? []) ask.reject(reason);
    this.#asks.delete(job);
  }

  admit(job: string): void {
    this.#dismissed.delete(job);
  }

  /** Takes signatures: all of them, or none. @throws {HanlianError} SIGNING_MOVED_ON, SIGNATURE_INVALID */
  give(job: string, given: readonly Given[]): void {
    const asks = this.#asks.get(job) ?? new Set();
    const matched = given.map(({ transactionId, stage, signature }) => {
      const ask = [...asks].find(
        ({ waiting }) => waiting.stage === stage && waiting.unsigned.transactionId === transactionId,
      );
      if (ask === undefined) {
        throw new HanlianError('SIGNING_MOVED_ON', 'Nothing of that stage and transaction waits', {
          field: 'signatures',
        });
      }
      return { ask, signature: checked(ask, signature) };
    });
    for (const { ask, signature } of matched) ask.resolve(signature);
  }

  async #ask(publicKey: KeyObject, about: About | undefined): Promise<Uint8Array> {
    if (about === undefined) throw new HanlianError('INTERNAL', 'Nobody can be shown what to sign');
    const { ref, stage, unsigned, signal } = about;
    if (signal.aborted) throw late('The hub is closing');
    const dismissed = this.#dismissed.get(ref.job);
    if (dismissed !== undefined) throw dismissed;
    const expiresAt = this.#clock() + WAITS;
    const waiting: Waiting = { ref, stage, unsigned, description: about.describe(), expiresAt };
    let forget = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const ask: Ask = { waiting, publicKey, resolve, reject };
        const stopped = (): void => reject(late('The hub is closing'));
        const timer = setTimeout(() => reject(late('No signature came in time')), WAITS);
        signal.addEventListener('abort', stopped);
        forget = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stopped);
          this.#remove(ref.job, ask);
        };
        this.#add(ref.job, ask);
      });
    } finally {
      forget();
    }
  }

  #add(job: string, ask: Ask): void {
    this.#asks.set(job, (this.#asks.get(job) ?? new Set()).add(ask));
    this.#watchers.tell(job);
  }

  #remove(job: string, ask: Ask): void {
    const asks = this.#asks.get(job);
    asks?.delete(ask);
    if (asks?.size === 0) this.#asks.delete(job);
  }
}

/** The one form of a signature that ledgers take (low-S), once it has been checked. */
function checked({ waiting: { unsigned }, publicKey }: Ask, signature: Uint8Array): Uint8Array {
  if (verify('sha256', unsigned.message, publicKey, signature)) return lowS(signature);
  throw new HanlianError('SIGNATURE_INVALID', 'The signature does not verify by the certificate', {
    field: 'signatures',
    expected: `ECDSA P-256 over ${createHash('sha256').update(unsigned.message).digest('base64url')}, in DER`,
  });
}

const late = (message: string): LedgerError =>
  new LedgerError(message, { stage: 'endorse', code: 'SIGNATURE_AWAITED' });
