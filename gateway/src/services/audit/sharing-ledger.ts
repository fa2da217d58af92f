import {
  canonicalize,
  keyPrefixes,
  keys,
  rangeOf,
  type Department,
  type Grant,
  type HolderKey,
  type JsonObject,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import { proveAt } from '../licenses/state-proof.js';
import { parseRow } from '../registry-view.js';
import type { SentFile } from '../uploads/rejects.js';

/** What releases are judged by: every revision of these. */
const KINDS = [keyPrefixes.grant, keyPrefixes.lease, keyPrefixes.anchor];

/**
 * Every revision of every grant, lease and anchor, as the log proves them, up to the newest checkpoint that enough
 * organisations signed; then, as the state map proves them there, the providers with whoever has taken their places, and the
 * keys of all departments: one that no grant names may ask as well, and its refusal is on record.
 *
 * @throws {HanlianError} CHECKPOINT_UNKNOWN
 */
export async function sharingLedger(parts: LicenseParts): Promise<SentFile> {
  await parts.caughtUp();
  const { block } = await parts.logProofs.witnessed();
  return {
    media: 'application/x-ndjson',
    name: `sharing-ledger-${block}.jsonl`,
    content: contentOf(parts, block),
  };
}

const line = (value: object): Uint8Array => Buffer.from(`${canonicalize(value as JsonObject)}\n`);

async function* contentOf(parts: LicenseParts, block: number): AsyncGenerator<Uint8Array> {
  const { model } = parts;
  yield line({ v: 1, kind: 'sharing-ledger', block });
  const providers = new Set<string>();
  for (const kind of KINDS) {
    const { start, end } = rangeOf(kind);
    for await (const { key } of model.rows(start, end)) {
      for await (const row of model.history(key)) {
        if (row.block > block) continue;
        const record = parseRow(row) as JsonObject;
        if (kind === keyPrefixes.grant) providers.add((record as unknown as Grant).provider);
        yield line({ key, record });
      }
    }
  }
  for await (const proof of placesOf(parts, block, providers)) yield line({ proof });
  for await (const proof of keysOf(parts, block)) yield line({ proof });
}

/** Each of these departments, and whoever has taken its place, as the state map has it. */
async function* placesOf(
  parts: LicenseParts,
  block: number,
  departments: ReadonlySet<string>,
): AsyncGenerator<RecordProof> {
  const inLine = new Set(departments);
  for (const code of inLine) {
    const proof = await proveAt(parts, keys.department(code), block);
    if (proof.value === undefined) continue;
    yield proof;
    const { successor } = JSON.parse(proof.value) as Department;
    if (successor !== undefined) inLine.add(successor);
  }
}

/** All keys that were ever bound to departments. */
async function* keysOf(parts: LicenseParts, block: number): AsyncGenerator<RecordProof> {
  const { start, end } = rangeOf(keyPrefixes.holderKey);
  for await (const { key, row } of parts.model.rows(start, end)) {
    const { holder } = parseRow(row) as HolderKey;
    if (holder.kind !== 'organisation' || parts.registry.department(holder.code) === undefined) continue;
    const proof = await proveAt(parts, key, block);
    if (proof.value !== undefined) yield proof;
  }
}
