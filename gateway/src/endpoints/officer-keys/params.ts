import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a officer's key. */
export const params = z.strictObject({ department: schemas.usccText, officer: schemas.officerId });
