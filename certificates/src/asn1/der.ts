/** Universal and context tags of the few ASN.1 types a seal holds (X.690 §8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context3: 0xa3,
} as const;

const LONG_FORM = 0x80;
/** All bits of a tag's number set: the number stands in the octets that follow (X.690 §8.1.2.4). */
const LONG_TAG = 0x1f;
const MAX_LENGTH_OCTETS = 3;

// ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────

/** One value: tag, definite length in the shortest form, and the parts one after another. */
export const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([header(tag, length), ...parts]);
};

/** SET OF: DER orders the elements by their encodings (X.690 §11.6). */
export const derSetOf = (tag: number, ...elements: readonly Uint8Array[]): Buffer =>
  der(tag, ...elements.toSorted((a, b) => Buffer.compare(a, b)));

/** A number of 0 or more as INTEGER: no leading zeros, but one where the highest bit would read as a sign. */
export const derInteger = (value: number | bigint): Buffer => {
  const digits = value.toString(16);
  const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const sign = (octets[0] ?? 0) >= 0x80 ? [0] : [];
  return der(TAG.integer, Buffer.from(sign), octets);
};

/** An object identifier from its dotted form (X.690 §8.19). */
export const derOid = (dotted: string): Buffer => {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return der(TAG.objectIdentifier, Buffer.from([40n * first + second, ...rest].flatMap(base128)));
};

/** UTCTime to the year 2049, GeneralizedTime from then on (RFC 5652 §11.3). */
export const derTime = (instant: Date): Buffer =>
  instant.getUTCFullYear() < 2050
    ? der(TAG.utcTime, Buffer.from(timeDigits(instant).slice(2)))
    : derGeneralizedTime(instant);

/** In whole seconds (RFC 5280 §4.1.2.5.2). */
export const derGeneralizedTime = (instant: Date): Buffer =>
  der(TAG.generalizedTime, Buffer.from(timeDigits(instant)));

const timeDigits = (instant: Date): string => instant.toISOString().replace(/\.\d{3}|[-:T]/g, '');

const header = (tag: number, length: number): Buffer => {
  if (length < LONG_FORM) return Buffer.of(tag, length);
  const octets = Buffer.of(length >> 16, (length >> 8) & 0xff, length & 0xff);
  const digits = octets.subarray(octets.findIndex((octet) => octet !== 0));
  return Buffer.of(tag, LONG_FORM | digits.length, ...digits);
};

const base128 = (value: bigint): number[] => {
  const septets = [Number(value & 0x7fn)];
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) septets.unshift(Number(rest & 0x7fn) | 0x80);
  return septets;
};

// ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A value read: where its contents are, and all its bytes. */
export interface Value {
  readonly tag: number;
  readonly contents: Buffer;
  readonly bytes: Buffer;
}

/** Goes through the values that stand one after another in `bytes`, accepting DER lengths only. Throws DerError. */
export class DerReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#offset === this.#bytes.length;
  }

  peek(): number | undefined {
    return this.#bytes[this.#offset];
  }

  /** The next value, which must carry this tag. */
  read(tag: number): Value {
    const start = this.#offset;
    if (this.peek() !== tag) {
      throw new DerError(`Expected tag 0x${tag.toString(16)} at byte ${start}`);
    }
    this.#offset += 1;
    const length = this.#length();
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new DerError(`The value at byte ${start} is cut short`);
    const contents = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return { tag, contents, bytes: this.#bytes.subarray(start, end) };
  }

  /** The next value, opened. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag).contents);
  }

  /** The next value, which must be the last. */
  readLast(tag: number): Value {
    const value = this.read(tag);
    this.end();
    return value;
  }

  /** The same, opened. */
  enterLast(tag: number): DerReader {
    return new DerReader(this.readLast(tag).contents);
  }

  /** The next value if it carries this tag. */
  optional(tag: number): Value | undefined {
    return this.peek() === tag ? this.read(tag) : undefined;
  }

  /** All values left, whatever their tags. A tag of several octets, which nothing here uses, is refused. */
  rest(): Value[] {
    const values: Value[] = [];
    for (let tag = this.peek(); tag !== undefined; tag = this.peek()) {
      if ((tag & LONG_TAG) === LONG_TAG) throw new DerError('A tag of several octets');
      values.push(this.read(tag));
    }
    return values;
  }

  /** Throws when anything is left. */
  end(): void {
    if (!this.done) throw new DerError(`Unexpected bytes from ${this.#offset} on`);
  }

  #length(): number {
    const first = this.#next();
    if (first < LONG_FORM) return first;
    const octets = first & 0x7f;
    if (octets === 0 || octets > MAX_LENGTH_OCTETS) throw new DerError('Indefinite or oversized length');
    let length = 0;
    for (let i = 0; i < octets; i += 1) length = length * 256 + this.#next();
    const shortest = octets === 1 ? LONG_FORM : 256 ** (octets - 1);
    if (length < shortest) throw new DerError('A length that is not in its shortest form');
    return length;
  }

  #next(): number {
    const octet = this.#bytes[this.#offset];
    if (octet === undefined) throw new DerError('A length is cut short');
    this.#offset += 1;
    return octet;
  }
}

const CONSTRUCTED = 0x20;
/** CMS with its certificates needs about twelve. */
const MAX_DEPTH = 24;

/**
 * Walks all values, so that each fills the one it stands in exactly. asn1js lets a value reach beyond its parent, and
 * then two readers would see two contents. Throws DerError.
 */
export const assertDer = (bytes: Uint8Array, depth = 0): void => {
  if (depth > MAX_DEPTH) throw new DerError('Nested too deeply');
  for (const { tag, contents } of new DerReader(bytes).rest()) {
    if (tag & CONSTRUCTED) assertDer(contents, depth + 1);
  }
};

/** The bytes are not the DER they should be. */
export class DerError extends Error {
  override readonly name = 'DerError';
}
