import { X509Certificate } from 'node:crypto';
import {
  formatCertificateIdentifier,
  formatInstant,
  keyPrefixes,
  keys,
  schemas,
  sealsOf,
  splitKey,
  type AuditEntry,
  type BatchRecord,
  type LedgerEvent,
  type LicenseRecord,
  type LicenseReference,
  type Transition,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../ledger/transaction-id.js';
import type { CommittedTransaction, Write } from '../ledger/port.js';
import { catalogueDetails } from './catalogue-acts.js';
import { creditDetails } from './credit-acts.js';
import { grantDetails } from './grant-acts.js';

/** What a key held before the transaction, or holds by it. */
export type Lookup = (key: string) => unknown;

/** The hubs of one process are given the same transactions, and an act takes longer to find than the rest of a row. */
const found = new WeakMap<CommittedTransaction, AuditEntry>();

/**
 * What a valid transaction did, by its own writes and event and, for a later run of a batch, by the batch's record. The
 * same block gives the same act, at whichever hub.
 */
export function actOf(
  transaction: CommittedTransaction,
  writes: readonly Write[],
  lookup: Lookup,
): AuditEntry {
  const known = found.get(transaction);
  if (known !== undefined) return known;
  const act = readAct(transaction, writes, lookup);
  found.set(transaction, act);
  return act;
}

function readAct(transaction: CommittedTransaction, writes: readonly Write[], lookup: Lookup): AuditEntry {
  const { block, index, transactionId, timestamp, creator, function: called } = transaction;
  const event = eventOf(transaction);
  return {
    block,
    index,
    transactionId,
    at: timestamp,
    operation: event?.type ?? called.replace(':', '.'),
    submitter: { mspId: creator.mspId, ...named(creator.certificate) },
    count: event?.count ?? writes.length,
    ...(event?.key !== undefined && { key: event.key }),
    ...(event?.effectiveAt !== undefined && { effectiveAt: formatInstant(event.effectiveAt) }),
    ...detailsOf(transactionId, event, writes, lookup),
  };
}

type Details = Partial<
  Pick<
    AuditEntry,
    'department' | 'issuer' | 'person' | 'reviewer' | 'law' | 'basis' | 'type' | 'certificate' | 'batch'
  >
>;

/** Whose the records are that were written, and on what it rests. */
const detailsOf = (
  transactionId: string,
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: Lookup,
): Partial<AuditEntry> =>
  creditDetails(transactionId, event, writes, lookup) ??
  catalogueDetails(event, writes, lookup) ??
  grantDetails(transactionId, event, lookup) ??
  recordDetails(transactionId, event, writes, lookup);

function recordDetails(
  transactionId: string,
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: Lookup,
): Details {
  const acted = event?.key;
  if (acted === undefined || kindOf(acted) === keyPrefixes.batch) {
    return batchDetails(transactionId, event, writes, lookup);
  }
  if (kindOf(acted) !== keyPrefixes.license) return registryDetails(lookup(acted));
  const { h = [] } = (lookup(acted) ?? {}) as Partial<LicenseRecord>;
  const transition = h.findLast(({ x }) => transactionIdOf(x) === transactionId);
  return transition === undefined
    ? batchDetails(transactionId, event, writes, lookup)
    : transitionDetails(acted, transition);
}

/** The act on one certificate, by the transition it added. */
function transitionDetails(key: string, { p, k, l, b, a }: Transition): Details {
  const reference = referenceIn(key);
  return {
    ...inPlaceOf(reference.issuer, a),
    person: p,
    ...(k !== undefined && { reviewer: k }),
    law: l,
    basis: b,
    type: reference.type,
    certificate: formatCertificateIdentifier(reference),
  };
}

/** A batch opened or sealed anew, or a run of it: who answers for it stands in the batch's record. */
function batchDetails(
  transactionId: string,
  event: LedgerEvent | undefined,
  writes: readonly Write[],
  lookup: Lookup,
): Details {
  const batch = event?.batch;
  const record = batch === undefined ? undefined : (lookup(keys.batch(batch)) as BatchRecord | undefined);
  if (batch === undefined || record === undefined) return {};
  const resealed = sealsOf(record).find(({ tx }) => transactionIdOf(tx) === transactionId);
  const { statement, actor, person, twoPeople, basis } = resealed ?? record;
  const licenses = writes.filter(({ key }) => kindOf(key) === keyPrefixes.license);
  const [only, ...others] = licenses;
  return {
    ...inPlaceOf(statement.issuer, actor),
    person,
    ...(twoPeople && { reviewer: twoPeople.reviewer.officer }),
    law: basis.law,
    basis: basis.digest,
    type: statement.type,
    batch,
    ...(only !== undefined &&
      others.length === 0 && { certificate: formatCertificateIdentifier(referenceIn(only.key)) }),
  };
}

/** Whose a registry record is, and of which type. */
function registryDetails(record: unknown = {}): Details {
  const { department, registeredBy, code, type, holderKinds, mspId } = record as {
    readonly [name: string]: string | undefined;
  };
  const owner = department ?? registeredBy ?? (mspId === undefined ? undefined : code);
  const ofType = type ?? (holderKinds === undefined ? undefined : code);
  return { ...(owner !== undefined && { department: owner }), ...(ofType !== undefined && { type: ofType }) };
}

const inPlaceOf = (issuer: string, actor: string | undefined): Details =>
  actor === undefined || actor === issuer ? { department: issuer } : { department: actor, issuer };

const kindOf = (key: string): string | undefined => splitKey(key)[0];

/** The certificate a license's key names. */
export function referenceIn(key: string): LicenseReference {
  const [, type = '', issuer = '', serial = '', version = ''] = splitKey(key);
  return { type, issuer, serial, version };
}

/** The contract's event; one that is not as the schema says tells nothing, and must not stop the projection. */
function eventOf({ event }: CommittedTransaction): LedgerEvent | undefined {
  try {
    return event && schemas.ledgerEvent.parse(JSON.parse(Buffer.from(event.payload).toString()));
  } catch {
    return undefined;
  }
}

const MOST_KNOWN = 1000;
const names = new Map<string, { name?: string }>();

/** The name in a certificate. The same few identities sign everything, and a certificate takes long to parse. */
function named(certificate: string): { name?: string } {
  const known = names.get(certificate);
  if (known !== undefined) return known;
  if (names.size >= MOST_KNOWN) names.clear();
  const found = commonName(certificate);
  names.set(certificate, found);
  return found;
}

/** Members admitted every creator; what still cannot be read has no name, and stops nothing. */
function commonName(certificate: string): { name?: string } {
  try {
    const name = /^CN=(.+)$/m.exec(new X509Certificate(certificate).subject)?.[1];
    return name === undefined ? {} : { name };
  } catch {
    return {};
  }
}
