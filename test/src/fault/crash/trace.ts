/** One thing a process did to its files, as test/support-native/disk.c recorded it. */
export type Event =
  | { readonly kind: 'open'; readonly fd: number; readonly flags: number; readonly path: string }
  | { readonly kind: 'close'; readonly fd: number }
  | { readonly kind: 'sync'; readonly fd: number }
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

interface Fields {
  readonly fd: number;
  readonly number: number;
  readonly path: string;
  readonly to: string;
  readonly data: Buffer;
}

const KINDS: Readonly<Record<string, (fields: Fields) => Event>> = {
  o: ({ fd, number, path }) => ({ kind: 'open', fd, flags: number, path }),
  c: ({ fd }) => ({ kind: 'close', fd }),
  s: ({ fd }) => ({ kind: 'sync', fd }),
  w: ({ fd, number, data }) => ({ kind: 'write', fd, offset: number < 0 ? undefined : number, data }),
  t: ({ fd, number }) => ({ kind: 'truncate', fd, length: number }),
  m: ({ path }) => ({ kind: 'mkdir', path }),
  u: ({ path }) => ({ kind: 'remove', path }),
  r: ({ path, to }) => ({ kind: 'rename', path, to }),
  l: ({ path, to }) => ({ kind: 'link', path, to }),
};

function decodeEvent(record: Buffer): Event {
  const firstEnd = TEXTS + record.readUInt16LE(FIRST_LENGTH);
  const secondEnd = firstEnd + record.readUInt16LE(SECOND_LENGTH);
  const kind = String.fromCharCode(record.readUInt8(KIND));
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`the trace holds a record of the kind ${kind}`);
  return make({
    fd: record.readInt32LE(FD),
    number: Number(record.readBigInt64LE(NUMBER)),
    path: record.toString('utf8', TEXTS, firstEnd),
    to: record.toString('utf8', firstEnd, secondEnd),
    data: record.subarray(secondEnd),
  });
}
