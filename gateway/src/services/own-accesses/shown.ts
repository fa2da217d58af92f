import {
  findingStanding,
  formatInstant,
  keys,
  receiptDigest,
  visibleFrom,
  type FindingRecord,
  type Grant,
  type HandedOn,
  type ObjectionAnswer,
  type OwnAccess,
  type Query,
  type QueryRecords,
  type ReleaseReceipt,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import type { Receipts } from '../../sharing/receipts.js';
import { handedOnOf, type Told } from '../../sharing/told.js';
import { queriesAbout } from '../audit/accesses.js';
import type { LicenseParts } from '../licenses/parts.js';
import { recordAt } from '../records.js';
import { filingOf } from './filings.js';

export interface ShownParts extends Pick<LicenseParts, 'model' | 'documents' | 'hashes' | 'now' | 'store'> {
  readonly receipts: Receipts;
  readonly told: Pick<Told, 'of'>;
}

/** An access that is shown, and its number in the chain of the two departments: which is not, since it tells of others. */
export interface ShownAccess {
  readonly access: OwnAccess;
  readonly seq: number;
}

/**
 * The accesses to somebody's data that may be shown by now, newest first. What is still held back is not there: nothing
 * counts it, and no number, cursor or short page tells of a gap where it will be.
 */
export async function accessesTo(parts: ShownParts, subject: string): Promise<readonly ShownAccess[]> {
  const found = await queriesAbout(parts, subject);
  const shown = await Promise.all(found.map((records) => shownOf(parts, records)));
  return shown.flat().sort(newestFirst);
}

const newestFirst = ({ access: a }: ShownAccess, { access: b }: ShownAccess): number =>
  a.at === b.at ? (a.query < b.query ? -1 : 1) : a.at < b.at ? 1 : -1;

async function shownOf(parts: ShownParts, { request, outcome }: QueryRecords): Promise<ShownAccess[]> {
  if (request.record.kind !== 'request' || outcome?.record.kind !== 'release') return [];
  const release = outcome.record;
  // A release names a grant its hub knew.
  const grant = recordAt(parts.model, keys.grant(release.grant)) as Grant | undefined;
  const from = visibleFrom(grant ?? release, release.at);
  if (from === undefined || from > parts.now()) return [];
  const access = ownAccessOf(parts, { query: request.record.asked.query, outcome, release, grant });
  const handedOn = await productsOf(parts, release, grant);
  return [{ access: { ...access, ...(handedOn.length > 0 && { handedOn }) }, seq: release.seq }];
}

/** Where products of it went, each shown by the rule that shows the access. */
async function productsOf(
  { told, now }: ShownParts,
  { requester, query }: ReleaseReceipt,
  grant: Grant | undefined,
): Promise<HandedOn[]> {
  if (grant?.kind !== 'operation') return [];
  const products = await told.of(requester, query);
  return products.filter(({ at }) => (visibleFrom(grant, at) ?? Infinity) <= now()).map(handedOnOf);
}

interface Released {
  readonly query: Query;
  readonly outcome: SignedReceipt;
  readonly release: ReleaseReceipt;
  readonly grant: Grant | undefined;
}

function ownAccessOf(parts: ShownParts, { query, outcome, release, grant }: Released): OwnAccess {
  const { provider, requester, at, fields } = release;
  const { id, resource, purpose, matter, operator, system } = query;
  const objection = objectionTo(parts, requester, id);
  return {
    ...{ provider, requester, at: formatInstant(at), query: id, resource, fields },
    ...{ purpose, matter, operator, system },
    receipt: receiptDigest(parts.hashes.sha256, outcome),
    authority: { grant: release.grant, ...(grant && basisOf(grant)) },
    ...(objection && { objection }),
  };
}

const basisOf = ({ basis }: Grant): Partial<OwnAccess['authority']> =>
  'consent' in basis ? { consent: basis.consent } : { law: basis.law };

/** The objection to an access, once it stands on the ledger. */
export function objectionTo(
  { store, model, now }: Pick<ShownParts, 'store' | 'model' | 'now'>,
  requester: string,
  query: string,
): ObjectionAnswer | undefined {
  const finding = filingOf(store, { requester, query })?.finding;
  const record =
    finding === undefined ? undefined : (recordAt(model, keys.finding(finding)) as FindingRecord | undefined);
  if (finding === undefined || record === undefined) return undefined;
  return {
    finding,
    department: record.department,
    due: formatInstant(record.due),
    standing: findingStanding(record, now()),
    answers: record.answers.map(({ reply, by, txTime }) => ({ reply, by, at: formatInstant(txTime) })),
  };
}
