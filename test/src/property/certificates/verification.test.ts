import { expect } from 'chai';
import fc from 'fast-check';
import { statementBytes, type JsonValue } from '@hanlian/chaincode/domain';
import {
  CHECK_NAMES,
  OUTCOMES,
  redact,
  verdictOf,
  verdictOfAll,
  verifyDocument,
  verifySeal,
  withholdHolder,
  type CheckCode,
  type CheckName,
  type CheckResult,
  type Policy,
  type Verdict,
} from '@hanlian/certificates';
import { world, type World } from '../../support/evidence.js';

const names = fc.constantFrom<CheckName>(...CHECK_NAMES, 'grant');
const results: fc.Arbitrary<CheckResult[]> = fc.array(
  fc
    .tuple(names, fc.constantFrom(...(Object.keys(OUTCOMES) as CheckCode[])))
    .map(([name, code]) => ({ name, code, ...OUTCOMES[code] })),
  { maxLength: 9 },
);
const policies: fc.Arbitrary<Policy> = fc.record({
  name: fc.constant('any'),
  required: fc.subarray([...CHECK_NAMES]),
  maySkip: fc.subarray([...CHECK_NAMES, 'grant' as const]),
});

describe('the aggregation rule', () => {
  it('is INVALID exactly when some check is', () => {
    fc.assert(
      fc.property(results, policies, (checks, policy) => {
        const invalid = checks.some(({ status }) => status === 'INVALID');
        expect(verdictOf(checks, policy) === 'INVALID').to.equal(invalid);
      }),
    );
  });

  it('is VALID only when nothing failed, nothing required is missing, and each skip is allowed', () => {
    fc.assert(
      fc.property(results, policies, (checks, policy) => {
        if (verdictOf(checks, policy) !== 'VALID') return;
        for (const { name, status } of checks) {
          expect(status === 'VALID' || (status === 'SKIPPED' && policy.maySkip.includes(name))).to.equal(
            true,
          );
        }
        for (const name of policy.required) expect(checks.map((check) => check.name)).to.include(name);
      }),
    );
  });

  it('is never made better by losing an answer', () => {
    const rank = { INVALID: 0, UNKNOWN: 1, VALID: 2 };
    fc.assert(
      fc.property(results, policies, fc.nat(8), (checks, policy, at) => {
        const lost = checks.map((check, i): CheckResult =>
          i === at && check.status === 'VALID'
            ? { ...check, code: 'SOURCE_UNAVAILABLE', ...OUTCOMES.SOURCE_UNAVAILABLE }
            : check,
        );
        expect(rank[verdictOf(lost, policy)]).to.be.at.most(rank[verdictOf(checks, policy)]);
      }),
    );
  });

  // A zip of no document made the command say VALID: every one of none was.
  it('takes the worst of several documents, and none for UNKNOWN', () => {
    const all = (...verdicts: Verdict[]): Verdict => verdictOfAll(verdicts.map((verdict) => ({ verdict })));
    expect(all()).to.equal('UNKNOWN');
    expect(all('VALID', 'VALID')).to.equal('VALID');
    expect(all('VALID', 'UNKNOWN')).to.equal('UNKNOWN');
    expect(all('UNKNOWN', 'INVALID', 'VALID')).to.equal('INVALID');
  });

  it('takes no answers at all for UNKNOWN where anything is required', () => {
    expect(verdictOf([], { name: 'any', required: ['seal'], maySkip: ['seal'] })).to.equal('UNKNOWN');
  });
});

/** Every text and number in a document, by its path. */
const leavesOf = (
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] => {
  if (typeof value === 'string' || typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]));
};

const changeAt = (
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  change: (part: unknown) => unknown,
): unknown => {
  if (key === undefined) return change(value);
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = changeAt(copy[key], rest, change);
  return copy;
};

const changeOne = (part: unknown, at: number): unknown => {
  if (typeof part === 'number') return part + 1 + at;
  const text = part as string;
  const index = at % text.length;
  const other = text[index] === 'A' ? 'B' : 'A';
  return text.slice(0, index) + other + text.slice(index + 1);
};

describe('a document', () => {
  let city: World;
  before(async () => {
    city = await world(5);
  });

  it('with any fields and the holder withheld stays valid', async () => {
    const document = city.documents[3]!;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(document.fields.map(({ name }) => name)),
        fc.boolean(),
        async (withheld, hideHolder) => {
          const redacted = redact(hideHolder ? withholdHolder(document) : document, withheld);
          expect((await verifyDocument(redacted, city.context)).verdict).to.equal('VALID');
        },
      ),
      { numRuns: 60 },
    );
  });

  /** `anchor` only says where to look: what is found there is fetched by identifier. */
  it('with one character or number changed anywhere but in its anchor is never valid, and never throws', async () => {
    const document = city.documents[2]!;
    const paths = leavesOf(document).filter(([top]) => top !== 'anchor');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.nat(5000), async (path, at) => {
        const changed = changeAt(document, path, (part) => changeOne(part, at)) as JsonValue;
        const { verdict } = await verifyDocument(changed, city.context);
        expect(verdict, path.join('.')).to.not.equal('VALID');
      }),
      { numRuns: 1500 },
    );
  });

  it('made of any JSON gets a verdict, never VALID', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys(city.documents[0]!)),
        async (value, key) => {
          fc.pre(JSON.stringify(value) !== JSON.stringify(city.documents[0]![key as 'id']));
          const forged = { ...city.documents[0]!, [key]: value } as unknown as JsonValue;
          const verification = await verifyDocument(forged, city.context);
          expect(verification.verdict).to.not.equal('VALID');
          expect(verification.checks.map(({ name }) => name)).to.deep.equal([...CHECK_NAMES]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a seal', () => {
  let seal: Buffer;
  let content: Uint8Array;
  before(async () => {
    const [document] = (await world(1)).documents;
    seal = Buffer.from(document!.seal, 'base64');
    content = statementBytes(document!.statement);
  });

  it('with bytes changed, cut out or put in is never accepted, and never throws', () => {
    const edits = fc.array(fc.tuple(fc.nat(5000), fc.nat(3), fc.uint8Array({ maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const edited = changes.reduce((bytes, [at, cut, insert]) => {
          const position = at % (bytes.length + 1);
          return Buffer.concat([bytes.subarray(0, position), insert, bytes.subarray(position + cut)]);
        }, seal);
        expect(verifySeal(edited, content).ok).to.equal(edited.equals(seal));
      }),
      { numRuns: 3000 },
    );
  });

  it('made of any bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(verifySeal(bytes, content).ok).to.equal(false);
      }),
      { numRuns: 1000 },
    );
  });
});
