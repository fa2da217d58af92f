import { parseCitizenNumber } from './codes/index.js';
import type { DerivedFact, FieldSchema } from './schemas/registry.js';
import { addYears, isDate, type LegalDate } from './time/index.js';

/** The kinds of fields that a fact can follow from. */
export const FACT_FIELDS: Readonly<Record<DerivedFact['kind'], readonly FieldSchema['kind'][]>> = {
  ageAtLeast: ['citizen', 'date'],
  amountAtLeast: ['amount'],
};

/**
 * Whether a fact held on a day, by the fields' values; null where its field is empty or tells nothing. An age is reached on
 * the day after the birthday (法释〔2006〕1号 art. 2), as every period here leaves out its first day.
 */
export function factOn(
  fact: DerivedFact,
  values: Readonly<Record<string, string | null>>,
  day: LegalDate,
): boolean | null {
  const value = values[fact.field] ?? null;
  if (value === null) return null;
  if (fact.kind === 'amountAtLeast') return AMOUNT.test(value) ? BigInt(value) >= BigInt(fact.fen) : null;
  const born = birthDateOf(value);
  return born === undefined ? null : born < day && addYears(born, fact.years) < day;
}

const AMOUNT = /^(0|[1-9][0-9]{0,30})$/;

function birthDateOf(value: string): LegalDate | undefined {
  if (isDate(value)) return value;
  const number = parseCitizenNumber(value);
  return number.ok ? number.birthDate : undefined;
}
