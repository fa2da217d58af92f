import {
  keyPrefixes,
  rangeOf,
  splitKey,
  type AuditEntry,
  type Department,
  type Grant,
} from '@hanlian/chaincode/domain';
import { parseRow } from '../services/registry-view.js';
import type { LicenseParts } from '../services/licenses/parts.js';

type Parts = Pick<LicenseParts, 'model' | 'registry'>;

/** These put a grant before the bureau. */
const BEFORE_THE_BUREAU: ReadonlySet<string> = new Set(['sharing.escalateGrant', 'sharing.disputeGrant']);

export const isOfGrant = ({ key }: Pick<AuditEntry, 'key'>): boolean =>
  key !== undefined && splitKey(key)[0] === keyPrefixes.grant;

/** Whom an act on a grant concerns: who has the data, who asks, whom it is for, and the bureau once it has to settle it. */
export async function concernedByGrant(
  { model, registry }: Parts,
  { operation, key, at }: Pick<AuditEntry, 'operation' | 'key' | 'at'>,
): Promise<readonly string[]> {
  const row = model.get(key ?? '');
  if (row === undefined) return [];
  const { provider, requester, recipients } = parseRow(row) as Grant;
  const then = Math.floor(Date.parse(at) / 1000);
  const parties = [provider, requester].map((code) => registry.inChargeOf(code, then));
  const bureaus = BEFORE_THE_BUREAU.has(operation) ? await bureausIn(model) : [];
  return [...parties, ...recipients, ...bureaus];
}

async function bureausIn(model: Parts['model']): Promise<readonly string[]> {
  const { start, end } = rangeOf(keyPrefixes.department);
  const rows = await model.range(start, end, Infinity);
  const departments = rows.map(({ row }) => parseRow(row) as Department);
  return departments.filter(({ kind }) => kind === 'bureau').map(({ code }) => code);
}
