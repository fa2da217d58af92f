import { fromPem, TRUST_FORMAT, type TrustBundle } from '@hanlian/certificates';
import {
  keyPrefixes,
  rangeOf,
  type Accreditation,
  type CertificateType,
  type Department,
  type SealKey,
} from '@hanlian/chaincode/domain';
import type { Log } from '../log/index.js';
import type { Pki } from '../pki/index.js';
import type { LicenseParts } from './licenses/parts.js';
import { parseRow } from './registry-view.js';
import type { Services } from './types.js';

/** What this hub would have a verifier believe who has no line to it. */
export const trustService = (
  parts: Pick<LicenseParts, 'model' | 'ledger' | 'stamps' | 'now' | 'caughtUp'>,
  log: Pick<Log, 'trusted'>,
  pki: Pick<Pki, 'issuers'>,
): Services['trust'] => ({
  bundle: async () => {
    const madeAt = parts.now();
    await parts.caughtUp();
    const all = async <T>(prefix: string): Promise<T[]> => {
      const { start, end } = rangeOf(prefix);
      const rows = await parts.model.range(start, end, Infinity);
      return rows.map(({ row }) => parseRow(row) as T);
    };
    return {
      v: TRUST_FORMAT,
      madeAt,
      departments: await all<Department>(keyPrefixes.department),
      types: await all<CertificateType>(keyPrefixes.typeRevision),
      accreditations: await all<Accreditation>(keyPrefixes.accreditation),
      sealKeys: await all<SealKey>(keyPrefixes.sealKey),
      logs: [...(await log.trusted())],
      sealRoots: sealRootsOf(parts.ledger.mspId, pki),
      stampRoots: parts.stamps.roots.map((root) => Buffer.from(root).toString('base64')),
    };
  },
});

/** This organisation's own roots, where it has certified seals. */
const sealRootsOf = (mspId: string, { issuers }: Pick<Pki, 'issuers'>): TrustBundle['sealRoots'] => {
  const roots = new Set(issuers.list().map(({ root }) => fromPem('CERTIFICATE', root).toString('base64')));
  return roots.size === 0 ? [] : [{ mspId, certificates: [...roots] }];
};
