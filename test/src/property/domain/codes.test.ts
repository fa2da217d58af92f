import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays,
  generateCertificateIdentifier,
  generateCitizenNumber,
  generateOrganisationCode,
  generateTypeCode,
  generateUscc,
  looksLikeCitizenNumber,
  parseCertificateIdentifier,
  parseCitizenNumber,
  parseOrganisationCode,
  parseTypeCode,
  parseUscc,
  type CodeResult,
} from '@hanlian/chaincode/domain';

const DIGITS = '0123456789';
const ALL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' + DIGITS;
const USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const oneOf = (alphabet: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(alphabet));

const characters = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.string({ unit: oneOf(alphabet), minLength: length, maxLength: length });

const organisation = characters(ALL, 8).map(generateOrganisationCode);
const uscc = fc
  .record({
    department: characters(USCC, 1),
    kind: characters(USCC, 1),
    region: characters(DIGITS, 6),
    organisation: characters(USCC, 8),
  })
  .map(generateUscc);
const birthDate = fc.integer({ min: 0, max: 60000 }).map((days) => addDays('1900-01-01', days));
const citizen = fc
  .record({
    region: characters(DIGITS, 4).map((rest) => `42${rest}`),
    birthDate,
    sequence: characters(DIGITS, 3),
  })
  .map(generateCitizenNumber);
const type = fc
  .tuple(uscc, characters(DIGITS, 3))
  .map(([authority, number]) => generateTypeCode({ authority, number }));
const version = fc.integer({ min: 1, max: 999 }).map((n) => String(n).padStart(3, '0'));
const serial = fc.string({ unit: oneOf(ALL), minLength: 1, maxLength: 64 });
const identifier = fc.record({ type, issuer: uscc, serial, version }).map(generateCertificateIdentifier);

const codes: Record<string, [fc.Arbitrary<string>, (text: string) => CodeResult<object>]> = {
  'organisation code': [organisation, parseOrganisationCode],
  'unified social credit code': [uscc, parseUscc],
  'citizen number': [citizen, parseCitizenNumber],
  'certificate type code': [type, parseTypeCode],
  'certificate identifier': [identifier, parseCertificateIdentifier],
};

/**
 * GB 11714's weights 3, 7, 9, 10, 5, 8, 4, 2 work modulo 11 while its alphabet has 36 characters: characters eleven or
 * twenty-two places apart cannot be told from each other. No parser can do better.
 */
const indistinguishable = (a: string, b: string): boolean => {
  const value = (character: string): number => parseInt(character, 36);
  return (value(a) - value(b)) % 11 === 0;
};

for (const [name, [valid, parse]] of Object.entries(codes)) {
  describe(`a ${name}`, () => {
    it('is read when it was generated', () => {
      fc.assert(fc.property(valid, (code) => parse(code).ok));
    });

    it('is refused with one character changed', () => {
      fc.assert(
        fc.property(valid, fc.nat(), oneOf(ALL), (code, pick, character) => {
          const position = pick % code.length;
          const original = code.charAt(position);
          fc.pre(original !== character);
          // The type's three digits have no check character of their own: the identifier's covers them.
          fc.pre(name !== 'certificate type code' || position < 18);
          fc.pre(name !== 'organisation code' || !indistinguishable(original, character));
          const changed = code.slice(0, position) + character + code.slice(position + 1);
          expect(parse(changed).ok, `${code} → ${changed}`).to.equal(false);
        }),
        { numRuns: 1000 },
      );
    });

    // An identifier's serial may have any length.
    if (name !== 'certificate identifier') {
      it('is refused with a character left out or added', () => {
        fc.assert(
          fc.property(valid, fc.nat(), oneOf(ALL), (code, pick, character) => {
            const position = pick % code.length;
            const shorter = code.slice(0, position) + code.slice(position + 1);
            const longer = code.slice(0, position) + character + code.slice(position);
            for (const other of [shorter, longer])
              expect(parse(other)).to.include({ ok: false, code: 'LENGTH_WRONG' });
          }),
        );
      });
    }

    it('is read or explained whatever the text, and never breaks', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
          const result = parse(text);
          if (!result.ok) expect(result.message).to.have.all.keys('zh', 'en');
        }),
      );
    });
  });
}

describe('a check character', () => {
  it('is named right when it is the only thing wrong', () => {
    fc.assert(
      fc.property(uscc, oneOf(USCC), (code, character) => {
        fc.pre(code.charAt(17) !== character);
        const result = parseUscc(code.slice(0, 17) + character);
        expect(result).to.include({
          code: 'CHECK_CHARACTER_WRONG',
          position: 17,
          expected: code.charAt(17),
          received: character,
        });
      }),
    );
  });
});

describe('a serial', () => {
  const rest = fc.string({ unit: oneOf(ALL), maxLength: 20 });

  it('that holds a citizen number is seen, wherever it stands', () => {
    fc.assert(
      fc.property(rest, citizen, rest, (before, number, after) =>
        looksLikeCitizenNumber(before + number + after),
      ),
    );
  });

  it('of random letters and digits is hardly ever taken for one', () => {
    const serials = fc.sample(characters(ALL, 20), { numRuns: 2000, seed: 1 });
    expect(serials.filter(looksLikeCitizenNumber)).to.deep.equal([]);
  });
});
