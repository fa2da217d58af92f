import type { X509Certificate } from 'node:crypto';
import { inForce, successorAt, type Department, type Instant, type SealKey } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../../authority/names.js';
import type { VerifiedSeal } from '../../seal/verified.js';
import type { CheckCode } from '../codes.js';
import { isOlder, vouchedTime } from '../time.js';
import type { Check, Finding, IssuerSource, SealPathFault, Shown, VerificationContext } from '../types.js';

/** Whether who sealed is the issuer named, accredited for the type, with keys that were live at that time. */
export const issuer: Check = {
  name: 'issuer',
  test: ({ shown }, { issuers }) => shown !== undefined && holds(shown) && issuers !== undefined,
  skip: ({ shown }) => {
    if (!shown) return { code: 'NO_DOCUMENT' };
    return { code: holds(shown) ? 'NO_SOURCE' : 'NO_SEAL' };
  },
  verify: ({ shown }, context) => judge(shown as Shown, context, context.issuers as IssuerSource),
};

const holds = ({ seal, sm2Seal }: Shown): boolean => seal.ok && sm2Seal?.ok !== false;

const judge = async (shown: Shown, context: VerificationContext, issuers: IssuerSource): Promise<Finding> => {
  const { issuer: named, type, sealedAt } = shown.document.statement;
  const finding = await judgeSealing(
    {
      issuer: named,
      type,
      sealedAt,
      uses: usesOf(shown),
      isOlder: (than) => isOlder(than, shown, context),
      knownAt: async () => (await vouchedTime(shown, context)) ?? new Date(sealedAt * 1000),
      kept: shown.document.revocation,
    },
    context,
    issuers,
  );
  if (finding.code !== 'ISSUER_VALID' || shown.sm2Seal) return finding;
  return (await sm2Fault(finding.data?.department as string, sealedAt, issuers)) ?? finding;
};

/** Whether a department that set no seal in SM2 was bound to. */
export const sm2Fault = async (
  department: string,
  sealedAt: Instant,
  issuers: IssuerSource,
): Promise<Finding | undefined> =>
  ((await issuers.department(department))?.sm2SealSince ?? Infinity) <= sealedAt
    ? { code: 'SM2_SEAL_REQUIRED', data: { department, sealedAt } }
    : undefined;

/** A seal that holds, and the suite its key is to be registered for. */
interface Use {
  readonly seal: VerifiedSeal;
  readonly suite: SealKey['suite'];
}

const usesOf = ({ seal, sm2Seal }: Shown): readonly Use[] => [
  { seal: seal as VerifiedSeal, suite: undefined },
  ...(sm2Seal ? [{ seal: sm2Seal as VerifiedSeal, suite: 'SM2' as const }] : []),
];

/** What was sealed in an issuer's name, in whatever form, by seals that hold. */
export interface Sealing {
  readonly issuer: string;
  readonly type: string;
  readonly sealedAt: Instant;
  readonly uses: readonly Use[];
  /** Whether somebody other than the sealer vouches that it existed before an instant. */
  readonly isOlder: (than: Instant) => Promise<boolean>;
  /** When it is known to have existed. */
  readonly knownAt: () => Promise<Date>;
  /** What was kept of how the certificates stood; DER in base64. */
  readonly kept: readonly string[] | undefined;
}

/** A seal by itself: nobody but the sealer vouches for its time, so that it proves nothing more once its key is stolen. */
export const unvouched = (
  seal: VerifiedSeal,
  suite?: SealKey['suite'],
): Pick<Sealing, 'uses' | 'isOlder' | 'knownAt' | 'kept'> => ({
  uses: [{ seal, suite }],
  isOlder: () => Promise.resolve(false),
  knownAt: () => Promise.resolve(seal.signedAt),
  kept: undefined,
});

/** Whether who sealed is the issuer named or its successor, accredited for the type, with keys that were live. */
export const judgeSealing = async (
  sealing: Sealing,
  context: Pick<VerificationContext, 'sealTrust' | 'policy'>,
  issuers: IssuerSource,
): Promise<Finding> => {
  const { issuer: named, type, sealedAt } = sealing;
  const fault = await sealersFault(sealing, context, issuers);
  if (fault) return fault;
  const department = (await departmentInCharge(named, sealedAt, issuers)) as string;
  const accreditation = await issuers.accreditation(department, type);
  return accreditation && inForce(accreditation, sealedAt)
    ? { code: 'ISSUER_VALID', data: { department } }
    : { code: 'ISSUER_NOT_ACCREDITED', data: { department, type, sealedAt } };
};

/** Why those who sealed are not the department named or its successor, with keys that were live; undefined: they are. */
export const sealersFault = async (
  sealing: Omit<Sealing, 'type'>,
  context: Pick<VerificationContext, 'sealTrust' | 'policy'>,
  issuers: IssuerSource,
): Promise<Finding | undefined> => {
  const inCharge = await departmentInCharge(sealing.issuer, sealing.sealedAt, issuers);
  for (const use of sealing.uses) {
    const fault = await faultOf(use, inCharge, { sealing, context, issuers });
    if (fault) return fault;
  }
  return undefined;
};

interface Question {
  readonly sealing: Omit<Sealing, 'type'>;
  readonly context: Pick<VerificationContext, 'sealTrust' | 'policy'>;
  readonly issuers: IssuerSource;
}

/** Why a seal is not one of the department in charge; undefined: it is. */
const faultOf = async (
  { seal, suite }: Use,
  inCharge: string | undefined,
  { sealing, context, issuers }: Question,
): Promise<Finding | undefined> => {
  const { certificate, keyDigest } = seal;
  const { issuer: named, sealedAt, isOlder } = sealing;
  const sealer = organizationCodeOf(certificate) ?? null;
  if (sealer === null || sealer !== inCharge) {
    return { code: 'ISSUER_WRONG', data: { issuer: named, sealedBy: sealer } };
  }
  const key = await issuers.sealKey(sealer, keyDigest);
  const data = { sealedBy: sealer, sealKey: keyDigest, sealedAt };
  const fault = keyFault(key, suite, certificate, sealedAt) ?? (await timeFault(key, isOlder));
  if (fault) return { code: fault, data };
  const path = await pathFault(seal, await issuers.department(sealer), sealing, context);
  return path && { code: path.code, data: { ...data, reason: path.reason } };
};

/** Its certificate is asked for at the time others vouch for, else at the time it claims. */
const pathFault = async (
  seal: VerifiedSeal,
  department: Pick<Department, 'mspId'> | undefined,
  { knownAt, kept }: Question['sealing'],
  { sealTrust, policy: { certificatesProven: mustTell = false } }: Question['context'],
): Promise<SealPathFault | undefined> => {
  if (!sealTrust || !department) {
    return mustTell ? { code: 'SEAL_STATUS_UNPROVEN', reason: 'NO_SOURCE' } : undefined;
  }
  return sealTrust.faultOf({ seal, mspId: department.mspId, at: await knownAt(), kept, mustTell });
};

/** The registry refuses a succession in a circle; a copy of it might hold one. */
const MOST_SUCCESSIONS = 32;

/** The department that acts in the issuer's place at an instant: itself, or whoever has succeeded it by then. */
const departmentInCharge = async (
  named: string,
  at: Instant,
  issuers: IssuerSource,
): Promise<string | undefined> => {
  let code = named;
  for (let step = 0; step < MOST_SUCCESSIONS; step += 1) {
    const successor = successorAt((await issuers.department(code)) ?? {}, at);
    if (successor === undefined) return code;
    code = successor;
  }
  return undefined;
};

const keyFault = (
  key: SealKey | undefined,
  suite: SealKey['suite'],
  { validFromDate, validToDate }: X509Certificate,
  at: Instant,
): CheckCode | undefined => {
  if (!key) return 'SEAL_KEY_UNKNOWN';
  if (key.suite !== suite) return 'SEAL_SUITE_WRONG';
  // A certificate holds through its last second (RFC 5280 §4.1.2.5), a period of the registry ends before its end.
  const certified = { since: seconds(validFromDate), until: seconds(validToDate) + 1 };
  if (!inForce(key, at) || !inForce(certified, at)) return 'SEAL_KEY_NOT_LIVE';
  return at < (key.compromisedSince ?? Infinity) ? undefined : 'SEAL_KEY_COMPROMISED';
};

/** Whoever has a stolen key can date a seal back: what counts is a time that others vouch for. */
const timeFault = async (
  key: SealKey | undefined,
  isOlder: Sealing['isOlder'],
): Promise<CheckCode | undefined> => {
  const since = key?.compromisedSince;
  return since === undefined || (await isOlder(since)) ? undefined : 'SEAL_TIME_UNPROVEN';
};

const seconds = (date: Date): Instant => date.getTime() / 1000;
