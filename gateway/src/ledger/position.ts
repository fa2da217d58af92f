import type { Position } from './port.js';

export const isAt = (one: Position, other: Position): boolean =>
  one.block === other.block && one.index === other.index;

/** Whether a transaction comes earlier in the ledger than another. */
export const isBefore = (one: Position, other: Position): boolean =>
  one.block < other.block || (one.block === other.block && one.index < other.index);
