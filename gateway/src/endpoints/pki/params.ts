import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a seal certificate. */
export const bySerial = z.strictObject({ serial: api.serialNumber });

/** What names a root. */
export const byRoot = z.strictObject({ root: api.rootName });

/** What names an issuing authority. */
export const byIssuer = z.strictObject({ issuer: api.issuerId });
