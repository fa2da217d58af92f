import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a accreditation. */
export const params = z.strictObject({ department: schemas.usccText, type: schemas.typeCode });
