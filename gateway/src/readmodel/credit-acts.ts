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

type Details = Partial<Pick<AuditEntry, 'key' | 'department' | 'issuer' | 'person' | 'law' | 'basis'>>;

/** The kinds of records, the one an act is about first: besides it, an act may write heads and duties. */
const ABOUT = [keyPrefixes.entry, keyPrefixes.evaluation, keyPrefixes.stopDuties, keyPrefixes.entrySet];

/**
 * What a transaction on credit did, by the records it wrote: its event names none, since the log is public. Undefined of any
 * other transaction.
 */
export function creditDetails(
  transactionId: string,
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: (key: string) => unknown,
): Details | undefined {
  if (event === undefined || !event.type.startsWith('credit.')) return undefined;
  const keys = ABOUT.flatMap((kind) => writes.filter(({ key }) => kindOf(key) === kind)).map(
    ({ key }) => key,
  );
  const [key] = keys;
  if (key === undefined) return {};
  const details = DETAILS[kindOf(key)]?.(lookup(key), transactionId) ?? {};
  return event.type === 'credit.publish' ? details : { key, ...details };
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
