import { malformed } from './fault.js';

/** A name: `/Type`. */
export class PdfName {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** Names another object. */
export class PdfReference {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** A string, and where in the file it stands with its delimiters. */
export class PdfString {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }
}

export type PdfDict = ReadonlyMap<string, PdfValue>;
export type PdfValue =
  number | boolean | null | PdfName | PdfReference | PdfString | readonly PdfValue[] | PdfDict;

const MAX_DEPTH = 12;
const SPACE = /[\t\n\f\r ]*/y;
const NAME = /\/([A-Za-z0-9_.#+-]+)/y;
const REFERENCE = /([1-9][0-9]{0,6}) 0 R(?![A-Za-z0-9])/y;
const NUMBER = /[+-]?(?:[0-9]{1,10}(?:\.[0-9]{0,10})?|\.[0-9]{1,10})(?![0-9.])/y;
const HEX = /<([0-9A-Fa-f]*)>/y;
/** Nothing we write nests parentheses or escapes them. */
const LITERAL = /\(([^()\\]*)\)/y;
const WORD = /true|false|null/y;

/** Reads values of ISO 32000-1 §7.3 in the spellings our writer uses; every other spelling is refused. */
export class ValueReader {
  readonly #text: string;
  #offset: number;

  /** `text` is the file in Latin-1, so that characters are bytes. */
  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
  }

  get offset(): number {
    return this.#offset;
  }

  /** @throws {PdfError} PDF_MALFORMED */
  read(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw malformed('Values nest too deep');
    this.#match(SPACE);
    if (this.#takes('<<')) return this.#dict(depth);
    if (this.#takes('[')) return this.#array(depth);
    return this.#simple();
  }

  #simple(): PdfValue {
    const start = this.#offset;
    const name = this.#match(NAME);
    if (name) return new PdfName((name[1] as string).replaceAll(/#([0-9A-F]{2})/g, byteOf));
    const reference = this.#match(REFERENCE);
    if (reference) return new PdfReference(Number(reference[1]));
    const hex = this.#match(HEX);
    if (hex) return new PdfString(Buffer.from(hex[1] as string, 'hex'), start, this.#offset);
    const literal = this.#match(LITERAL);
    if (literal) return new PdfString(Buffer.from(literal[1] as string, 'latin1'), start, this.#offset);
    return this.#plain();
  }

  #plain(): PdfValue {
    const number = this.#match(NUMBER);
    if (number) return Number(number[0]);
    const word = this.#match(WORD);
    if (!word) throw malformed(`No value at ${this.#offset}`);
    return word[0] === 'null' ? null : word[0] === 'true';
  }

  #array(depth: number): PdfValue[] {
    const values: PdfValue[] = [];
    while (!this.#ends(']')) values.push(this.read(depth + 1));
    return values;
  }

  #dict(depth: number): PdfDict {
    const entries = new Map<string, PdfValue>();
    while (!this.#ends('>>')) {
      const key = this.read(depth + 1);
      if (!(key instanceof PdfName)) throw malformed('A dictionary has a key that is no name');
      if (entries.has(key.value)) throw malformed(`${key.value} stands twice in a dictionary`);
      entries.set(key.value, this.read(depth + 1));
    }
    return entries;
  }

  #ends(closing: string): boolean {
    this.#match(SPACE);
    return this.#takes(closing);
  }

  #takes(token: string): boolean {
    if (!this.#text.startsWith(token, this.#offset)) return false;
    this.#offset += token.length;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.#offset = pattern.lastIndex;
    return found;
  }
}

const byteOf = (_escaped: string, digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

export const isDict = (value: unknown): value is PdfDict => value instanceof Map;
