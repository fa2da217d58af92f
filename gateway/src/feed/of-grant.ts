import {
  keyPrefixes,
  splitKey,
  type AuditEntry,
  type Department,
  type Grant,
} from '@hanlian/chaincode/domain';
import { recordAt, recordsUnder } from '../services/records.js';
import type { LicenseParts } from '../services/licenses/parts.js';

type Parts = Pick<LicenseParts, 'model' | 'registry'>;

/** These put a grant before the bureau. */
const BEFORE_THE_BUREAU: ReadonlySet<string> = new Set(['sharing.escalateGrant', 'sharing.disputeGrant']);

export const isOfGrant = ({ key }: Pick<AuditEntry, 'key'>): boolean =>
  key !== undefined && splitKey(key)[0] === keyPrefixes.grant;

/** Whom an act on a grant concerns: who has the data, who asks, whom it is for, and the bureau once it has to settle it. */
export async function concernedByGrant(
  parts: Parts,
  { operation, key, at }: Pick<AuditEntry, 'operation' | 'key' | 'at'>,
): Promise<readonly string[]> {
  const grant = recordAt(parts.model, key ?? '') as Grant | undefined;
  if (grant === undefined) return [];
  const then = Math.floor(Date.parse(at) / 1000);
  const bureaus = BEFORE_THE_BUREAU.has(operation) ? await bureausIn(parts.model) : [];
  return [...partiesTo(parts, grant, then), ...grant.recipients, ...bureaus];
}

/** Whom it concerns that nobody decided on a grant in time: both sides, and the bureau, before which it can be brought. */
export const concernedByDelay = async (
  parts: Parts,
  grant: Grant,
  at: number,
): Promise<readonly string[]> => [...partiesTo(parts, grant, at), ...(await bureausIn(parts.model))];

const partiesTo = ({ registry }: Parts, { provider, requester }: Grant, at: number): readonly string[] =>
  [provider, requester].map((code) => registry.inChargeOf(code, at));

async function bureausIn(model: Parts['model']): Promise<readonly string[]> {
  const departments = await recordsUnder<Department>(model, keyPrefixes.department);
  return departments.filter(({ kind }) => kind === 'bureau').map(({ code }) => code);
}
