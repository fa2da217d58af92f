import { base64urlEncode } from '@hanlian/chaincode/domain';
import type { TransactionAnswer } from '@hanlian/chaincode/domain';
import type { CommittedTransaction, PrivateWriteHash, Write } from '../../ledger/port.js';

type WriteView = TransactionAnswer['writes'][number];
type PrivateWriteView = TransactionAnswer['privateWrites'][number];

const writeView = ({ namespace, key, value }: Write): WriteView => ({
  namespace,
  key,
  ...(value && { value: base64urlEncode(value) }),
});

const privateWriteView = ({ keyHash, valueHash, ...place }: PrivateWriteHash): PrivateWriteView => ({
  ...place,
  keyHash: base64urlEncode(keyHash),
  ...(valueHash && { valueHash: base64urlEncode(valueHash) }),
});

/** A committed transaction as JSON. */
export const transactionView = (transaction: CommittedTransaction): TransactionAnswer => {
  const { transactionId, block, index, code, timestamp, creator, chaincode, event } = transaction;
  return {
    transactionId,
    block,
    index,
    code,
    timestamp,
    creator: { mspId: creator.mspId, certificate: creator.certificate },
    chaincode,
    function: transaction.function,
    ...(event && { event: { name: event.name, payload: base64urlEncode(event.payload) } }),
    writes: transaction.writes.map(writeView),
    privateWrites: transaction.privateWrites.map(privateWriteView),
  };
};
