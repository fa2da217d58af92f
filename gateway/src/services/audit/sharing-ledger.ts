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
 * keys of all whose data, queries or products they are about.
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
  const organisations = new Set<string>();
  const providers = new Set<string>();
  for (const kind of KINDS) {
    const { start, end } = rangeOf(kind);
    for await (const { key } of model.rows(start, end)) {
      for await (const row of model.history(key)) {
        if (row.block > block) continue;
        const record = parseRow(row) as JsonObject;
        if (kind === keyPrefixes.grant) {
          const grant = record as unknown as Grant;
          partiesOf(grant).forEach((code) => organisations.add(code));
          providers.add(grant.provider);
        }
        yield line({ key, record });
      }
    }
  }
  for await (const { proof, code } of placesOf(parts, block, providers)) {
    organisations.add(code);
    yield line({ proof });
  }
  yield* keysOf(parts, block, organisations);
}

/** Each of these departments, and whoever has taken its place, as the state map has it. */
async function* placesOf(
  parts: LicenseParts,
  block: number,
  departments: ReadonlySet<string>,
): AsyncGenerator<{ readonly proof: RecordProof; readonly code: string }> {
  const line = new Set(departments);
  for (const code of line) {
    const proof = await proveAt(parts, keys.department(code), block);
    if (proof.value === undefined) continue;
    yield { proof, code };
    const { successor } = JSON.parse(proof.value) as Department;
    if (successor !== undefined) line.add(successor);
  }
}

const partiesOf = ({ provider, requester, recipients, onwardRecipients = [] }: Grant): readonly string[] => [
  provider,
  requester,
  ...recipients,
  ...onwardRecipients,
];

/** All keys that were ever bound to them. */
async function* keysOf(
  parts: LicenseParts,
  block: number,
  organisations: ReadonlySet<string>,
): AsyncGenerator<Uint8Array> {
  const { start, end } = rangeOf(keyPrefixes.holderKey);
  for await (const { key, row } of parts.model.rows(start, end)) {
    const { holder } = parseRow(row) as HolderKey;
    if (holder.kind !== 'organisation' || !organisations.has(holder.code)) continue;
    const proof = await proveAt(parts, key, block);
    if (proof.value !== undefined) yield line({ proof });
  }
}
