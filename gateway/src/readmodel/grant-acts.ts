import {
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type Grant,
  type Lease,
  type LedgerEvent,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../ledger/transaction-id.js';

type Details = Partial<Pick<AuditEntry, 'department' | 'person' | 'law' | 'basis'>>;

/** Who asked for data, decided, or took a part of a quota. Undefined of any other transaction. */
export function grantDetails(
  transactionId: string,
  event: LedgerEvent | undefined,
  lookup: (key: string) => unknown,
): Details | undefined {
  const key = event?.key ?? '';
  const [kind] = splitKey(key);
  if (kind === keyPrefixes.lease) return { department: (lookup(key) as Lease).by };
  return kind === keyPrefixes.grant ? decided(lookup(key) as Grant, transactionId) : undefined;
}

function decided({ decisions }: Grant, transactionId: string): Details {
  const act = decisions.find(({ by, tx }) => by !== undefined && transactionIdOf(tx) === transactionId);
  if (act === undefined) return {};
  const { by, person, basis } = act;
  return {
    ...(by !== undefined && { department: by }),
    ...(person !== undefined && { person }),
    ...(basis !== undefined && { law: basis.law, basis: basis.digest }),
  };
}
