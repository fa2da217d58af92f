import { z } from 'zod';

/** Dates are what people write: a bare date means 00:00 (start) or 24:00 (end) at +08:00, an ISO instant itself. */
export const when = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2}))?$/)
  .meta({ description: 'A date (2026-11-20, at +08:00) or an ISO 8601 instant', examples: ['2026-11-20'] });

/** How a list is asked for: `next` of one page is the `cursor` of the following. */
export const pageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(50)
    .meta({ description: 'How many items a page holds' }),
  cursor: z.string().min(1).max(400).optional(),
});
/** One page of a list; `next` is absent on the last. */
export const pageOf = <Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodOptional<z.ZodString> }, z.core.$strict> =>
  z.strictObject({ items: z.array(item), next: z.string().optional() });

/** The record's revision an act was decided on (its ETag). */
export const revised = { expectedRevision: z.int().min(0).optional() };

export type PageQuery = z.infer<typeof pageQuery>;

export const bilingualText = z.strictObject({ zh: z.string(), en: z.string() });
