import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** The certificate an address names. */
export const licenseParams = z.strictObject({ id: api.identifier });
