import { status as Status } from '@grpc/grpc-js';
import { decodeError, type ErrorCode } from '@hanlian/chaincode/domain';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { failure, messageOf } from '../embedded/errors.js';
import type { LedgerError, Stage } from '../port.js';

/**
 * What a peer says in words and the port says in codes: the peer has no codes for these. Each line is held by a
 * conformance case recorded on a real peer.
 */
const PEER_TEXTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/Writes are not allowed|paginated query/, 'LEDGER_WRITE_AFTER_PAGED_QUERY'],
  [
    /queries on pvt data.*not supported|has already performed queries on pvt data|unsuppored.*pvt|transaction has already written/i,
    'LEDGER_WRITE_AFTER_PRIVATE_QUERY',
  ],
  [/does not have (read|write) access permission|tx creator does not have/i, 'LEDGER_COLLECTION_NOT_MEMBER'],
  [
    /creator's signature over the proposal is not valid|signature set did not satisfy/i,
    'LEDGER_BAD_SIGNATURE',
  ],
  [
    /creator org unknown|creator is malformed|creator certificate is not valid|access denied/i,
    'LEDGER_CREATOR_UNKNOWN',
  ],
  [/timestamp.*outside|proposal.*expired/i, 'LEDGER_TIMESTAMP_OUTSIDE_WINDOW'],
  [/chaincode .* not found|not installed|make sure the chaincode/i, 'LEDGER_CHAINCODE_UNKNOWN'],
  [/ProposalResponsePayloads do not match/, 'LEDGER_NOT_DETERMINISTIC'],
  [/chaincode response \d+/, 'LEDGER_CONTRACT_FAILED'],
];

/** The calls a peer's word on which says nothing about the request: another peer may answer. */
const ELSEWHERE: readonly number[] = [
  Status.UNAVAILABLE,
  Status.DEADLINE_EXCEEDED,
  Status.RESOURCE_EXHAUSTED,
];

const CODE_OF_STATUS: Readonly<Partial<Record<number, ErrorCode>>> = {
  [Status.UNAVAILABLE]: 'LEDGER_UNAVAILABLE',
  [Status.DEADLINE_EXCEEDED]: 'LEDGER_TIMEOUT',
  [Status.RESOURCE_EXHAUSTED]: 'LEDGER_UNAVAILABLE',
};

/** All that the peers said of a failed call. */
function wordsOf(error: GatewayError): string {
  return [error.message, ...error.details.map(({ message }) => message)].join('\n');
}

/** Whether a failure is the peer's, not the request's: its process, its chaincode or its way to the orderer is down. */
export function isPeersOwn(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  const words = wordsOf(error);
  return (
    ELSEWHERE.includes(error.code) ||
    /could not launch chaincode|failed to execute transaction|no combination of peers|too many requests/.test(
      words,
    )
  );
}

function codeOf(error: GatewayError, words: string): ErrorCode {
  const byText = PEER_TEXTS.find(([pattern]) => pattern.test(words))?.[1];
  if (byText !== undefined) return byText;
  if (isPeersOwn(error)) return CODE_OF_STATUS[error.code] ?? 'LEDGER_UNAVAILABLE';
  return 'LEDGER_ENDORSEMENT_FAILED';
}

/** Brings what the client library threw to a `LedgerError`: a contract's own code first, then what the peers said. */
export function ledgerError(stage: Stage, error: unknown, transactionId?: string): LedgerError {
  if (!(error instanceof GatewayError)) {
    return failure(stage, 'LEDGER_UNAVAILABLE', messageOf(error), { transactionId, cause: error });
  }
  const words = wordsOf(error);
  const own = decodeError(words);
  if (own !== undefined) {
    return failure(stage, own.code, own.message, { transactionId, cause: error, details: own.details });
  }
  return failure(stage, codeOf(error, words), words, { transactionId, cause: error });
}
