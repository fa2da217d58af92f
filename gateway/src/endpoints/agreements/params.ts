import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a agreement. */
export const params = z.strictObject({ text: schemas.digest });
