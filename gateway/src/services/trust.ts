import { fromPem, TRUST_FORMAT, trustStatement, type TrustBundle } from '@hanlian/certificates';
import {
  keyPrefixes,
  type Accreditation,
  type CertificateType,
  type Department,
  type SealKey,
} from '@hanlian/chaincode/domain';
import type { HubSigner } from '../callers/hub-signer.js';
import type { Log } from '../log/index.js';
import type { Pki } from '../pki/index.js';
import type { LicenseParts } from './licenses/parts.js';
import { recordsUnder } from './records.js';
import type { Services } from './types.js';

interface Vouched {
  readonly log: Pick<Log, 'trusted'>;
  readonly pki: Pick<Pki, 'issuers' | 'publication'>;
  readonly signer: Pick<HubSigner, 'sign' | 'successions'>;
}

/** What this hub would have a verifier believe who has no line to it. */
export const trustService = (
  parts: Pick<LicenseParts, 'model' | 'ledger' | 'stamps' | 'now' | 'caughtUp'>,
  { log, pki, signer }: Vouched,
): Services['trust'] => ({
  bundle: async () => {
    const madeAt = parts.now();
    await parts.caughtUp();
    const all = <T>(prefix: string): Promise<T[]> => recordsUnder<T>(parts.model, prefix);
    const { successions } = signer;
    const bundle: TrustBundle = {
      v: TRUST_FORMAT,
      madeAt,
      departments: await all<Department>(keyPrefixes.department),
      types: await all<CertificateType>(keyPrefixes.typeRevision),
      accreditations: await all<Accreditation>(keyPrefixes.accreditation),
      sealKeys: await all<SealKey>(keyPrefixes.sealKey),
      logs: [...(await log.trusted())],
      lists: await listsOf(parts.stamps.lists, pki),
      sealRoots: sealRootsOf(parts.ledger.mspId, pki),
      stampRoots: parts.stamps.roots.map((root) => Buffer.from(root).toString('base64')),
      ...(successions.length > 0 && { successions: [...successions] }),
    };
    const { signature, certificate } = await signer.sign(trustStatement(bundle));
    const value = Buffer.from(signature).toString('base64');
    return { ...bundle, signature: { algorithm: 'ecdsa-p256-sha256', certificate, value } };
  },
});

/** Lists of this organisation's roots, where it has certified seals, and of those above time stamps. */
async function listsOf(
  ofStamps: readonly Uint8Array[],
  { issuers, publication }: Vouched['pki'],
): Promise<string[]> {
  const algorithms = new Set(issuers.list().map(({ algorithm }) => algorithm));
  const own = await Promise.all([...algorithms].map((algorithm) => publication.rootList(algorithm)));
  return [...own.flatMap((list) => list ?? []), ...ofStamps].map((list) =>
    Buffer.from(list).toString('base64'),
  );
}

/** This organisation's own roots, where it has certified seals. */
const sealRootsOf = (mspId: string, { issuers }: Pick<Pki, 'issuers'>): TrustBundle['sealRoots'] => {
  const roots = new Set(issuers.list().map(({ root }) => fromPem('CERTIFICATE', root).toString('base64')));
  return roots.size === 0 ? [] : [{ mspId, certificates: [...roots] }];
};
