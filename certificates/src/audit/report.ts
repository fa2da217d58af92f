import { canonicalize, utf8Encode, type Instant } from '@hanlian/chaincode/domain';
import type { ChainState } from './chains.js';
import type { Open, Tally } from './intake.js';
import type { NotShown } from './limits.js';
import type { FileRead } from './lines.js';
import type { Unconfirmed } from './onwards.js';
import type { Violation } from './violations.js';

/** The name of this format. */
export const AUDIT_FORMAT = 'hanlian-audit/1';

/** What an audit found, and by which bytes. */
export interface AuditReport {
  readonly v: typeof AUDIT_FORMAT;
  readonly madeAt: Instant;
  /** The checkpoint up to which the ledger is known: a signed note with its cosignatures. */
  readonly checkpoint: string;
  /** The time up to which its witnesses had seen no other. */
  readonly witnessedUntil: Instant;
  readonly staleness: number;
  /** The export of the ledger's records first, then those of receipts. */
  readonly files: readonly FileRead[];
  /** The first and the last record's time; absent: there was none. */
  readonly period?: { readonly from: Instant; readonly to: Instant };
  readonly counts: Omit<Tally, 'from' | 'to'> & {
    readonly chains: number;
    readonly unanswered: number;
    readonly unacknowledged: number;
    /** Records that no anchor on the ledger covers yet. */
    readonly unanchored: number;
  };
  readonly violations: readonly Violation[];
  /** Visible states, and no violations; at most 10,000 of each. */
  readonly unanswered: readonly Open[];
  readonly unacknowledged: readonly (Open | Unconfirmed)[];
  readonly unanchored: readonly ChainState[];
  /** What no such audit can show. */
  readonly notShown: readonly NotShown[];
  readonly verdict: 'CLEAN' | 'VIOLATIONS';
}

/** The report as a file, which a seal covers: its RFC 8785 bytes. */
export const auditFile = (report: AuditReport): Uint8Array => utf8Encode(canonicalize(report));
