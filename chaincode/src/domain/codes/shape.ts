import type { Bilingual } from '../schemas/common.js';
import type { CodeFault } from './result.js';
import { requireCode } from './result.js';

export const DIGITS = '0123456789';
export const DIGITS_AND_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A part of a code: how many characters, and which are allowed there. */
export interface Segment {
  readonly length: number;
  readonly alphabet: string;
}

/** How a code of fixed length is built. */
export interface CodeShape {
  readonly name: Bilingual;
  readonly segments: readonly Segment[];
}

const lengthOf = (shape: CodeShape): number => shape.segments.reduce((sum, { length }) => sum + length, 0);

function wrongLength(name: Bilingual, expected: number, received: number): CodeFault {
  return {
    ok: false,
    code: 'LENGTH_WRONG',
    expected,
    received,
    message: {
      zh: `${name.zh}应为 ${expected} 位，收到 ${received} 位。`,
      en: `A ${name.en} has ${expected} characters; ${received} were received.`,
    },
  };
}

export function wrongCharacter(
  name: Bilingual,
  position: number,
  expected: string,
  received: string,
): CodeFault {
  return {
    ok: false,
    code: 'ALPHABET',
    position,
    expected,
    received,
    message: {
      zh: `${name.zh}第 ${position + 1} 位“${received}”不允许，应为 ${expected} 之一。`,
      en: `Character ${position + 1} of the ${name.en} is "${received}"; it must be one of ${expected}.`,
    },
  };
}

export function wrongCheck(name: Bilingual, position: number, expected: string, received: string): CodeFault {
  return {
    ok: false,
    code: 'CHECK_CHARACTER_WRONG',
    position,
    expected,
    received,
    message: {
      zh: `${name.zh}第 ${position + 1} 位校验码为“${received}”，按其余各位计算应为“${expected}”。`,
      en: `Check character ${position + 1} of the ${name.en} is "${received}"; the other characters call for "${expected}".`,
    },
  };
}

/** The first character a shape does not allow, or a wrong length. */
export function shapeFault(text: string, shape: CodeShape): CodeFault | undefined {
  const characters = Array.from(text);
  const length = lengthOf(shape);
  if (characters.length !== length) return wrongLength(shape.name, length, characters.length);
  let position = 0;
  for (const { length: count, alphabet } of shape.segments) {
    for (const end = position + count; position < end; position++) {
      const character = characters[position] as string;
      if (!alphabet.includes(character)) return wrongCharacter(shape.name, position, alphabet, character);
    }
  }
  return undefined;
}

/** The shape without its check character, which stands last. */
export const bodyOf = ({ name, segments }: CodeShape): CodeShape => ({
  name,
  segments: segments.slice(0, -1),
});

/** Throws where a body handed to a check-character function is not of its shape. */
export function requireShape(text: string, shape: CodeShape): void {
  requireCode(shapeFault(text, shape) ?? { ok: true }, 'body');
}

/** Σ weight × value over a body, each character's value being its place in the alphabet. */
export function weightedSum(body: string, weights: readonly number[], alphabet: string): number {
  return weights.reduce((sum, weight, i) => sum + weight * alphabet.indexOf(body.charAt(i)), 0);
}
