import { formatInstant } from '@hanlian/chaincode/domain';
import type { VerifiedStamp } from '../../time/verify.js';
import { stampStatusFault } from '../time.js';
import type { Check, Finding, Policy, Shown, StampTrust } from '../types.js';

/** How far the clocks of a hub and of its time-stamp authority may differ: what the contract allows a hub's. */
const CLOCKS_DIFFER = 15 * 60;

/** Whether another organisation vouches for the time of the seal. */
export const stamp: Check = {
  name: 'stamp',
  test: ({ shown }, { stampTrust }) =>
    shown?.stamp !== undefined && (!shown.stamp.ok || stampTrust !== undefined),
  skip: ({ shown }) => {
    if (!shown) return { code: 'NO_DOCUMENT' };
    if (!shown.seal.ok) return { code: 'NO_SEAL' };
    return { code: shown.document.stamp === null ? 'NOT_STAMPED' : 'NO_SOURCE' };
  },
  verify: ({ shown }, { stampTrust, policy }) => judge(shown as Shown, stampTrust as StampTrust, policy),
};

const judge = async (
  { document, stamp: result }: Shown,
  trust: StampTrust,
  policy: Policy,
): Promise<Finding> => {
  if (result?.ok === false) return { code: result.fault };
  const found = result as VerifiedStamp;
  const at = Math.floor(found.at.getTime() / 1000);
  const data = { at: formatInstant(at) };
  if (!(await trust.trusts(found))) return { code: 'STAMP_AUTHORITY_UNKNOWN', data };
  const fault = stampStatusFault(found, document, trust, policy);
  if (fault) return { code: fault.code, data: { ...data, reason: fault.reason } };
  const { sealedAt } = document.statement;
  return { code: at < sealedAt - CLOCKS_DIFFER ? 'STAMP_BEFORE_SEAL' : 'STAMP_VALID', data };
};
