import {
  keyPrefixes,
  rangeOf,
  splitKey,
  type LicenseAnswer,
  type LicenseQuery,
  type LicenseReference,
} from '@hanlian/chaincode/domain';
import { referenceIn } from '../../readmodel/acts.js';
import { readMoment } from '../moments.js';
import { pageThrough, unknownCursor } from '../pages.js';
import type { Page } from '../types.js';
import { foundLicense } from './find.js';
import type { LicenseParts } from './parts.js';
import { licenseView } from './read.js';

const CURSOR = /^[0-9A-Z]{21}~[0-9A-Z]{18}~[0-9A-Z]{1,64}~[0-9]{3}$/;

type ListParts = Pick<LicenseParts, 'model' | 'now' | 'caughtUp'>;

/** Certificates in the order of type, issuer, serial and version. A cursor is the last one looked at. */
export async function listLicenses(parts: ListParts, query: LicenseQuery): Promise<Page<LicenseAnswer>> {
  await parts.caughtUp();
  const { start, end } = boundsOf(query);
  const passes = filterOf(query);
  const now = parts.now();
  return pageThrough(
    parts.model.rows(start, end),
    query,
    ({ key }) => partsOf(key).join('~'),
    async ({ key, row }) => {
      const reference = referenceIn(key);
      if (!isNamed(query, reference)) return undefined;
      const license = licenseView(reference, await foundLicense(parts.model, reference, row), now);
      return passes(license) ? license : undefined;
    },
  );
}

/** The keys to look through: those that begin with what the query names, in the key's order, after the cursor. */
function boundsOf({ type, issuer, serial, cursor }: LicenseQuery): { start: string; end: string } {
  if (cursor !== undefined && !CURSOR.test(cursor)) {
    throw unknownCursor();
  }
  const named = type === undefined ? [] : issuer === undefined ? [type] : [type, issuer];
  const range = rangeOf(keyPrefixes.license, ...named);
  const bounds =
    named.length === 2 && serial !== undefined
      ? { start: range.start + serial, end: `${range.start}${serial}\u007f` }
      : range;
  return cursor === undefined ? bounds : { ...bounds, start: `${keyPrefixes.license}~${cursor}\u0000` };
}

const partsOf = (key: string): readonly string[] => splitKey(key).slice(1);

/** What a certificate's key alone tells. */
const isNamed = (query: LicenseQuery, { type, issuer, serial }: LicenseReference): boolean =>
  (query.type ?? type) === type &&
  (query.issuer ?? issuer) === issuer &&
  serial.startsWith(query.serial ?? '');

/** What its record tells: its standing, and when its validity begins. */
function filterOf({ standing, from, to }: LicenseQuery): (license: LicenseAnswer) => boolean {
  const after = from === undefined ? -Infinity : readMoment(from, 'start', 'from') * 1000;
  const before = to === undefined ? Infinity : readMoment(to, 'end', 'to') * 1000;
  return (license) => {
    const begins = Date.parse(license.effectiveFrom);
    return begins >= after && begins < before && (standing ?? license.standing) === license.standing;
  };
}
