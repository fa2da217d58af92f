import canonicalizeReference from 'canonicalize';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  base64urlDecode,
  base64urlEncode,
  canonicalize,
  decodeError,
  encodeError,
  ERROR_CODES,
  HanlianError,
  hexDecode,
  hexEncode,
  parseJson,
  utf8Decode,
  utf8Encode,
  utf8Length,
  type JsonValue,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../support/refusal.js';

/** JSON without half surrogate pairs, which strict JSON refuses. */
const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 6 }) as fc.Arbitrary<JsonValue>;
const text = fc.string({ unit: 'binary' });

describe('canonical JSON', () => {
  it('equals what the reference implementation writes', () => {
    fc.assert(fc.property(json, (value) => canonicalize(value) === canonicalizeReference(value)));
  });

  it('reads back as the same value and is its own canonical form', () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = canonicalize(value);
        expect(canonicalize(JSON.parse(once))).to.equal(once);
        expect(JSON.parse(once)).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order members were set in', () => {
    const members = fc.uniqueArray(fc.tuple(text, fc.integer()), { selector: ([key]) => key });
    fc.assert(
      fc.property(members, (entries) => {
        expect(canonicalize(Object.fromEntries(entries))).to.equal(
          canonicalize(Object.fromEntries(entries.toReversed())),
        );
      }),
    );
  });
});

describe('strict JSON', () => {
  it('reads what JSON.stringify writes, spaced or not', () => {
    fc.assert(
      fc.property(json, fc.integer({ min: 0, max: 4 }), (value, space) => {
        const written = JSON.stringify(value, null, space);
        expect(parseJson(written)).to.deep.equal(JSON.parse(written));
        expect(parseJson(utf8Encode(written))).to.deep.equal(JSON.parse(written));
      }),
    );
  });

  it('accepts nothing JSON.parse refuses, and throws nothing but its own errors', () => {
    const fragments = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      'u00',
      '1',
      '-',
      '.5',
      'e9',
      'null',
      'tru',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
        const candidate = parts.join('');
        let value: unknown;
        try {
          value = parseJson(candidate);
        } catch (error) {
          expect(error).to.be.instanceOf(HanlianError);
          return;
        }
        expect(value).to.deep.equal(JSON.parse(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a repeated key wherever it stands', () => {
    const object = fc.dictionary(text, fc.integer(), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.nat(), (members, pick) => {
        const entries = Object.entries(members).map(([key, value]) => `${JSON.stringify(key)}:${value}`);
        const repeated = entries[pick % entries.length] as string;
        const refusal = refusalOf(() => parseJson(`{${[...entries, repeated].join(',')}}`));
        expect(refusal.code).to.equal('JSON_DUPLICATE_KEY');
      }),
    );
  });
});

describe('encodings', () => {
  const bytes = fc.uint8Array({ maxLength: 80 });

  it('read back what they wrote', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(base64urlEncode(data)).to.equal(Buffer.from(data).toString('base64url'));
        expect(base64urlDecode(base64urlEncode(data))).to.deep.equal(data);
        expect(hexEncode(data)).to.equal(Buffer.from(data).toString('hex'));
        expect(hexDecode(hexEncode(data))).to.deep.equal(data);
      }),
    );
  });

  it('have one text for the same bytes', () => {
    const candidate = fc.string({ unit: fc.constantFrom(...Array.from('ABCabc019-_+/= ')), maxLength: 8 });
    fc.assert(
      fc.property(candidate, (encoded) => {
        let decoded: Uint8Array;
        try {
          decoded = base64urlDecode(encoded);
        } catch {
          return;
        }
        expect(base64urlEncode(decoded)).to.equal(encoded);
      }),
      { numRuns: 1000 },
    );
  });

  it('read UTF-8 exactly where a strict decoder does', () => {
    fc.assert(
      fc.property(text, bytes, (good, any) => {
        expect(utf8Decode(utf8Encode(good))).to.equal(good);
        expect(utf8Length(good)).to.equal(utf8Encode(good).length);
        const valid = Buffer.from(any).equals(Buffer.from(Buffer.from(any).toString('utf8')));
        if (valid) expect(utf8Encode(utf8Decode(any))).to.deep.equal(any);
        else expect(refusalOf(() => utf8Decode(any)).code).to.equal('UTF8_INVALID');
      }),
    );
  });

  it('carry an error through any words around it', () => {
    const details = fc.dictionary(text, json);
    const quiet = fc.string({ unit: 'grapheme' }).filter((words) => !words.includes('{"code"'));
    fc.assert(
      fc.property(
        fc.constantFrom(...ERROR_CODES),
        text,
        details,
        quiet,
        quiet,
        (code, message, more, before, after) => {
          const encoded = encodeError(new HanlianError(code, message, more));
          const found = decodeError(before + encoded + after);
          expect(found).to.include({ code, message });
          expect(canonicalize(found?.details)).to.equal(canonicalize(more));
        },
      ),
    );
  });
});
