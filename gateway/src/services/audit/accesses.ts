import {
  formatInstant,
  HanlianError,
  type AccessAnswer,
  type AccessQuery,
  type QueryRecords,
} from '@hanlian/chaincode/domain';
import type { Documents } from '../../documents/documents.js';
import { ACCESSES, subjectHolder } from '../../sharing/openings.js';
import type { Receipts } from '../../sharing/receipts.js';
import { handedOnOf, type Told } from '../../sharing/told.js';
import type { Speakers } from '../consents/speakers.js';
import { readMoment } from '../moments.js';
import { pageThrough } from '../pages.js';
import type { Caller, Page } from '../types.js';

interface AccessParts {
  readonly receipts: Receipts;
  readonly told: Pick<Told, 'of'>;
  readonly documents: Pick<Documents, 'heldBy'>;
  readonly speakers: Pick<Speakers, 'all'>;
}

/** A release of this hub's, and where a list goes on behind it. */
interface Found {
  readonly place: string;
  readonly records: QueryRecords;
}

/**
 * What departments of this hub released: to an auditor all of it, to others what their own department gave or got. A page
 * may be short, and still have a `next`.
 *
 * @throws {HanlianError} FORBIDDEN when another department's are asked for, DATE_IMPOSSIBLE
 */
export async function accessesIn(
  parts: AccessParts,
  caller: Caller,
  asked: AccessQuery,
): Promise<Page<AccessAnswer>> {
  const { limit, ...query } = withinScope(caller, asked);
  const passes = filterOf(query);
  return pageThrough(
    candidates(parts, query),
    { limit },
    ({ place }) => place,
    async ({ records }) => {
      const access = accessOf(records);
      return access !== undefined && passes(access) ? withProducts(parts, access) : undefined;
    },
  );
}

function withinScope(caller: Caller, asked: AccessQuery): AccessQuery {
  if (caller.scopes.has('audit:read')) return asked;
  const { department = caller.department } = asked;
  if (department === caller.department) return { ...asked, department };
  throw new HanlianError('FORBIDDEN', 'Only auditors see the accesses of other departments');
}

/** Between whom a query went. */
type Parties = Pick<AccessAnswer, 'provider' | 'requester'>;

const concerns = (department: string | undefined, { provider, requester }: Parties): boolean =>
  department === undefined || department === provider || department === requester;

const partiesOf = ({ request }: QueryRecords): Parties => request.record;

/**
 * Those about somebody by the index of whom they are about; else chain by chain, in order. Of one department's where it is
 * asked for: a `next` at another's would tell that there is one.
 */
async function* candidates(
  { receipts, documents, speakers }: Omit<AccessParts, 'told'>,
  { subject, department, cursor = '' }: Omit<AccessQuery, 'limit'>,
): AsyncGenerator<Found> {
  if (subject !== undefined) {
    const about = await queriesAbout({ receipts, documents }, subject);
    const found = about.filter((records) => concerns(department, partiesOf(records))).map(placed);
    yield* found.filter(({ place }) => place > cursor).sort((a, b) => (a.place < b.place ? -1 : 1));
    return;
  }
  for (const provider of [...speakers.all()].sort()) {
    for (const requester of [...(await receipts.chainsOf(provider)).keys()].sort()) {
      if (!concerns(department, { provider, requester })) continue;
      const pair = `${provider}~${requester}~`;
      if (pair < cursor.slice(0, pair.length)) continue;
      const after = cursor.startsWith(pair) ? Number(cursor.slice(pair.length)) : 0;
      for await (const { receipt } of receipts.chain({ provider, requester }, after)) {
        const { record } = receipt;
        if (record.kind !== 'request') continue;
        yield {
          place: `${pair}${padded(record.seq)}`,
          records: receipts.find(requester, record.asked.query.id),
        };
      }
    }
  }
}

/** All queries about somebody that departments of this hub were asked, in no order. */
export async function queriesAbout(
  { receipts, documents }: Pick<AccessParts, 'receipts' | 'documents'>,
  subject: string,
): Promise<readonly QueryRecords[]> {
  const found: QueryRecords[] = [];
  for await (const name of documents.heldBy(subjectHolder(subject), ACCESSES)) {
    const [requester, id] = name.slice(ACCESSES.length).split('/') as [string, string];
    found.push(receipts.find(requester, id));
  }
  return found;
}

const SEQ_DIGITS = 15;
const padded = (seq: number): string => String(seq).padStart(SEQ_DIGITS, '0');

function placed(records: QueryRecords): Found {
  const { provider, requester, seq } = records.request.record;
  return { place: `${provider}~${requester}~${padded(seq)}`, records };
}

/** Nothing for what was not released. */
function accessOf({ request, outcome, standing }: QueryRecords): AccessAnswer | undefined {
  const [asked, release] = [request.record, outcome?.record];
  if (asked.kind !== 'request' || release?.kind !== 'release') return undefined;
  const { resource, purpose, matter, operator, system } = asked.asked.query;
  const { provider, requester, seq, at, query, grant, grantRevision, fields, rows, visibility } = release;
  return {
    ...{ provider, requester, seq, at: formatInstant(at), query, grant, resource, fields, rows },
    ...(grantRevision !== undefined && { grantRevision }),
    ...{ purpose, matter, operator, system, visibility },
    acknowledged: standing === 'acknowledged',
  };
}

async function withProducts({ told }: AccessParts, access: AccessAnswer): Promise<AccessAnswer> {
  const products = await told.of(access.requester, access.query);
  return products.length === 0 ? access : { ...access, handedOn: products.map(handedOnOf) };
}

function filterOf({
  resource,
  grant,
  from,
  to,
}: Omit<AccessQuery, 'limit'>): (access: AccessAnswer) => boolean {
  const after = from === undefined ? -Infinity : readMoment(from, 'start', 'from') * 1000;
  const before = to === undefined ? Infinity : readMoment(to, 'end', 'to') * 1000;
  const isOne = (wanted: string | undefined, ...values: readonly string[]): boolean =>
    wanted === undefined || values.includes(wanted);
  return (access) => {
    const at = Date.parse(access.at);
    return isOne(resource, access.resource) && isOne(grant, access.grant) && at >= after && at < before;
  };
}
