import { schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a write its caller signs: its job. */
export const params = z.strictObject({ id: schemas.random16 });
