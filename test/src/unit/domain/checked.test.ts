import { HanlianError, checked, schemas, violationsOf } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { z } from 'zod';

const schema = z.strictObject({
  id: z.string().min(3).max(5),
  kind: z.enum(['a', 'b']).optional(),
  day: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  items: z.array(z.strictObject({ count: z.int().multipleOf(2) })).optional(),
  either: z
    .union([
      z.strictObject({ left: z.string() }),
      z.strictObject({ right: z.strictObject({ deep: z.string() }), more: z.string() }),
    ])
    .optional(),
  link: z.url().optional(),
  names: z
    .array(z.string())
    .superRefine((names, context) => {
      const params = { expected: 'no x' };
      if (names.includes('x')) context.addIssue({ code: 'custom', path: [names.indexOf('x')], params });
    })
    .optional(),
  even: z
    .string()
    .refine((text) => text.length % 2 === 0)
    .optional(),
  shape: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('round') })]).optional(),
});

const refusal = (value: unknown): HanlianError => {
  try {
    checked(schema, value);
  } catch (error) {
    if (error instanceof HanlianError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('checked', () => {
  it('gives what the schema reads', () => {
    expect(checked(z.strictObject({ n: z.string().transform(Number) }), { n: '7' })).to.deep.equal({ n: 7 });
  });

  const cases: readonly [title: string, value: unknown, code: string, details: object][] = [
    ['a missing field', {}, 'FIELD_MISSING', { field: 'id', expected: 'string' }],
    [
      'a format without a pattern',
      { id: 'abc', link: 'x' },
      'FIELD_INVALID',
      { field: 'link', expected: 'url' },
    ],
    [
      'an alternative there is none of',
      { id: 'abc', shape: { kind: 'x' } },
      'FIELD_INVALID',
      { field: 'shape.kind' },
    ],
    [
      'a rule of ours that says what would have been right',
      { id: 'abc', names: ['a', 'x'] },
      'FIELD_INVALID',
      { field: 'names[1]', expected: 'no x' },
    ],
    ['a rule of ours that does not', { id: 'abc', even: 'abc' }, 'FIELD_INVALID', { field: 'even' }],
    ['an unknown field', { id: 'abc', extra: 1 }, 'FIELD_UNKNOWN', { field: 'extra' }],
    [
      'an unknown field inside',
      { id: 'abc', items: [{ count: 2, x: 1 }] },
      'FIELD_UNKNOWN',
      { field: 'items[0].x' },
    ],
    [
      'a text too short',
      { id: 'ab' },
      'FIELD_INVALID',
      { field: 'id', expected: 'at least 3 (string)', received: 'a string of 2 characters' },
    ],
    [
      'a text too long',
      { id: '6 long' },
      'FIELD_INVALID',
      { field: 'id', expected: 'at most 5 (string)', received: 'a string of 6 characters' },
    ],
    [
      'a word not on the list',
      { id: 'abc', kind: 'c' },
      'FIELD_INVALID',
      { field: 'kind', expected: ['a', 'b'] },
    ],
    [
      'a text of another form',
      { id: 'abc', day: 'x' },
      'FIELD_INVALID',
      { field: 'day', expected: '/^\\d{4}$/' },
    ],
    [
      'a number off the grid',
      { id: 'abc', items: [{ count: 2 }, { count: 3 }] },
      'FIELD_INVALID',
      { field: 'items[1].count', expected: 'a multiple of 2', received: 'a value of type number' },
    ],
    ['null', { id: null }, 'FIELD_INVALID', { field: 'id', expected: 'string', received: 'null' }],
    [
      'the nearest of several forms',
      { id: 'abc', either: { right: {}, more: 'x' } },
      'FIELD_MISSING',
      { field: 'either.right.deep' },
    ],
    ['another kind altogether', ['abc'], 'FIELD_INVALID', { field: '', received: 'an array of 1 items' }],
  ];
  for (const [title, value, code, details] of cases) {
    it(`names ${title}`, () => {
      const error = refusal(value);
      expect(error.code).to.equal(code);
      expect(error.details).to.deep.include(details);
    });
  }

  it('speaks of what was sent where no field is at fault', () => {
    expect(refusal(null).message).to.equal('What was sent is not acceptable: null');
  });

  it('never repeats the value, which may be a person’s', () => {
    const error = refusal({ id: '11010519491231002X' });
    expect(JSON.stringify([error.message, error.details])).to.not.include('11010519491231002X');
  });

  it('names every violation to those who show all at once, and none of what is right', () => {
    const violations = violationsOf(schema, { id: 'ab', kind: 'c', items: [{ count: 2 }, { count: 3 }] });
    expect(violations.map(({ code, details }) => [code, details.field])).to.deep.equal([
      ['FIELD_INVALID', 'id'],
      ['FIELD_INVALID', 'kind'],
      ['FIELD_INVALID', 'items[1].count'],
    ]);
    expect(violationsOf(schema, { id: 'abc' })).to.deep.equal([]);
  });

  describe('of texts of which none may stand twice', () => {
    const eachOnce = z.strictObject({ fields: schemas.eachOnce(z.array(z.string())) });

    it('names the first that does by where it stands again', () => {
      const [violation] = violationsOf(eachOnce, { fields: ['a', 'b', 'a', 'b'] });
      expect(violation!.details).to.deep.include({ field: 'fields[2]', expected: 'each of them once' });
      expect(violationsOf(eachOnce, { fields: ['a', 'b'] })).to.deep.equal([]);
    });

    it('is soon done with as many as a line of 1 MiB holds, all of them different', () => {
      // Each was compared with all before it.
      const fields = Array.from({ length: 150_000 }, (_, i) => i.toString(36));
      expect(violationsOf(eachOnce, { fields })).to.deep.equal([]);
    });
  });
});
