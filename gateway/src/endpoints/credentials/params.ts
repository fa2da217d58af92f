import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a credential. */
export const params = z.strictObject({ id: api.credentialId });
