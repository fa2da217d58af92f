import { inflateSync } from 'node:zlib';
import { malformed } from './fault.js';
import { isDict, PdfReference, ValueReader, type PdfDict, type PdfValue } from './values.js';

const HEADER = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
const TAIL = /startxref\n([0-9]{1,10})\n%%EOF\n$/;
const TABLE = /xref\n0 ([1-9][0-9]{0,5})\n/y;
const ENTRY_BYTES = 20;
const FREE = '0000000000 65535 f \n';
const IN_USE = /^([0-9]{10}) 00000 n \n$/;
const MAX_OBJECTS = 4096;

/**
 * A PDF in the one form our writer gives it: objects 1 to n without a gap between them, one table that names them all,
 * and nothing else. No byte of such a file is outside what its readers see.
 */
export class PdfStructure {
  readonly #bytes: Buffer;
  readonly #text: string;
  readonly #offsets: readonly number[];
  readonly #trailer: PdfDict;

  /** @throws {PdfError} PDF_MALFORMED */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = bytes.toString('latin1');
    if (!this.#text.startsWith(HEADER)) throw malformed('Another header');
    const tail = TAIL.exec(this.#text.slice(-64));
    if (!tail) throw malformed('The end is missing');
    const start = Number(tail[1]);
    const { offsets, end } = this.#table(start);
    this.#offsets = [...offsets, start];
    this.#requireWhole();
    const trailer = new ValueReader(this.#text, end);
    this.#trailer = requireDict(trailer.read());
    if (trailer.offset + 1 + tail[0].length !== bytes.length)
      throw malformed('The trailer has more than one part');
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  /** The catalogue. @throws {PdfError} PDF_MALFORMED */
  get catalogue(): PdfDict {
    return this.dict(this.#trailer.get('Root'));
  }

  get info(): PdfDict {
    return this.dict(this.#trailer.get('Info'));
  }

  /** A value, or what it refers to. @throws {PdfError} PDF_MALFORMED */
  value(value: PdfValue | undefined): PdfValue {
    if (value === undefined) throw malformed('Something is missing');
    return value instanceof PdfReference ? this.#reader(value.number).read() : value;
  }

  /** @throws {PdfError} PDF_MALFORMED */
  dict(value: PdfValue | undefined): PdfDict {
    return requireDict(this.value(value));
  }

  /** All dictionaries that are objects of their own. */
  *dicts(): Generator<PdfDict> {
    for (let number = 1; number <= this.count; number += 1) {
      const value = this.#reader(number).read();
      if (isDict(value)) yield value;
    }
  }

  /** What a stream holds, at most `limit` bytes of it. @throws {PdfError} PDF_MALFORMED */
  stream(reference: PdfValue | undefined, limit: number): Buffer {
    if (!(reference instanceof PdfReference)) throw malformed('A stream is an object of its own');
    const reader = this.#reader(reference.number);
    const length = requireDict(reader.read()).get('Length');
    const start = reader.offset + '\nstream\n'.length;
    const end = this.#offsets[reference.number] as number;
    if (typeof length !== 'number' || start + length + '\nendstream\nendobj\n'.length !== end) {
      throw malformed('A stream is not as long as it says');
    }
    try {
      return inflateSync(this.#bytes.subarray(start, start + length), { maxOutputLength: limit });
    } catch (cause) {
      throw malformed('A stream does not inflate to what it may hold', { cause });
    }
  }

  #table(start: number): { offsets: number[]; end: number } {
    TABLE.lastIndex = start;
    const table = TABLE.exec(this.#text);
    const size = Number(table?.[1]);
    if (!table || size > MAX_OBJECTS) throw malformed('No table of objects, or one too long');
    const entry = (index: number): string => {
      const at = start + table[0].length + index * ENTRY_BYTES;
      return this.#text.slice(at, at + ENTRY_BYTES);
    };
    if (entry(0) !== FREE) throw malformed('The table does not begin as it must');
    const offsets = Array.from({ length: size - 1 }, (_, index) => {
      const found = IN_USE.exec(entry(index + 1));
      if (!found) throw malformed(`Object ${index + 1} is not in use`);
      return Number(found[1]);
    });
    const end = start + table[0].length + size * ENTRY_BYTES;
    if (!this.#text.startsWith('trailer\n', end)) throw malformed('The trailer is missing');
    return { offsets, end: end + 'trailer\n'.length };
  }

  /** Objects stand one behind the other from the header to the table. */
  #requireWhole(): void {
    const isWhole = this.#offsets.every((offset, index) => {
      const last = index === this.#offsets.length - 1;
      const begins = last || this.#text.startsWith(`${index + 1} 0 obj\n`, offset);
      const follows =
        index === 0 ? offset === HEADER.length : this.#text.startsWith('\nendobj\n', offset - 8);
      const ordered = index === 0 || (this.#offsets[index - 1] as number) < offset;
      return begins && follows && ordered;
    });
    if (!isWhole) throw malformed('Objects do not stand one behind the other');
  }

  #reader(number: number): ValueReader {
    const offset = number <= this.count ? this.#offsets[number - 1] : undefined;
    if (offset === undefined) throw malformed(`There is no object ${number}`);
    return new ValueReader(this.#text, offset + `${number} 0 obj\n`.length);
  }
}

const requireDict = (value: PdfValue): PdfDict => {
  if (isDict(value)) return value;
  throw malformed('A dictionary was expected');
};
