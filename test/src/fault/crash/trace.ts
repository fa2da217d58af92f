/** One thing a process did to its files, as test/support-native/trace.c recorded it. */
export type Event =
  | { readonly kind: 'open'; readonly fd: number; readonly flags: number; readonly path: string }
  | { readonly kind: 'close' | 'sync'; readonly fd: number }
  /** Without an offset: where the descriptor stands. */
  | {
      readonly kind: 'write';
      readonly fd: number;
      readonly offset: number | undefined;
      readonly data: Buffer;
    }
  | { readonly kind: 'truncate'; readonly fd: number; readonly length: number }
  | { readonly kind: 'mkdir' | 'remove'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string };

const LENGTH_BYTES = 4;
const KIND = 0;
const FD = 1;
const NUMBER = 5;
const FIRST_LENGTH = 13;
const SECOND_LENGTH = 15;
const TEXTS = 17;

export function decodeTrace(bytes: Buffer): Event[] {
  const events: Event[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = bytes.readUInt32LE(offset);
    const start = offset + LENGTH_BYTES;
    events.push(decodeEvent(bytes.subarray(start, start + length)));
    offset = start + length;
  }
  return events;
}

function decodeEvent(record: Buffer): Event {
  const fd = record.readInt32LE(FD);
  const number = Number(record.readBigInt64LE(NUMBER));
  const firstEnd = TEXTS + record.readUInt16LE(FIRST_LENGTH);
  const secondEnd = firstEnd + record.readUInt16LE(SECOND_LENGTH);
  const path = record.toString('utf8', TEXTS, firstEnd);
  const to = record.toString('utf8', firstEnd, secondEnd);
  const kind = String.fromCharCode(record.readUInt8(KIND));
  switch (kind) {
    case 'o':
      return { kind: 'open', fd, flags: number, path };
    case 'c':
      return { kind: 'close', fd };
    case 's':
      return { kind: 'sync', fd };
    case 'w':
      return { kind: 'write', fd, offset: number < 0 ? undefined : number, data: record.subarray(secondEnd) };
    case 't':
      return { kind: 'truncate', fd, length: number };
    case 'm':
      return { kind: 'mkdir', path };
    case 'u':
      return { kind: 'remove', path };
    case 'r':
      return { kind: 'rename', path, to };
    case 'l':
      return { kind: 'link', path, to };
    default:
      throw new Error(`the trace holds a record of the kind ${kind}`);
  }
}
