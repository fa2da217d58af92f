import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a caller. */
export const params = z.strictObject({ id: api.callerId });
