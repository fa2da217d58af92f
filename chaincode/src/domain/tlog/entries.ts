import { concatBytes, parseJson, utf8Encode } from '../encoding/index.js';
import { HanlianError } from '../errors/index.js';
import { z } from 'zod';
import { checked } from '../checked.js';
import { ledgerEvent } from '../schemas/event.js';

const LENGTH_BYTES = 2;
const MAX_ENTRY = 0xffff;

/** What one leaf of the log says: which transaction, in which block, told what. */
export const logEntry = z.strictObject({
  v: z.literal(1),
  block: z.int().min(0),
  event: ledgerEvent,
  /** The transaction's id, hexadecimal. */
  tx: z.string().regex(/^[0-9a-f]{64}$/),
});

export type LogEntry = z.infer<typeof logEntry>;

const AFTER_BLOCK = utf8Encode(',"event":');

/**
 * The bytes of an entry: RFC 8785 of {block, event, tx, v}. The event's payload is canonical already and goes in as the
 * ledger holds it.
 *
 * @throws {HanlianError} LOG_ENTRY_TOO_LARGE
 */
export function encodeLogEntry({
  block,
  payload,
  transactionId,
}: {
  readonly block: number;
  readonly payload: Uint8Array;
  readonly transactionId: string;
}): Uint8Array {
  const head = utf8Encode(`{"block":${block}`);
  const tail = utf8Encode(`,"tx":"${transactionId}","v":1}`);
  const entry = concatBytes(head, AFTER_BLOCK, payload, tail);
  if (entry.length > MAX_ENTRY) {
    throw new HanlianError('LOG_ENTRY_TOO_LARGE', `An entry of ${entry.length} bytes fits no bundle`, {
      expected: MAX_ENTRY,
      received: entry.length,
    });
  }
  return entry;
}

/**
 * Reads an entry of the hub's log.
 *
 * @throws {HanlianError} as `parseJson` and `checked` do
 */
export const parseLogEntry = (bytes: Uint8Array): LogEntry =>
  checked(logEntry, parseJson(bytes, { maxBytes: MAX_ENTRY, maxDepth: 8 }));

/** Entries as a bundle: each after its length, two bytes, big-endian (c2sp.org/tlog-tiles). */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...entries.flatMap((entry) => [new Uint8Array([entry.length >> 8, entry.length & 0xff]), entry]),
  );
}

/**
 * The entries of a bundle.
 *
 * @throws {HanlianError} TILE_MALFORMED when it is truncated or holds another number of entries
 */
export function decodeBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const end = at + LENGTH_BYTES + view.getUint16(at);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  if (at !== bytes.length || entries.length !== width) {
    throw new HanlianError('TILE_MALFORMED', `The bundle holds ${entries.length} whole entries`, {
      expected: width,
      received: entries.length,
    });
  }
  return entries;
}
