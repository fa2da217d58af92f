import { keyPrefixes, splitKey, type AuditEntry, type FindingRecord } from '@hanlian/chaincode/domain';
import { recordAt } from '../services/records.js';
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
  const finding = recordAt(parts.model, key ?? '') as FindingRecord | undefined;
  if (finding === undefined) return [];
  return concernedByFinding(parts, finding, Math.floor(Date.parse(at) / 1000));
}
