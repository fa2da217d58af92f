import { peer } from '@hyperledger/fabric-protos';
import type { ValidationCode } from '../port.js';

const NUMBERS: Readonly<Record<string, number>> = { ...peer.TxValidationCode };
const NAMES = new Map(Object.entries(NUMBERS).map(([name, number]) => [number, name]));

/** The byte a block's transaction filter holds for a validation code. */
export function validationNumber(code: ValidationCode): number {
  const number = NUMBERS[code];
  if (number === undefined) throw new Error(`${code} is no validation code`);
  return number;
}

/** The name of a byte of a block's transaction filter. */
export function validationName(number: number): ValidationCode {
  return NAMES.get(number) ?? `UNKNOWN_${number}`;
}
