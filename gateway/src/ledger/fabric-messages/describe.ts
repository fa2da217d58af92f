import type * as port from '../port.js';
import type { CommittedTransaction, Description, PrivateWriteHash, ValidationCode, Write } from '../port.js';
import { decodeProposal } from './proposal.js';
import { decodeReadWriteSet } from './rwset-decode.js';
import type { RangeRead, ReadWriteSet, Version } from './rwset.js';
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
    endorsed: {
      endorsers: transaction.endorsements.map(({ endorser }) => parseIdentity(endorser).mspId),
      result: text(transaction.response.payload),
      effects: effectsOf(decodeReadWriteSet(transaction.results), transaction.event),
    },
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

/** A read-write set and event, as the port shows them. Of a long range read Fabric keeps hashes only: no reads. */
export function effectsOf(set: ReadWriteSet, event: port.ChaincodeEvent | undefined): port.Effects {
  return {
    reads: set.flatMap(({ namespace, reads }) =>
      reads.map(({ key, version }) => ({ namespace, key, ...positionOf(version) })),
    ),
    ranges: set.flatMap(({ namespace, ranges }) => ranges.map((range) => rangeOf(namespace, range))),
    writes: publicWrites(set),
    privateReads: set.flatMap(({ namespace, collections }) =>
      collections.flatMap(({ collection, reads }) =>
        reads.map(({ keyHash, version }) => ({ namespace, collection, keyHash, ...positionOf(version) })),
      ),
    ),
    privateWrites: privateWriteHashes(set),
    ...(event && { event }),
  };
}

function rangeOf(namespace: string, { startKey, endKey, exhausted, results }: RangeRead): port.RangeRead {
  const reads = 'hashes' in results ? [] : results;
  return {
    namespace,
    start: startKey,
    end: endKey,
    exhausted,
    reads: reads.map(({ key, version }) => ({ namespace, key, ...positionOf(version) })),
  };
}

function positionOf(version: Version | undefined): { version?: port.Position } {
  return version ? { version: { block: version.block, index: version.transaction } } : {};
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
