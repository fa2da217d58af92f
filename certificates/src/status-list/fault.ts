import type { JsonObject } from '@hanlian/chaincode/domain';
import type { CheckCode } from '../verification/codes.js';

/** Why nothing follows from a status list, by its code of the verification table. */
export class ListFault extends Error {
  override readonly name = 'ListFault';

  constructor(
    readonly code: CheckCode,
    readonly data: JsonObject = {},
  ) {
    super(code);
  }
}

/** Not a list as our profile has it; `part` is what of it is wrong. */
export const malformed = (part: string): ListFault => new ListFault('STATUS_LIST_MALFORMED', { part });
