import type { JsonObject } from '@hanlian/chaincode/domain';
import type { CheckCode } from '../verification/codes.js';

/** Why an SD-JWT is not what it should be, by its code of the verification table. */
export class SdJwtFault extends Error {
  override readonly name = 'SdJwtFault';

  constructor(
    readonly code: CheckCode,
    message: string,
    readonly data?: JsonObject,
  ) {
    super(message);
  }
}

/** Not built as RFC 9901 and our profile of it want it. `reason` names the part, never a value. */
export const malformed = (reason: string): SdJwtFault =>
  new SdJwtFault('SD_JWT_MALFORMED', reason, { reason });
