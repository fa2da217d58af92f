import type { NoteVerifiers } from '@hanlian/chaincode/domain';
import { verifyEd25519 } from '@hanlian/chaincode/hash';
import { verifySm2 } from '../sm2/sm2.js';
import { sm2KeyOf } from '../sm2/keys.js';

/** Both kinds of signature a note of the hub may carry. */
export const noteVerifiers: NoteVerifiers = {
  ed25519: verifyEd25519,
  sm2: (point, message, signature) => verifySm2(message, sm2KeyOf(point), signature),
};
