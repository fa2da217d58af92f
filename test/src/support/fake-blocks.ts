import type { AuditEntry, FeedEvent } from '@hanlian/chaincode/domain';
import { type Block, type CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { ISSUER, RANDOM } from './fake-parts.js';

export const TRANSACTION: CommittedTransaction = {
  transactionId: 'tx-1',
  block: 1,
  index: 0,
  code: 'VALID',
  timestamp: '2026-11-20T04:00:00.000Z',
  creator: { mspId: 'BureauMSP', certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  chaincode: 'hanlian',
  function: 'license:issue',
  event: { chaincode: 'hanlian', name: 'license.issued', payload: new Uint8Array([123, 125]) },
  writes: [{ namespace: 'hanlian', key: 'lic~x', value: new Uint8Array([123, 125]) }],
  privateWrites: [{ namespace: 'hanlian', collection: 'reports', keyHash: new Uint8Array(32) }],
};
export const BLOCK: Block = {
  number: 1,
  previousHash: new Uint8Array(32),
  dataHash: new Uint8Array(32),
  hash: new Uint8Array(32),
  stateHash: new Uint8Array(32),
  transactions: [TRANSACTION],
};

export const ACT: AuditEntry = {
  block: 1,
  index: 0,
  transactionId: 'tx-1',
  at: '2026-11-20T04:00:00.000Z',
  operation: 'license.issue',
  submitter: { mspId: 'BureauMSP', name: 'clerk' },
  department: ISSUER,
  person: 'OFFICER1',
  count: 1,
};

export const EVENT: FeedEvent = {
  id: 'ledger:1-0',
  position: '1',
  type: 'license.recorded',
  at: '2026-11-20T04:00:00.000Z',
  data: { operation: 'license.issue', batch: RANDOM, count: 1 },
};
