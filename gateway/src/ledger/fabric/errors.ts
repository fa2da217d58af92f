import { status as Status } from '@grpc/grpc-js';
import { decodeError, type ErrorCode } from '@hanlian/chaincode/domain';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { failure, messageOf } from '../common/failure.js';
import { LedgerError, type Stage } from '../port.js';

/**
 * What peers and orderers say of a request in words, and the port in codes: they have no codes for these. Every line is
 * held by a conformance case or by a test in `test/src/fabric`, on a real network.
 */
const TEXTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/performed a paginated query|Paginated queries are supported only/, 'LEDGER_WRITE_AFTER_PAGED_QUERY'],
  [/queries on pvt data/i, 'LEDGER_WRITE_AFTER_PRIVATE_QUERY'],
  [/tx creator does not have (read|write) access/, 'LEDGER_COLLECTION_NOT_MEMBER'],
  [/private data matching public hash version is not available/, 'LEDGER_PRIVATE_DATA_UNAVAILABLE'],
  [/access denied: channel|status=FORBIDDEN/, 'LEDGER_CREATOR_UNKNOWN'],
  [/request unauthorized due to incorrect timestamp/, 'LEDGER_TIMESTAMP_OUTSIDE_WINDOW'],
  [/duplicate transaction found/, 'LEDGER_DUPLICATE_TXID'],
  [/message payload is \d+ bytes and exceeds/, 'LEDGER_TOO_LARGE'],
  [
    /No metadata was found for chaincode|no peers available to evaluate chaincode/,
    'LEDGER_CHAINCODE_UNKNOWN',
  ],
  [/ProposalResponsePayloads do not match/, 'LEDGER_NOT_DETERMINISTIC'],
  [/chaincode response \d+/, 'LEDGER_CONTRACT_FAILED'],
];

/** What a peer says when it, its chaincode or its way to the others is down: it says nothing about the request. */
const PEERS_OWN =
  /could not launch chaincode|failed to execute transaction|no combination of peers|too many requests/;

const STATUSES: Readonly<Partial<Record<number, ErrorCode>>> = {
  [Status.UNAVAILABLE]: 'LEDGER_UNAVAILABLE',
  [Status.DEADLINE_EXCEEDED]: 'LEDGER_TIMEOUT',
  [Status.RESOURCE_EXHAUSTED]: 'LEDGER_UNAVAILABLE',
  // A peer that dies may reset its streams so; the adapter itself cancels nothing but block streams.
  [Status.CANCELLED]: 'LEDGER_UNAVAILABLE',
};

/** All that the peers said of a failed call. */
const wordsOf = (error: GatewayError): string =>
  [error.message, ...error.details.map(({ message }) => message)].join('\n');

const codeOfText = (words: string): ErrorCode | undefined =>
  TEXTS.find(([pattern]) => pattern.test(words))?.[1];

const codeOfPeer = (error: GatewayError, words: string): ErrorCode | undefined =>
  STATUSES[error.code] ?? (PEERS_OWN.test(words) ? 'LEDGER_UNAVAILABLE' : undefined);

/** Whether a failure is the peer's and not the request's, so that another peer may do better. */
export function isPeersOwn(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  const words = wordsOf(error);
  return codeOfText(words) === undefined && codeOfPeer(error, words) !== undefined;
}

/** What was sent to be ordered may have been ordered, whatever became of the answer. */
function codeAtStage(stage: Stage, code: ErrorCode): ErrorCode {
  const isOpen = code === 'LEDGER_UNAVAILABLE' || code === 'LEDGER_TIMEOUT';
  return stage === 'submit' && isOpen ? 'LEDGER_OUTCOME_UNKNOWN' : code;
}

/** Brings what the client library threw to a `LedgerError`: a contract's own code first, then what the peers said. */
export function ledgerError(stage: Stage, error: unknown, transactionId?: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const more = { transactionId, cause: error };
  if (!(error instanceof GatewayError)) return failure(stage, 'LEDGER_UNAVAILABLE', messageOf(error), more);
  const words = wordsOf(error);
  const own = decodeError(words);
  if (own !== undefined) return failure(stage, own.code, own.message, { ...more, details: own.details });
  const code = codeOfText(words) ?? codeOfPeer(error, words) ?? 'LEDGER_ENDORSEMENT_FAILED';
  return failure(stage, codeAtStage(stage, code), words, more);
}
