import { z } from 'zod';
import { bilingual, change, instant, pageRequest, provenance, usccText, v1 } from './common.js';
import { basisPoints, currency, positiveFen } from './money.js';

/** A short name within its owner: `quick-loan`, `interest-2026`. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{2,39}$/);

const productFacts = {
  id: slug,
  name: bilingual,
  currency,
  least: positiveFen,
  most: positiveFen,
  months: z.strictObject({ least: z.int().min(1).max(360), most: z.int().min(1).max(360) }),
  /** The highest yearly rate a contract under it may have. */
  rate: basisPoints,
  since: instant,
  until: instant.optional(),
};

/** What a bank offers to anyone. It stands in the open; who applies for it does not. */
export const loanProduct = z.strictObject({ v: v1, bank: usccText, ...productFacts, ...provenance });
export const putProduct = z.strictObject({ ...change, ...productFacts });

export const getProduct = z.strictObject({ v: v1, bank: usccText, id: slug });
/** Of one bank, or of all. */
export const pageProducts = z.strictObject({ ...pageRequest, bank: usccText.optional() });
export const productPage = z.strictObject({
  v: v1,
  products: z.array(loanProduct),
  /** Absent on the last page. */
  cursor: z.string().optional(),
});

export type LoanProduct = z.infer<typeof loanProduct>;
export type PutProduct = z.infer<typeof putProduct>;
export type ProductPage = z.infer<typeof productPage>;
