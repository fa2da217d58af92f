import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a holder's key: a digest the department chooses, of nothing that tells who the holder is. */
export const params = z.strictObject({ id: schemas.digest });
