import { MAX_RUN } from '@hanlian/chaincode/domain';
import { randomSerialText, type Random } from '../../storage/random.js';

/** 103 random bits, so that nobody can guess a serial, and two runs never share a prefix. */
const PREFIX_LENGTH = 20;
const BASE = 36;
const SUFFIX_LENGTH = (MAX_RUN - 1).toString(BASE).length;

/** The serials of one run, and the prefix they share when the hub drew them all. */
export interface RunSerials {
  readonly serials: readonly string[];
  readonly prefix?: string;
}

/** Takes the serials given for a run and draws the others: with one prefix for all, one range read proves them new. */
export function drawSerials(random: Random, given: readonly (string | undefined)[]): RunSerials {
  const prefix = randomSerialText(random, PREFIX_LENGTH);
  const serials = given.map(
    (serial, i) => serial ?? prefix + i.toString(BASE).toUpperCase().padStart(SUFFIX_LENGTH, '0'),
  );
  return given.some((serial) => serial !== undefined) ? { serials } : { serials, prefix };
}
