import type { AuditEntry, LedgerEvent } from '@hanlian/chaincode/domain';
import type { CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { actOf } from '@hanlian/gateway/readmodel/acts';
import type { Committed } from './ledger.js';

/** What the audit list says of a transaction that the contracts' own ledger committed. */
export function actIn({ tx, events, writes }: Committed<unknown>): AuditEntry {
  const [event] = events as [LedgerEvent];
  const made = [...writes].map(([key, text]) => ({ namespace: 'hanlian', key, value: Buffer.from(text) }));
  const transaction: CommittedTransaction = {
    transactionId: Buffer.from(tx, 'base64url').toString('hex'),
    block: 7,
    index: 1,
    code: 'VALID',
    timestamp: '2026-11-20T02:00:00Z',
    creator: { mspId: 'BureauMSP', certificate: '' },
    chaincode: 'hanlian',
    function: event.type.replace('.', ':'),
    event: { chaincode: 'hanlian', name: event.type, payload: Buffer.from(JSON.stringify(event)) },
    writes: made,
    privateWrites: [],
  };
  return actOf(transaction, made, (key) => JSON.parse(writes.get(key)!) as unknown);
}
