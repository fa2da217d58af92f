import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a department. */
export const params = z.strictObject({ code: schemas.usccText });
