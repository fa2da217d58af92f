import { canonicalize, utf8Encode } from './encoding/index.js';
import type { Operation, SealedStatement } from './schemas/license.js';
import type { ActRequest, ActStatement } from './schemas/license-requests.js';

/** Members of a request that its signers do not sign: who they are, and what a batch's own statement covers. */
const NOT_SIGNED: readonly string[] = ['person', 'twoPeople', 'opening', 'leaf'];

/** What two people sign for an act: everything the request says of it. */
export const actStatementOf = (operation: Operation, request: ActRequest): ActStatement =>
  ({
    ...Object.fromEntries(Object.entries(request).filter(([member]) => !NOT_SIGNED.includes(member))),
    operation,
  }) as ActStatement;

/** The bytes a signature over a statement covers (RFC 8785). */
export const statementBytes = (statement: ActStatement | SealedStatement): Uint8Array =>
  utf8Encode(canonicalize(statement));
