import type { Step } from '@hanlian/conformance-chaincode/interpreter';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';

export type Who = 'bureau' | 'bank' | 'auditor';

/**
 * A ledger under test. Every adapter brings the three organisations, the probe chaincode under the name `probe`,
 * and the collection `pair`, whose members are the bureau and the bank.
 */
export interface Subject {
  readonly name: string;
  /** Whether what is acknowledged first is ordered first. A Fabric orderer acknowledges what it only passes on to the leader. */
  readonly acknowledgesInOrder: boolean;
  ledger(who: Who): Ledger;
  identity(who: Who): Identity;
  /** ECDSA P-256 with SHA-256 over a message, DER, low-S. */
  sign(who: Who, message: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Call {
  /** Whose identity signs, and whose ledger port it goes through; the bureau's when absent. */
  readonly as?: Who;
  /** Another chaincode than the probe. */
  readonly chaincode?: string;
  readonly program: readonly Step[];
  readonly transient?: Readonly<Record<string, string>>;
}

/**
 * One step of a case. In keys and values `@` stands for a prefix that no other run shares, so that a case can run
 * again and again on one ledger.
 */
export type Action =
  /** Proposes, signs and endorses under a name. */
  | (Call & { readonly endorse: string; readonly tamper?: 'signature' | 'mspId' })
  /** Endorses the same signed proposal once more. */
  | { readonly again: string }
  /** Signs and hands to the orderer; returns when it is ordered. The same name again re-sends the same bytes. */
  | { readonly submit: string; readonly tamper?: 'signature' }
  /** Waits for the verdict. */
  | { readonly status: string }
  /** All three at once. */
  | (Call & { readonly commit: string })
  | (Call & { readonly evaluate: true })
  /** What the bytes of a stage say. */
  | { readonly describe: string; readonly stage: 'proposal' | 'transaction' }
  /** Looks a transaction up without waiting. */
  | { readonly find: string }
  /** Reads the stream of this case's transactions as one organisation sees it, after a transaction or from before the first. */
  | { readonly stream: number; readonly after?: string; readonly as?: Who };

export interface Case {
  /** Stable: the recorded normal form bears this name. */
  readonly id: string;
  /** The rule it shows, in one sentence. */
  readonly rule: string;
  readonly steps: readonly Action[];
}

/** What a step came to, in a form every ledger must share. */
export type Outcome = Readonly<Record<string, unknown>>;

/** A case's normal form: what each step came to, and how its transactions stand in the ledger. */
export interface NormalForm {
  readonly id: string;
  readonly steps: readonly Outcome[];
  readonly committed: readonly Outcome[];
}
