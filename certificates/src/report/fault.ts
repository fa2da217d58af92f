import type { JsonObject } from '@hanlian/chaincode/domain';
import type { CheckCode } from '../verification/codes.js';

/** Why a credit report is not what it should be, by its code of the verification table. */
export class ReportFault extends Error {
  override readonly name = 'ReportFault';

  constructor(
    readonly code: CheckCode,
    readonly data?: JsonObject,
  ) {
    super(code);
  }
}
