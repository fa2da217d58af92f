import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a consent: the random id its enterprise drew. */
export const params = z.strictObject({ id: api.consentId });
