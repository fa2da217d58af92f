import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a reseal. */
export const params = z.strictObject({ id: api.taskId });
