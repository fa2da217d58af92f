import { LIST_MEDIA, PURPOSES } from '@hanlian/certificates';
import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { binary } from '../../http/binary.js';

/** What names a list. */
export const byList = z.strictObject({
  department: schemas.usccText,
  list: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,8})$/)
    .transform(Number)
    .pipe(z.int().min(0).max(999_999_999)),
  purpose: z.enum(PURPOSES),
});

/** What names one snapshot of one. */
export const byDigest = z.strictObject({ digest: schemas.digest });

export const CREDENTIAL = { status: 200, schema: binary, media: LIST_MEDIA } as const;
