import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a calendar of working days. */
export const params = z.strictObject({
  year: z
    .string()
    .regex(/^[0-9]{4}$/)
    .transform(Number)
    .pipe(schemas.calendar.shape.year),
});
