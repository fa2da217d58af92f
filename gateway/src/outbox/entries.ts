import { createHash } from 'node:crypto';
import { omit } from '../omit.js';
import type { Change, Store } from '../storage/store.js';
import type { Outcome } from './outcome.js';

const PREFIX = 'req~';
/** What became of a request: it may name 10,000 certificates, and is not read where requests are only looked through. */
const OUTCOME = 'became~';
/** Finds a caller's request by a job that it signs itself. */
const HELD = 'held~';
/** Finds those of them that came to no end yet: a department may sign tens of thousands a day. */
const OPEN = 'unsigned~';

/** A request as it is kept, under its caller and Idempotency-Key. */
export interface Entry {
  readonly v: 1;
  readonly bodyDigest: string;
  /** Absent for what concerned this hub alone. */
  readonly job?: string;
  /** Its caller's when it began, whose it stays; absent in what an earlier release kept. */
  readonly department?: string;
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

export const openKey = (caller: string, job: string): string => `${OPEN}${caller}~${job}`;

/** Lets a request be found by a job that its caller signs. */
export const holding = (name: string, { heldBy, job = '' }: Entry): Change[] =>
  heldBy === undefined
    ? []
    : [heldKey, openKey].map((keyOf) => ({
        type: 'put',
        key: keyOf(heldBy, job),
        value: Buffer.from(name),
      }));

/** It came to an end. */
export const closing = ({ heldBy, job = '' }: Omit<Entry, 'outcome'>): Change[] =>
  heldBy === undefined ? [] : [{ type: 'del', key: openKey(heldBy, job) }];

export const unheld = ({ heldBy, job = '' }: Omit<Entry, 'outcome'>): Change[] =>
  heldBy === undefined ? [] : [{ type: 'del', key: heldKey(heldBy, job) }];

const entriesRange = { gte: PREFIX, lt: `${PREFIX}\uffff` };

export const nameOf = (caller: string, key: string): string =>
  `${PREFIX}${caller}~${createHash('sha256').update(key).digest('base64url')}`;

/** An entry as it stands in the store. */
interface Stored extends Entry {
  /** Its outcome stands under a key of its own. */
  readonly isSettled?: true;
}

const outcomeKey = (name: string): string => OUTCOME + name.slice(PREFIX.length);

const put = (key: string, value: object): Change => ({
  type: 'put',
  key,
  value: Buffer.from(JSON.stringify(value)),
});

/** Keeps a request as it is now. */
export function keep(name: string, entry: Entry): Change[] {
  const { outcome } = entry;
  if (outcome === undefined) return [put(name, entry)];
  const stored: Stored = { ...omit(entry, 'outcome'), isSettled: true };
  return [put(name, stored), put(outcomeKey(name), outcome)];
}

/** A request with what became of it. */
export function find(store: Store, name: string): Entry | undefined {
  const value = store.getSync(name);
  if (value === undefined) return undefined;
  const { isSettled, ...entry } = JSON.parse(value.toString()) as Stored;
  if (isSettled === undefined) return entry;
  return { ...entry, outcome: JSON.parse(String(store.getSync(outcomeKey(name)))) as Outcome };
}

/** Every request without what became of it, but whether anything did. */
export async function* lookThrough(store: Store): AsyncGenerator<{
  readonly name: string;
  readonly entry: Omit<Entry, 'outcome'>;
  readonly isOpen: boolean;
}> {
  for await (const [name, value] of store.iterator(entriesRange)) {
    const { isSettled, outcome, ...entry } = JSON.parse(value.toString()) as Stored;
    yield { name, entry, isOpen: isSettled === undefined && outcome === undefined };
  }
}

export const removal = (name: string): Change[] => [
  { type: 'del', key: name },
  { type: 'del', key: outcomeKey(name) },
];

/** Whose a request is, by the name it is kept under. */
export const callerOf = (name: string): string => name.slice(PREFIX.length, name.lastIndexOf('~'));
