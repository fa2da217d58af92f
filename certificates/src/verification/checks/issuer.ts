import type { BatchStatement, Instant, SealKey } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../../authority/names.js';
import type { VerifiedSeal } from '../../seal/verified.js';
import type { Check, Finding, IssuerSource, Shown } from '../types.js';

/** Whether who sealed is the issuer named, accredited for the type, with a key that was live at that time. */
export const issuer: Check = {
  name: 'issuer',
  test: ({ shown }, { issuers }) => shown?.seal.ok === true && issuers !== undefined,
  skip: ({ shown }) => {
    if (!shown) return { code: 'NO_DOCUMENT' };
    return { code: shown.seal.ok ? 'NO_SOURCE' : 'NO_SEAL' };
  },
  verify: ({ shown }, { issuers }) => {
    const { document, seal } = shown as Shown;
    return judge(document.statement, seal as VerifiedSeal, issuers as IssuerSource);
  },
};

const judge = async (
  statement: BatchStatement,
  { certificate, keyDigest }: VerifiedSeal,
  issuers: IssuerSource,
): Promise<Finding> => {
  const { type, sealedAt } = statement;
  const sealer = organizationCodeOf(certificate);
  if (sealer === undefined || !(await maySealFor(statement, sealer, issuers))) {
    return { code: 'ISSUER_WRONG', data: { issuer: statement.issuer, sealedBy: sealer ?? null } };
  }
  const key = await issuers.sealKey(sealer, keyDigest);
  const { validFromDate: from, validToDate: to } = certificate;
  const fault = key ? keyFault(key, sealedAt) : 'SEAL_KEY_UNKNOWN';
  if (fault) return { code: fault, data: { sealedBy: sealer, sealKey: keyDigest, sealedAt } };
  if (!covers({ since: seconds(from), until: seconds(to) + 1 }, sealedAt))
    return { code: 'SEAL_KEY_NOT_LIVE' };
  const accreditation = await issuers.accreditation(sealer, type);
  if (!accreditation || !covers(accreditation, sealedAt)) {
    return { code: 'ISSUER_NOT_ACCREDITED', data: { department: sealer, type, sealedAt } };
  }
  return { code: 'ISSUER_VALID', data: { department: sealer } };
};

/** The issuer itself, or from its succession on the department that took over. */
const maySealFor = async (
  { issuer: named, sealedAt }: BatchStatement,
  sealer: string,
  issuers: IssuerSource,
): Promise<boolean> => {
  if (named === sealer) return true;
  const department = await issuers.department(named);
  return department?.successor === sealer && (department.successorSince ?? Infinity) <= sealedAt;
};

const keyFault = (
  key: SealKey,
  sealedAt: Instant,
): 'SEAL_KEY_NOT_LIVE' | 'SEAL_KEY_COMPROMISED' | undefined => {
  if (!covers(key, sealedAt)) return 'SEAL_KEY_NOT_LIVE';
  return sealedAt >= (key.compromisedSince ?? Infinity) ? 'SEAL_KEY_COMPROMISED' : undefined;
};

/** A period counts from `since` to before `until`. */
const covers = (period: { since: Instant; until?: Instant | undefined }, at: Instant): boolean =>
  at >= period.since && at < (period.until ?? Infinity);

const seconds = (date: Date): Instant => date.getTime() / 1000;
