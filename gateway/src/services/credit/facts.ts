import {
  canonicalize,
  entryIdOf,
  keys,
  requireEntry,
  requireEntryFacts,
  type Category,
  type CreditEntry,
  type CreditEntryInput,
  type CreditFactsInput,
  type EntryFacts,
  type EntryInput,
  type EntryReference,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import { referenceOf } from '../licenses/find.js';
import { recordAt } from '../records.js';
import { findBody, prepareBody, saysTheSame, type PreparedBody } from './bodies.js';
import type { CreditParts } from './parts.js';

type PublicFacts = Omit<EntryFacts, 'root' | 'sm3Root'>;

/** What of an entry stands on the ledger besides its roots. */
function publicFacts(stated: CreditFactsInput): PublicFacts {
  const { measure, ...facts } = omit(stated, 'fields');
  if (measure === undefined) return facts;
  return { ...facts, measure: { operation: measure.operation, license: referenceOf(measure.license) } };
}

export interface PreparedFacts extends Pick<PreparedBody, 'body'> {
  readonly facts: EntryFacts;
}

/** What an entry says, checked as the contract will, and its body made ready to be stored. */
export function prepareFacts(
  parts: CreditParts,
  reference: EntryReference,
  category: Category,
  stated: CreditFactsInput,
  path: string,
): PreparedFacts {
  const { roots, body } = prepareBody(parts, reference, category, stated.fields, `${path}.fields`);
  const facts: EntryFacts = { ...publicFacts(stated), ...roots };
  requireEntryFacts(category, facts, parts.now(), path);
  return { facts, body };
}

export interface PreparedEntry extends PreparedFacts {
  readonly reference: EntryReference;
  readonly input: EntryInput;
}

/** @throws {HanlianError} what is wrong with the entry, naming the field under `path` */
export function prepareEntry(
  parts: CreditParts,
  source: string,
  { subject, category, document, ...stated }: CreditEntryInput,
  path: string,
): PreparedEntry {
  const entry = entryIdOf(parts.hashes.sha256, { source, category, document, subject });
  const reference = { subject, entry };
  const { facts, body } = prepareFacts(parts, reference, category, stated, path);
  const input = { subject, category, document, facts };
  requireEntry(input, parts.now(), path);
  return { reference, input, facts, body };
}

export const findEntry = (
  { model }: Pick<CreditParts, 'model'>,
  { subject, entry }: EntryReference,
): CreditEntry | undefined => recordAt(model, keys.entry(subject, entry)) as CreditEntry | undefined;

/** Whether an entry that stands says just what is stated; unknown where its body is not in this hub: then it does not. */
export function standsSo(
  { documents }: Pick<CreditParts, 'documents'>,
  reference: EntryReference,
  { facts }: CreditEntry,
  stated: CreditFactsInput,
): boolean {
  const told = omit(facts, 'root', 'sm3Root');
  if (canonicalize({ ...told }) !== canonicalize({ ...publicFacts(stated) })) return false;
  const body = findBody(documents, reference, facts.root);
  return body !== undefined && saysTheSame(body, stated.fields);
}
