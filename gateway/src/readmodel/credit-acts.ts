import {
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type CreditEntry,
  type EntrySet,
  type Evaluation,
  type LedgerEvent,
} from '@hanlian/chaincode/domain';
import type { Write } from '../ledger/port.js';
import { transactionIdOf } from '../ledger/transaction-id.js';

type Details = Partial<Pick<AuditEntry, 'department' | 'issuer' | 'person' | 'law' | 'basis'>>;

/** What a transaction on credit did, by its event and the records it wrote; undefined of any other. */
export function creditDetails(
  transactionId: string,
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: (key: string) => unknown,
): Details | undefined {
  if (event === undefined || !event.type.startsWith('credit.')) return undefined;
  const { key = writes.find((write) => kindOf(write.key) === keyPrefixes.entry)?.key } = event;
  const detailsOf = key === undefined ? undefined : DETAILS[kindOf(key)];
  return detailsOf?.(lookup(key as string), transactionId) ?? {};
}

const kindOf = (key: string): string => splitKey(key)[0] as string;

const DETAILS: Readonly<Record<string, (record: unknown, transactionId: string) => Details>> = {
  [keyPrefixes.entry]: entryDetails,
  [keyPrefixes.entrySet]: successionDetails,
  [keyPrefixes.evaluation]: (record) => {
    const { office, person } = record as Evaluation;
    return { department: office, person };
  },
};

const byTransaction =
  (transactionId: string) =>
  ({ tx }: { readonly tx: string }): boolean =>
    transactionIdOf(tx) === transactionId;

/** A publication, or an act on one entry; the source is told also of what the credit office did. */
function entryDetails(record: unknown, transactionId: string): Details {
  const { source, published, history = [] } = record as CreditEntry;
  const transition = history.findLast(byTransaction(transactionId));
  if (transition === undefined) return { department: source, person: published.person };
  const { actor, person, basis } = transition;
  return {
    department: actor,
    ...(actor !== source && { issuer: source }),
    person,
    law: basis.law,
    basis: basis.digest,
  };
}

function successionDetails(record: unknown, transactionId: string): Details {
  const { registrar, successions = [] } = record as EntrySet;
  const succession = successions.findLast(byTransaction(transactionId));
  if (succession === undefined) return { department: registrar };
  const { actor, person, basis } = succession;
  return {
    department: actor,
    ...(actor !== registrar && { issuer: registrar }),
    person,
    law: basis.law,
    basis: basis.digest,
  };
}
