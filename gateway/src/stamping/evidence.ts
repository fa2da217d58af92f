import { statementBytes } from '@hanlian/chaincode/domain';
import { verifySeal, verifySm2Seal, type SealResult, type VerifiedSeal } from '@hanlian/certificates';
import { findSeal } from '../services/licenses/stored.js';
import type { Change, Store } from '../storage/store.js';

const REVOCATION = 'revocation~';

/** Asks the authority how a seal's certificate stands: an OCSP answer, DER; undefined: it is not of this authority. */
export type StatusSource = (certificate: Uint8Array) => Promise<Buffer | undefined>;

/** The seals of a batch. The hub's own hold, or its store is damaged. */
export function sealsOf(store: Store, batch: string): readonly [VerifiedSeal, ...VerifiedSeal[]] {
  const sealed = findSeal(store, batch);
  if (sealed === undefined) throw new Error(`Batch ${batch} has no seal`);
  const content = statementBytes(sealed.statement);
  const held = (result: SealResult): VerifiedSeal => {
    if (!result.ok) throw new Error(`A seal of batch ${batch} does not hold: ${result.fault}`);
    return result;
  };
  const seal = held(verifySeal(Buffer.from(sealed.seal, 'base64'), content));
  if (sealed.sm2Seal === undefined) return [seal];
  return [seal, held(verifySm2Seal(Buffer.from(sealed.sm2Seal, 'base64'), content))];
}

/** How the certificates of a batch's seals stand now, to be kept with the batch. */
export async function statusChange(
  batch: string,
  seals: readonly VerifiedSeal[],
  statusOf: StatusSource,
): Promise<Change> {
  const answers = await Promise.all(seals.map(({ certificate }) => statusOf(certificate.raw)));
  const kept = answers.flatMap((answer) => answer?.toString('base64') ?? []);
  return { type: 'put', key: REVOCATION + batch, value: Buffer.from(JSON.stringify(kept)) };
}

/** The answers kept with a batch, DER in base64; none: nothing was kept. */
export function keptStatus(store: Store, batch: string): { readonly revocation?: string[] } {
  const value = store.getSync(REVOCATION + batch);
  const kept = value === undefined ? [] : (JSON.parse(value.toString()) as string[]);
  return kept.length === 0 ? {} : { revocation: kept };
}
