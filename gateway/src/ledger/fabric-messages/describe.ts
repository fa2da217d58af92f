import type { CommittedTransaction, Description, PrivateWriteHash, ValidationCode, Write } from '../port.js';
import { decodeProposal } from './proposal.js';
import { decodeReadWriteSet } from './rwset-decode.js';
import type { ReadWriteSet } from './rwset.js';
import { parseIdentity } from './identity.js';
import { decodeTransaction, isTransaction, type Transaction } from './transaction.js';
import type { Header } from './headers.js';

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

/** Shows a signer what the bytes of either stage say. Throws an Error when they are neither. */
export function describe(bytes: Uint8Array): Description {
  return isTransaction(bytes) ? describeTransaction(decodeTransaction(bytes)) : describeProposal(bytes);
}

function describeProposal(bytes: Uint8Array): Description {
  const { header, args } = decodeProposal(bytes);
  return { stage: 'proposal', ...summary(header, args) };
}

function describeTransaction(transaction: Transaction): Description {
  return {
    stage: 'transaction',
    ...summary(transaction.header, transaction.args),
    endorsers: transaction.endorsements.map(({ endorser }) => parseIdentity(endorser).mspId),
    result: text(transaction.response.payload),
    writes: publicWrites(decodeReadWriteSet(transaction.results)),
  };
}

function summary(header: Header, args: readonly Uint8Array[]): Omit<Description, 'stage'> {
  const [name, ...rest] = args.map(text);
  return {
    transactionId: header.transactionId,
    channel: header.channel,
    chaincode: header.chaincode,
    function: name ?? '',
    arguments: rest,
    timestamp: header.timestamp.toISOString(),
    creator: parseIdentity(header.creator),
  };
}

/** The public writes of a set, as the port shows them. */
export function publicWrites(set: ReadWriteSet): Write[] {
  return set.flatMap(({ namespace, writes }) =>
    writes.map(({ key, value }) => ({ namespace, key, ...(value && { value }) })),
  );
}

/** The private writes of a set, as hashes. */
export function privateWriteHashes(set: ReadWriteSet): PrivateWriteHash[] {
  return set.flatMap(({ namespace, collections }) =>
    collections.flatMap(({ collection, writes }) =>
      writes.map(({ keyHash, valueHash, purge }) => ({
        namespace,
        collection,
        keyHash,
        ...(valueHash && { valueHash }),
        ...(purge && { purge }),
      })),
    ),
  );
}

/** A transaction as it stands in a block. */
export function committedTransaction(
  transaction: Transaction,
  place: { readonly block: number; readonly index: number; readonly code: ValidationCode },
): CommittedTransaction {
  const set = decodeReadWriteSet(transaction.results);
  return {
    transactionId: transaction.header.transactionId,
    ...place,
    timestamp: transaction.header.timestamp.toISOString(),
    creator: parseIdentity(transaction.header.creator),
    chaincode: transaction.header.chaincode,
    function: text(transaction.args[0]),
    ...(transaction.event && { event: transaction.event }),
    writes: publicWrites(set),
    privateWrites: privateWriteHashes(set),
  };
}
