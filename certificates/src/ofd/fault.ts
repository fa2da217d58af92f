import type { JsonObject } from '@hanlian/chaincode/domain';
import type { OfdCode } from '../verification/ofd-codes.js';

/** What is wrong with an OFD file, by its code of the verification table. `data` names parts, never what they say. */
export class OfdFault extends Error {
  override readonly name = 'OfdFault';

  constructor(
    readonly code: OfdCode,
    readonly data: JsonObject = {},
  ) {
    super(code);
  }
}
