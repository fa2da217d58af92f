import { api } from '@hanlian/chaincode/domain';
import type { ErrorCode } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** The certificate an address names. */
export const licenseParams = z.strictObject({ id: api.identifier });

/** What a wrong or unknown identifier is refused with. */
export const OF_IDENTIFIER: readonly ErrorCode[] = [
  'IDENTIFIER_MALFORMED',
  'ALPHABET',
  'CHECK_CHARACTER_WRONG',
  'NOT_FOUND',
];
