import { statementBytes } from '@hanlian/chaincode/domain';
import {
  verifySeal,
  verifySm2Seal,
  verifyStamp,
  type SealResult,
  type StampTrust,
  type VerifiedSeal,
} from '@hanlian/certificates';
import { stampOf } from './queue-keys.js';
import { findSeal } from '../services/licenses/stored.js';
import type { Change, Store } from '../storage/store.js';

const REVOCATION = 'revocation~';

/**
 * Asks the authority how a seal's certificate stands, and the authorities above it: OCSP answers and revocation lists, DER;
 * none: it is not of this authority.
 */
export type StatusSource = (certificate: Uint8Array) => Promise<readonly Buffer[]>;

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

/** How the certificates of a batch's seals and those above them stand now, to be kept with the batch. */
export async function statusChange(
  batch: string,
  seals: readonly VerifiedSeal[],
  statusOf: StatusSource,
): Promise<Change> {
  const answers = await Promise.all(seals.map(({ certificate }) => statusOf(certificate.raw)));
  const kept = answers.flat().map((answer) => answer.toString('base64'));
  return { type: 'put', key: REVOCATION + batch, value: Buffer.from(JSON.stringify(kept)) };
}

/** The answers and lists kept with a batch, DER in base64; none: nothing was kept. */
export function keptStatus(store: Store, batch: string): { readonly revocation?: string[] } {
  const value = store.getSync(REVOCATION + batch);
  const kept = value === undefined ? [] : (JSON.parse(value.toString()) as string[]);
  return kept.length === 0 ? {} : { revocation: kept };
}

/** When a seal existed by its stamp, as whoever verifies offline would have it; undefined: it has none that counts. */
export async function stampedAt(store: Store, name: string, trust: StampTrust): Promise<Date | undefined> {
  const kept = stampOf(store, name);
  if (kept === null) return undefined;
  const [{ signature }] = sealsOf(store, name);
  const stamp = verifyStamp(Buffer.from(kept.token, 'base64'), signature);
  if (!stamp.ok || !(await trust.trusts(stamp))) return undefined;
  return trust.statusFault?.({ stamp, kept: undefined, mustTell: false }) ? undefined : stamp.at;
}
