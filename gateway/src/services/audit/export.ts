import { canonicalize, type AuditExportQuery, type JsonObject } from '@hanlian/chaincode/domain';
import type { HubSigner } from '../../callers/hub-signer.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { Caller } from '../types.js';
import { findActs } from './acts.js';

/** What one export holds at most; the next begins at its `next`. */
const MOST = { limit: 10_000, lookedThrough: 100_000 };

/**
 * Acts as JSON lines (RFC 8785 each): first what was asked and by which hub, to which block; then the acts; last a
 * signature over all bytes before its own line, with the certificate it verifies by.
 */
export async function exportActs(
  parts: LicenseParts,
  signer: HubSigner,
  caller: Caller,
  query: AuditExportQuery,
): Promise<string> {
  const { items, next } = await findActs(parts, caller, query, MOST);
  const { ledger, model, channel, now } = parts;
  const header = {
    v: 1,
    kind: 'audit-export',
    mspId: ledger.mspId,
    channel,
    height: model.position.block + 1,
    exportedAt: now(),
    query: { ...query },
    count: items.length,
    ...(next !== undefined && { next }),
  };
  const lines = [header, ...items].map((line) => `${canonicalize(line as unknown as JsonObject)}\n`).join('');
  const { signature, certificate } = await signer.sign(Buffer.from(lines));
  const seal = {
    algorithm: 'ecdsa-p256-sha256',
    certificate,
    signature: Buffer.from(signature).toString('base64'),
  };
  return `${lines}${canonicalize(seal)}\n`;
}
