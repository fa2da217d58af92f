import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a seal key. */
export const params = z.strictObject({ department: schemas.usccText, key: schemas.digest });
