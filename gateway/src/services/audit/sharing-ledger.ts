import {
  canonicalize,
  keyPrefixes,
  rangeOf,
  type Grant,
  type HolderKey,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import { proveAt } from '../licenses/state-proof.js';
import { parseRow } from '../registry-view.js';
import type { SentFile } from '../uploads/rejects.js';

/** What releases are judged by: every revision of these. */
const KINDS = [keyPrefixes.grant, keyPrefixes.lease, keyPrefixes.anchor];

/**
 * Every revision of every grant, lease and anchor, as the log proves them, up to the newest checkpoint that enough
 * organisations signed; then the keys of all whose data, queries or products they are about, as the state map proves them there.
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
  for (const kind of KINDS) {
    const { start, end } = rangeOf(kind);
    for await (const { key } of model.rows(start, end)) {
      for await (const row of model.history(key)) {
        if (row.block > block) continue;
        const record = parseRow(row) as JsonObject;
        if (kind === keyPrefixes.grant)
          partiesOf(record as unknown as Grant).forEach((code) => organisations.add(code));
        yield line({ key, record });
      }
    }
  }
  yield* keysOf(parts, block, organisations);
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
