import type { X509Certificate } from 'node:crypto';
import { inForce, successorAt, type Instant, type SealKey } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../../authority/names.js';
import type { VerifiedSeal } from '../../seal/verified.js';
import type { CheckCode } from '../codes.js';
import { isOlder } from '../time.js';
import type { Check, Finding, IssuerSource, Shown, VerificationContext } from '../types.js';

/** Whether who sealed is the issuer named, accredited for the type, with a key that was live at that time. */
export const issuer: Check = {
  name: 'issuer',
  test: ({ shown }, { issuers }) => shown?.seal.ok === true && issuers !== undefined,
  skip: ({ shown }) => {
    if (!shown) return { code: 'NO_DOCUMENT' };
    return { code: shown.seal.ok ? 'NO_SOURCE' : 'NO_SEAL' };
  },
  verify: ({ shown }, context) => judge(shown as Shown, context, context.issuers as IssuerSource),
};

const judge = async (shown: Shown, context: VerificationContext, issuers: IssuerSource): Promise<Finding> => {
  const { issuer: named, type, sealedAt } = shown.document.statement;
  const { certificate, keyDigest } = shown.seal as VerifiedSeal;
  const sealer = organizationCodeOf(certificate) ?? null;
  if (sealer === null || sealer !== (await inCharge(named, sealedAt, issuers))) {
    return { code: 'ISSUER_WRONG', data: { issuer: named, sealedBy: sealer } };
  }
  const key = await issuers.sealKey(sealer, keyDigest);
  const fault = keyFault(key, certificate, sealedAt) ?? (await timeFault(key, shown, context));
  if (fault) return { code: fault, data: { sealedBy: sealer, sealKey: keyDigest, sealedAt } };
  const accreditation = await issuers.accreditation(sealer, type);
  return accreditation && inForce(accreditation, sealedAt)
    ? { code: 'ISSUER_VALID', data: { department: sealer } }
    : { code: 'ISSUER_NOT_ACCREDITED', data: { department: sealer, type, sealedAt } };
};

/** The registry refuses a succession in a circle; a copy of it might hold one. */
const MOST_SUCCESSIONS = 32;

/** The department that acts in the issuer's place at an instant: itself, or whoever has succeeded it by then. */
const inCharge = async (named: string, at: Instant, issuers: IssuerSource): Promise<string | undefined> => {
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
  { validFromDate, validToDate }: X509Certificate,
  at: Instant,
): CheckCode | undefined => {
  if (!key) return 'SEAL_KEY_UNKNOWN';
  // A certificate holds through its last second (RFC 5280 §4.1.2.5), a period of the registry ends before its end.
  const certified = { since: seconds(validFromDate), until: seconds(validToDate) + 1 };
  if (!inForce(key, at) || !inForce(certified, at)) return 'SEAL_KEY_NOT_LIVE';
  return at < (key.compromisedSince ?? Infinity) ? undefined : 'SEAL_KEY_COMPROMISED';
};

/** Whoever has a stolen key can date a seal back: what counts is a time that others vouch for. */
const timeFault = async (
  key: SealKey | undefined,
  shown: Shown,
  context: VerificationContext,
): Promise<CheckCode | undefined> => {
  const since = key?.compromisedSince;
  if (since === undefined || (await isOlder(since, shown, context))) return undefined;
  return 'SEAL_TIME_UNPROVEN';
};

const seconds = (date: Date): Instant => date.getTime() / 1000;
