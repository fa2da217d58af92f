import { expect } from 'chai';
import {
  base64urlDecode,
  base64urlEncode,
  canonicalize,
  compareBytes,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  parseJson,
  utf8Decode,
  utf8Encode,
  utf8Length,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';
import { readVectors } from '../../support/vectors.js';

const canonical = readVectors<{
  texts: { input: string; output: string }[];
  numbers: { ieee754: string; text: string }[];
  notNumbers: string[];
}>('json/canonical.json');
const strict = readVectors<{
  accepted: { text: string; value: unknown }[];
  refused: { text: string; error: string; line: number; column: number }[];
  invalidUtf8: { hex: string; position: number }[];
}>('json/strict.json');

const double = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE();
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('canonical JSON (RFC 8785)', () => {
  for (const { input, output } of canonical.texts) {
    it(`writes ${output}`, () => {
      expect(canonicalize(parseJson(input))).to.equal(output);
    });
  }

  for (const { ieee754, text } of canonical.numbers) {
    it(`writes the double ${ieee754} as ${text}`, () => {
      expect(canonicalize(double(ieee754))).to.equal(text);
    });
  }

  for (const ieee754 of canonical.notNumbers) {
    it(`refuses the double ${ieee754}`, () => {
      expect(refusalOf(() => canonicalize({ a: double(ieee754) }))).to.deep.include({
        code: 'JSON_NOT_CANONICAL',
        details: { field: 'a' },
      });
    });
  }

  const unwritable: [string, unknown, RegExp][] = [
    ['undefined', undefined, /type undefined/],
    ['a function', () => 1, /type function/],
    ['a symbol', Symbol('x'), /type symbol/],
    ['a bigint', 1n, /type bigint/],
    ['a lone high surrogate', '\ud83d', /lone surrogate/],
    ['a lone low surrogate', 'a\ude00', /lone surrogate/],
    ['a Date', new Date(0), /instance of Date/],
    ['bytes', new Uint8Array(1), /instance of Uint8Array/],
    ['a Map', new Map(), /instance of Map/],
    ['not a number', NaN, /number NaN/],
  ];
  for (const [what, value, reason] of unwritable) {
    it(`refuses ${what}, naming the key it stands under`, () => {
      const { code, details, message } = refusalOf(() => canonicalize({ ok: 1, list: [{ bad: [value] }] }));
      expect({ code, details }).to.deep.equal({ code: 'JSON_NOT_CANONICAL', details: { field: 'bad' } });
      expect(message).to.match(reason);
    });
  }

  it('refuses a key with a lone surrogate and a hole in a list', () => {
    expect(refusalOf(() => canonicalize({ '\ud800': 1 })).code).to.equal('JSON_NOT_CANONICAL');
    // eslint-disable-next-line no-sparse-arrays
    expect(refusalOf(() => canonicalize([1, , 2])).code).to.equal('JSON_NOT_CANONICAL');
  });

  it('writes objects without a prototype', () => {
    expect(canonicalize(Object.assign(Object.create(null), { b: true, a: false }))).to.equal(
      '{"a":false,"b":true}',
    );
  });

  it('takes 256 levels and refuses more, a cycle among them', () => {
    expect(canonicalize(parseJson(nested(257), { maxDepth: 257 }))).to.equal(nested(257));
    expect(refusalOf(() => canonicalize(parseJson(nested(258), { maxDepth: 258 }))).code).to.equal(
      'JSON_TOO_DEEP',
    );
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(refusalOf(() => canonicalize(cycle))).to.deep.include({
      code: 'JSON_TOO_DEEP',
      details: { field: 'self' },
    });
  });
});

describe('strict JSON (RFC 8259, RFC 7493)', () => {
  for (const { text, value } of strict.accepted) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(parseJson(text)).to.deep.equal(value);
      expect(parseJson(utf8Encode(text))).to.deep.equal(value);
    });
  }

  for (const { text, error, line, column } of strict.refused) {
    it(`refuses ${JSON.stringify(text)} at ${line}:${column}`, () => {
      const refusal = refusalOf(() => parseJson(text));
      expect(refusal).to.include({ code: error });
      expect(refusal.details).to.include({ line, column });
      expect(refusal.message).to.match(new RegExp(`at line ${line}, column ${column}$`));
    });
  }

  for (const { hex, position } of strict.invalidUtf8) {
    it(`refuses the bytes ${hex} at ${position}`, () => {
      const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
      expect(refusalOf(() => parseJson(bytes))).to.deep.include({
        code: 'UTF8_INVALID',
        details: { position },
      });
      expect(refusalOf(() => utf8Decode(bytes)).message).to.equal(`Byte ${position} is not valid UTF-8`);
    });
  }

  it('says what it expected and what it found', () => {
    expect(refusalOf(() => parseJson('[1 😀]'))).to.deep.include({
      message: 'Expected "," or "]", but found "😀" at line 1, column 4',
      details: { line: 1, column: 4, position: 3, expected: '"," or "]"' },
    });
    expect(refusalOf(() => parseJson('{"a":1')).message).to.match(
      /^Expected "," or "}", but found the text ends /,
    );
    expect(refusalOf(() => parseJson('\ufeff{}')).message).to.match(/^Expected a value, but found U\+FEFF /);
    expect(refusalOf(() => parseJson('1 2')).message).to.match(
      /^Expected the end of the text, but found "2" /,
    );
    expect(refusalOf(() => parseJson('?')).message).to.match(/^Expected a value, /);
    expect(refusalOf(() => parseJson('{"a"}')).message).to.match(/^Expected ":", /);
    expect(refusalOf(() => parseJson('{1:2}')).message).to.match(/^Expected a key in double quotes, /);
    expect(refusalOf(() => parseJson('"\t"')).message).to.match(
      /^Expected a printable character or ", but found "\\t" /,
    );
    expect(refusalOf(() => parseJson('"\\u00zz"')).message).to.match(
      /^Expected u with four hexadecimal digits, /,
    );
    expect(refusalOf(() => parseJson('"\\a"')).message).to.match(
      /^Expected one of "\\\/bfnrtu after a backslash, /,
    );
    expect(refusalOf(() => parseJson('1e999')).message).to.match(
      /^The number 1e999 would be read as another one /,
    );
    expect(refusalOf(() => parseJson('"\\ud800"')).message).to.match(
      /^A string holds half a surrogate pair /,
    );
    expect(refusalOf(() => parseJson('{"a":1,"a":2}')).message).to.match(
      /^The key "a" stands twice in one object /,
    );
  });

  it('keeps a member named __proto__ as a plain member', () => {
    const value = parseJson('{"__proto__":{"admin":true},"a":1}') as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
    expect(value.admin).to.equal(undefined);
    expect(Object.entries(value)).to.deep.equal([
      ['__proto__', { admin: true }],
      ['a', 1],
    ]);
    value['a'] = 2;
    delete value['__proto__'];
    expect(Object.keys(value)).to.deep.equal(['a']);
  });

  it('takes 64 levels, or as many as asked for', () => {
    expect(() => parseJson(nested(64))).not.to.throw();
    const refusal = refusalOf(() => parseJson(nested(65)));
    expect(refusal).to.include({ code: 'JSON_TOO_DEEP' });
    expect(refusal.details).to.include({ position: 64, expected: 64 });
    expect(refusal.message).to.match(/^More than 64 levels of nesting/);
    expect(refusalOf(() => parseJson('{"a":{}}', { maxDepth: 1 })).details).to.include({ position: 5 });
    expect(parseJson('[[],[],{"a":[]}]', { maxDepth: 3 })).to.deep.equal([[], [], { a: [] }]);
  });

  it('counts bytes, not characters, against the limit', () => {
    expect(parseJson('"汉"', { maxBytes: 5 })).to.equal('汉');
    expect(refusalOf(() => parseJson('"汉"', { maxBytes: 4 }))).to.deep.include({
      code: 'BODY_TOO_LARGE',
      message: 'The text takes 5 bytes; at most 4 are taken',
      details: { expected: 4, received: 5 },
    });
    expect(parseJson(utf8Encode('"汉"'), { maxBytes: 5 })).to.equal('汉');
    expect(refusalOf(() => parseJson(utf8Encode('"汉"'), { maxBytes: 4 })).code).to.equal('BODY_TOO_LARGE');
  });
});

describe('bytes and texts', () => {
  // RFC 4648 §10, in base64url without padding.
  const base64url = [
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ] as const;
  for (const [text, encoded] of base64url) {
    it(`writes ${JSON.stringify(text)} as ${JSON.stringify(encoded)} in base64url`, () => {
      expect(base64urlEncode(utf8Encode(text))).to.equal(encoded);
      expect(utf8Decode(base64urlDecode(encoded))).to.equal(text);
    });
  }

  it('writes in base64url what is too long for one call', () => {
    for (const length of [6143, 6144, 6145, 6146, 20_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
      expect(base64urlEncode(bytes)).to.equal(Buffer.from(bytes).toString('base64url'));
    }
  });

  it('uses - and _ in base64url', () => {
    expect(base64urlEncode(new Uint8Array([0xfb, 0xff, 0xbf]))).to.equal('-_-_');
    expect([...base64urlDecode('-_-_')]).to.deep.equal([0xfb, 0xff, 0xbf]);
  });

  const form = 'base64url without padding';
  const badBase64url = [
    ['A', { expected: form, received: 1 }],
    ['AAAAA', { expected: form, received: 5 }],
    ['Zg==', { expected: form, position: 2, received: '=' }],
    ['+/AA', { expected: form, position: 0, received: '+' }],
    ['AA/A', { expected: form, position: 2, received: '/' }],
    ['AAA汉', { expected: form, position: 3, received: '汉' }],
    ['Zh', { expected: form, position: 1 }],
    ['Zm9', { expected: form, position: 2 }],
    ['Zi', { expected: form, position: 1 }],
  ] as const;
  for (const [text, details] of badBase64url) {
    it(`refuses ${text} as base64url`, () => {
      expect(refusalOf(() => base64urlDecode(text))).to.deep.include({ code: 'ENCODING_INVALID', details });
    });
  }

  it('writes and reads lower-case hexadecimal', () => {
    expect(hexEncode(new Uint8Array([0, 15, 16, 255]))).to.equal('000f10ff');
    expect([...hexDecode('000f10ff')]).to.deep.equal([0, 15, 16, 255]);
    expect(refusalOf(() => hexDecode('0fF0'))).to.deep.include({
      code: 'ENCODING_INVALID',
      message: 'Character 2 is not a lower-case hexadecimal digit',
      details: { position: 2, expected: '0-9 a-f', received: 'F' },
    });
    expect(refusalOf(() => hexDecode('0g')).details).to.include({ position: 1, received: 'g' });
    expect(refusalOf(() => hexDecode('abc'))).to.deep.include({
      code: 'ENCODING_INVALID',
      message: '3 hexadecimal digits do not make whole bytes',
      details: { expected: 'an even number of digits', received: 3 },
    });
  });

  it('counts the bytes of a text in UTF-8', () => {
    for (const text of ['', 'a', '\u007f\u0080\u07ff\u0800\uffff', '汉链', '😀', '\ud7ff\ue000']) {
      expect(utf8Length(text)).to.equal(Buffer.byteLength(text));
    }
  });

  it('keeps a byte-order mark', () => {
    expect(utf8Decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))).to.equal('\ufeffA');
  });

  it('joins and compares', () => {
    const [a, b] = [new Uint8Array([1, 2]), new Uint8Array([3])];
    expect([...concatBytes(a, new Uint8Array(0), b)]).to.deep.equal([1, 2, 3]);
    expect(concatBytes()).to.have.lengthOf(0);
    expect(equalBytes(a, new Uint8Array([1, 2]))).to.equal(true);
    expect(equalBytes(a, new Uint8Array([1, 3]))).to.equal(false);
    expect(equalBytes(a, new Uint8Array([1]))).to.equal(false);
    expect(equalBytes(a, new Uint8Array([1, 2, 3]))).to.equal(false);
    expect(compareBytes(a, new Uint8Array([1, 3]))).to.be.below(0);
    expect(compareBytes(a, new Uint8Array([0, 255]))).to.be.above(0);
    expect(compareBytes(a, new Uint8Array([1, 2, 0]))).to.be.below(0);
  });
});
