import type { VerificationContext } from '../verification/types.js';
import { trustLogs } from '../tlog/trusted-log.js';
import type { TrustBundle } from './schema.js';
import { sealTrustOf } from './seal-trust.js';
import { stampTrustOf } from './stamp-trust.js';

/** A trust bundle as the sources that the checks ask. */
export const sourcesOf = (
  bundle: TrustBundle,
): Required<Pick<VerificationContext, 'types' | 'issuers' | 'stampTrust'>> &
  Pick<VerificationContext, 'logs' | 'sealTrust'> => {
  const departments = index(bundle.departments, ({ code }) => code);
  const accreditations = index(bundle.accreditations, ({ department, type }) => `${department} ${type}`);
  const sealKeys = index(bundle.sealKeys, ({ department, key }) => `${department} ${key}`);
  const revisions = index(bundle.types, ({ code, revision }) => `${code} ${revision}`);
  // Each code's newest comes last, and stays.
  const newest = index(
    bundle.types.toSorted((a, b) => a.revision - b.revision),
    ({ code }) => code,
  );
  const lists = (bundle.lists ?? []).map(fromBase64);
  return {
    types: {
      type: (code, revision) =>
        Promise.resolve(revision === undefined ? newest.get(code) : revisions.get(`${code} ${revision}`)),
    },
    issuers: {
      department: (code) => Promise.resolve(departments.get(code)),
      sealKey: (department, key) => Promise.resolve(sealKeys.get(`${department} ${key}`)),
      accreditation: (department, type) => Promise.resolve(accreditations.get(`${department} ${type}`)),
    },
    ...(bundle.logs && { logs: trustLogs(bundle.logs) }),
    stampTrust: stampTrustOf(bundle.stampRoots.map(fromBase64), lists),
    ...(bundle.sealRoots && { sealTrust: sealTrustOf(rootsByOrganisation(bundle.sealRoots), lists) }),
  };
};

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

const rootsByOrganisation = (
  sealRoots: NonNullable<TrustBundle['sealRoots']>,
): ReadonlyMap<string, readonly Uint8Array[]> =>
  new Map(sealRoots.map(({ mspId, certificates }) => [mspId, certificates.map(fromBase64)]));

const index = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [keyOf(item), item]));
