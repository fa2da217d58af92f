import { keyPrefixes, splitKey, type AuditEntry, type FindingRecord } from '@hanlian/chaincode/domain';
import { parseRow } from '../services/registry-view.js';
import type { LicenseParts } from '../services/licenses/parts.js';

type Parts = Pick<LicenseParts, 'model' | 'registry'>;

export const isOfFinding = ({ key }: Pick<AuditEntry, 'key'>): boolean =>
  key !== undefined && splitKey(key)[0] === keyPrefixes.finding;

/** Whom a finding concerns: who must answer it, who reported it, and whose records it is about. */
export function concernedByFinding(
  { registry }: Pick<Parts, 'registry'>,
  { department, reportedBy, about }: FindingRecord,
  at: number,
): readonly string[] {
  const concerned = [department, reportedBy, about.provider].filter((code) => code !== undefined);
  return concerned.map((code) => registry.inChargeOf(code, at));
}

/** Whom an act on a finding concerns. */
export function concernedByActOnFinding(
  parts: Parts,
  { key, at }: Pick<AuditEntry, 'key' | 'at'>,
): readonly string[] {
  const row = parts.model.get(key ?? '');
  if (row === undefined) return [];
  return concernedByFinding(parts, parseRow(row) as FindingRecord, Math.floor(Date.parse(at) / 1000));
}
