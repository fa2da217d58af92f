import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a certificate type. */
export const params = z.strictObject({ code: schemas.typeCode });
