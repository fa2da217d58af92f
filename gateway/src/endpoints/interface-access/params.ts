import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** The organisation an access is for. */
export const params = z.strictObject({ department: schemas.usccText });
