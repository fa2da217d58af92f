import { stampTrustOf } from '@hanlian/certificates';
import {
  keyPrefixes,
  presentSeal,
  rangeOf,
  type BatchRecord,
  type Instant,
  type StandingSeal,
} from '@hanlian/chaincode/domain';
import { stampedAt } from '../../stamping/evidence.js';
import { isInCharge } from '../licenses/document.js';
import type { LicenseParts } from '../licenses/parts.js';
import { findSeal, sealName } from '../licenses/stored.js';
import { parseRow } from '../registry-view.js';

/**
 * A batch whose present seal proves too little, since a key of it was stolen: nobody else vouches that it is older than
 * the theft. `isLater`: it claims itself to be younger.
 */
export interface WeakBatch {
  readonly batch: BatchRecord;
  readonly isLater: boolean;
}

/** So many records are read at once: an iterator that stayed open while signatures are waited for would keep old tables on disk. */
const PAGE = 256;

async function* batchesIn({ model }: LicenseParts): AsyncGenerator<BatchRecord> {
  const { start, end } = rangeOf(keyPrefixes.batch);
  for (let from = start; ;) {
    const page = await model.range(from, end, PAGE);
    for (const { row } of page) yield parseRow(row) as BatchRecord;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = `${last.key}\0`;
  }
}

/** The batches a department answers for whose seals prove too little. */
export async function* weakBatches(parts: LicenseParts, department: string): AsyncGenerator<WeakBatch> {
  for await (const batch of batchesIn(parts)) {
    if (!isInCharge(parts, batch.statement.issuer, department)) continue;
    const since = stolenSince(parts, presentSeal(batch));
    if (since === undefined) continue;
    const isLater = presentSeal(batch).statement.sealedAt >= since;
    if (isLater || !(await isStampedBefore(parts, sealName(batch), since))) yield { batch, isLater };
  }
}

/** Since when one of the keys of a seal may have been in other hands. */
function stolenSince(
  { registry }: LicenseParts,
  { actor, sealKey, statement: { issuer, sm2SealKey } }: StandingSeal,
): Instant | undefined {
  const stolen = [sealKey, sm2SealKey]
    .filter((key) => key !== undefined)
    .map((key) => registry.sealKey(actor ?? issuer, key)?.compromisedSince ?? Infinity);
  const first = Math.min(...stolen);
  return Number.isFinite(first) ? first : undefined;
}

/** By a stamp that this hub believes, as whoever verifies offline would ask. */
async function isStampedBefore(
  { store, stamps }: LicenseParts,
  name: string,
  since: Instant,
): Promise<boolean> {
  if (findSeal(store, name) === undefined) return false;
  const at = await stampedAt(store, name, stampTrustOf(stamps.roots, stamps.lists));
  return at !== undefined && at.getTime() < since * 1000;
}
