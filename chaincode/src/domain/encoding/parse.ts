import { HanlianError } from '../errors/index.js';
import type { ErrorCode } from '../errors/index.js';
import type { JsonValue } from '../json.js';
import { utf8Decode, utf8Length } from './utf8.js';

export interface JsonLimits {
  /** How many arrays and objects may stand inside one another; 64 when absent. */
  readonly maxDepth?: number;
  /** How many bytes the text may take in UTF-8; no limit when absent. */
  readonly maxBytes?: number;
}

const DEFAULT_DEPTH = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /^-?[0-9]+$/;
/** Format characters and spaces, such as a byte order mark: nobody sees them between quotes. */
const UNSEEN = /[\p{Cf}\p{Z}]/u;
const UNICODE_ESCAPE = /^[0-9a-fA-F]{4}$/;
const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** An integer beyond 2^53 that is not its double's own canonical text would become another number (RFC 7493 §2.2). */
const changesSilently = (literal: string, value: number): boolean =>
  INTEGER.test(literal) && !Number.isSafeInteger(value) && String(value) !== literal;

function shown(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (!UNSEEN.test(character)) return JSON.stringify(character);
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A recursive-descent reader of one JSON text (RFC 8259, restricted as RFC 7493 advises). */
class Reader {
  readonly #text: string;
  readonly #maxDepth: number;
  #position = 0;
  #depth = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#skipSpace();
    if (this.#position < this.#text.length) throw this.#unexpected('the end of the text');
    return value;
  }

  #fail(code: ErrorCode, problem: string, position: number, expected?: JsonValue): HanlianError {
    const before = this.#text.slice(0, position).split('\n');
    const line = before.length;
    const column = (before.at(-1) as string).length + 1;
    return new HanlianError(code, `${problem} at line ${line}, column ${column}`, {
      line,
      column,
      position,
      expected,
    });
  }

  #unexpected(expected: string): HanlianError {
    const found = this.#text.codePointAt(this.#position);
    const received = found === undefined ? 'the text ends' : shown(found);
    return this.#fail(
      'JSON_INVALID',
      `Expected ${expected}, but found ${received}`,
      this.#position,
      expected,
    );
  }

  #skipSpace(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#position);
      if (unit !== SPACE && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#position++;
    }
  }

  /** Steps over one punctuation character if it comes next. */
  #take(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #value(): JsonValue {
    this.#skipSpace();
    const first = this.#text[this.#position];
    if (first === '"') return this.#string();
    if (first === '{') return this.#nested(() => this.#object());
    if (first === '[') return this.#nested(() => this.#array());
    return this.#scalar();
  }

  #nested<T>(read: () => T): T {
    if (this.#depth === this.#maxDepth) {
      throw this.#fail(
        'JSON_TOO_DEEP',
        `More than ${this.#maxDepth} levels of nesting`,
        this.#position,
        this.#maxDepth,
      );
    }
    this.#depth++;
    this.#position++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonValue {
    const object: Record<string, JsonValue> = {};
    if (this.#take('}')) return object;
    do {
      this.#member(object);
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected('"," or "}"');
    return object;
  }

  #member(object: Record<string, JsonValue>): void {
    this.#skipSpace();
    const start = this.#position;
    if (this.#text[start] !== '"') throw this.#unexpected('a key in double quotes');
    const key = this.#string();
    if (Object.hasOwn(object, key)) {
      throw this.#fail(
        'JSON_DUPLICATE_KEY',
        `The key ${JSON.stringify(key)} stands twice in one object`,
        start,
      );
    }
    if (!this.#take(':')) throw this.#unexpected('":"');
    const value = this.#value();
    if (key === '__proto__') {
      // An assignment would set the prototype; JSON means an ordinary member.
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    } else {
      object[key] = value;
    }
  }

  #array(): JsonValue {
    const array: JsonValue[] = [];
    if (this.#take(']')) return array;
    do {
      array.push(this.#value());
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#unexpected('"," or "]"');
    return array;
  }

  #scalar(): JsonValue {
    for (const [word, value] of LITERALS) {
      if (this.#text.startsWith(word, this.#position)) {
        this.#position += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #number(): number {
    NUMBER.lastIndex = this.#position;
    const literal = NUMBER.exec(this.#text)?.[0];
    if (literal === undefined) throw this.#unexpected('a value');
    const value = Number(literal);
    if (!Number.isFinite(value) || changesSilently(literal, value)) {
      throw this.#fail('JSON_INVALID', `The number ${literal} would be read as another one`, this.#position);
    }
    this.#position += literal.length;
    return value;
  }

  #string(): string {
    const start = this.#position++;
    let plain = this.#position;
    let text = '';
    for (;;) {
      const unit = this.#text.charCodeAt(this.#position);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        text += this.#text.slice(plain, this.#position) + this.#escape();
        plain = this.#position;
      } else if (unit >= SPACE) {
        this.#position++;
      } else {
        throw this.#unexpected('a printable character or "');
      }
    }
    text += this.#text.slice(plain, this.#position++);
    if (!text.isWellFormed()) throw this.#fail('JSON_INVALID', 'A string holds half a surrogate pair', start);
    return text;
  }

  #escape(): string {
    this.#position++;
    const letter = this.#text.charAt(this.#position);
    const character = letter === 'u' ? this.#unicodeEscape() : ESCAPES[letter];
    if (character === undefined) throw this.#unexpected('one of "\\/bfnrtu after a backslash');
    this.#position++;
    return character;
  }

  #unicodeEscape(): string {
    const digits = this.#text.slice(this.#position + 1, this.#position + 5);
    if (!UNICODE_ESCAPE.test(digits)) throw this.#unexpected('u with four hexadecimal digits');
    this.#position += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }
}

function checkSize(bytes: number, limit: number): void {
  if (bytes > limit) {
    throw new HanlianError('BODY_TOO_LARGE', `The text takes ${bytes} bytes; at most ${limit} are taken`, {
      expected: limit,
      received: bytes,
    });
  }
}

/**
 * Reads one JSON text strictly. Unlike JSON.parse it refuses what would make a signed text ambiguous: a key that
 * stands twice in an object, half a surrogate pair, a number that would be read as another (RFC 7493). A member named
 * `__proto__` becomes an ordinary own property.
 *
 * @throws {HanlianError} UTF8_INVALID, BODY_TOO_LARGE, JSON_INVALID, JSON_DUPLICATE_KEY or JSON_TOO_DEEP, with `line`
 *   and `column` from 1 and `position` from 0 in UTF-16 units.
 */
export function parseJson(source: string | Uint8Array, limits: JsonLimits = {}): JsonValue {
  const { maxDepth = DEFAULT_DEPTH, maxBytes = Infinity } = limits;
  checkSize(typeof source === 'string' ? utf8Length(source) : source.length, maxBytes);
  const text = typeof source === 'string' ? source : utf8Decode(source);
  return new Reader(text, maxDepth).document();
}
