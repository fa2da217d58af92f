import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';

/** An envelope signed and about to be sent: what is needed to ask for it or to send it again. */
export interface Sent {
  readonly transactionId: string;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
}

/** Which step of which job an envelope is for. */
export interface StepRef {
  readonly job: string;
  readonly step: number;
}

const PREFIX = 'out~';
const LENGTH_BYTES = 2;
/** Of a job an envelope was sent whose fate nobody could tell. */
const DOUBT = 'doubt~';
const keyOf = ({ job, step }: StepRef): string => `${PREFIX}${job}~${step}`;

/** Signed envelopes, on disk before they are sent, until their outcome is known. */
export class Outbox {
  readonly #store: Store;
  readonly #writer: GroupWriter;

  constructor(store: Store, writer: GroupWriter) {
    this.#store = store;
    this.#writer = writer;
  }

  async keep(ref: StepRef, sent: Sent): Promise<void> {
    await this.#writer.write([{ type: 'put', key: keyOf(ref), value: encode(sent) }]);
  }

  find(ref: StepRef): Sent | undefined {
    const value = this.#store.getSync(keyOf(ref));
    return value && decode(value);
  }

  /** How many wait, counted to `most`. */
  async waiting(most: number): Promise<number> {
    const keys = await this.#store.keys({ gte: PREFIX, lt: `${PREFIX}\uffff`, limit: most }).all();
    return keys.length;
  }

  /** Gives up an envelope that may still take effect: what is sent in its place names the same intent. */
  async doubt(ref: StepRef): Promise<void> {
    const doubted: Change = { type: 'put', key: DOUBT + ref.job, value: Buffer.alloc(0) };
    await this.#writer.write([{ type: 'del', key: keyOf(ref) }, doubted]);
  }

  /** Whether something of a job may yet take effect that was given up. */
  isDoubted(job: string): boolean {
    return this.#store.getSync(DOUBT + job) !== undefined;
  }

  /** Forgets an envelope that had no effect. */
  async forget(ref: StepRef): Promise<void> {
    await this.#writer.write([{ type: 'del', key: keyOf(ref) }]);
  }
}

/** What forgets the envelopes of a job that is done. */
export const removalOf = (job: string, steps: number): Change[] => [
  { type: 'del', key: DOUBT + job },
  ...Array.from({ length: steps }, (_, step): Change => ({ type: 'del', key: keyOf({ job, step }) })),
];

/** Two length-prefixed parts, then the envelope. */
function encode({ transactionId, bytes, signature }: Sent): Buffer {
  const id = Buffer.from(transactionId);
  const lengths = Buffer.alloc(2 * LENGTH_BYTES);
  lengths.writeUInt16BE(id.length);
  lengths.writeUInt16BE(signature.length, LENGTH_BYTES);
  return Buffer.concat([lengths, id, signature, bytes]);
}

function decode(value: Buffer): Sent {
  const idEnd = 2 * LENGTH_BYTES + value.readUInt16BE();
  const signatureEnd = idEnd + value.readUInt16BE(LENGTH_BYTES);
  return {
    transactionId: value.toString('utf8', 2 * LENGTH_BYTES, idEnd),
    signature: value.subarray(idEnd, signatureEnd),
    bytes: value.subarray(signatureEnd),
  };
}
