import { createHash } from 'node:crypto';
import type { Change } from '../storage/store.js';
import type { Outcome } from './outcome.js';

const PREFIX = 'req~';
/** Finds a caller's request by a job that it signs itself. */
const HELD = 'held~';

/** A request as it is kept, under its caller and Idempotency-Key. */
export interface Entry {
  readonly v: 1;
  readonly bodyDigest: string;
  /** Absent for what concerned this hub alone. */
  readonly job?: string;
  /** The caller who signs it with a key of its own. */
  readonly heldBy?: string;
  /** The upload it carries out a part of. */
  readonly partOf?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When its caller was last asked anew to sign it, after it had stopped half way. */
  readonly askedAt?: number;
  readonly outcome?: Outcome;
  /** It outlived its request: its job is kept as long as this is, so that it can be looked at. */
  readonly isKept?: true;
}

export const heldKey = (caller: string, job: string): string => `${HELD}${caller}~${job}`;

export const unheld = ({ heldBy, job = '' }: Entry): Change[] =>
  heldBy === undefined ? [] : [{ type: 'del', key: heldKey(heldBy, job) }];

export const entriesRange = { gte: PREFIX, lt: `${PREFIX}\uffff` };

export const nameOf = (caller: string, key: string): string =>
  `${PREFIX}${caller}~${createHash('sha256').update(key).digest('base64url')}`;

export const put = (key: string, entry: Entry): Change => ({
  type: 'put',
  key,
  value: Buffer.from(JSON.stringify(entry)),
});
export const decode = (value: Buffer): Entry => JSON.parse(value.toString()) as Entry;

/** Whose a request is, by the name it is kept under. */
export const callerOf = (name: string): string => name.slice(PREFIX.length, name.lastIndexOf('~'));
