import { z } from 'zod';
import { isDate } from '../time/index.js';

/** 2^53: up to here every integer is the same in all languages that read our records. */
const MOST_FEN = '9007199254740992';

/** An amount in 分 as digits: no sign, no decimals, no leading zero, at most 2^53. */
export const fen = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .refine((digits) => digits.length < MOST_FEN.length || digits <= MOST_FEN);

export const positiveFen = fen.refine((digits) => digits !== '0');

export const currency = z.literal('CNY');

/** A yearly rate in hundredths of a percent: 435 is 4.35 %. */
export const basisPoints = z.int().min(0).max(10000);

/** A legal date, `YYYY-MM-DD` at UTC+8. */
export const legalDate = z.string().refine(isDate);

/** Both days count. */
export const dateRange = z
  .strictObject({ from: legalDate, to: legalDate })
  .refine(({ from, to }) => from <= to, { path: ['to'] });

export type DateRange = z.infer<typeof dateRange>;
