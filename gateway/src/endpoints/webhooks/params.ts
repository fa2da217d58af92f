import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a webhook. */
export const params = z.strictObject({ id: api.webhookId });
