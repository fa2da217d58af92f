import type { AccessObjectionInput, FindingRecord } from '@hanlian/chaincode/domain';
import { keptText } from '../basis.js';
import type { Caller } from '../caller.js';
import type { LicenseParts } from '../licenses/parts.js';
import { filingOf } from './filings.js';
import { objectionIn } from './objecting.js';

/** Who handles a department's cases, as opposed to who runs the hub. */
const READERS: ReadonlySet<string> = new Set(['clerk', 'officer']);

/**
 * Why somebody objects, to whom it was said: the provider, and who audits its hub. Nothing for others, for what is no
 * objection made at this hub, and once whoever objected was erased.
 */
export function reasonShownTo(
  parts: Pick<LicenseParts, 'documents' | 'registry' | 'store' | 'now'>,
  caller: Caller,
  id: string,
  record: FindingRecord,
): string | undefined {
  if (!mayRead(parts, caller, record)) return undefined;
  const said = keptText(parts, 'objection', record.evidence);
  if (said === undefined) return undefined;
  const { requester, query, reason } = objectionIn(JSON.parse(said) as AccessObjectionInput);
  // Anyone's finding may name any digest: only the one that this hub made of the objection opens it.
  return filingOf(parts.store, { requester, query })?.finding === id ? reason : undefined;
}

function mayRead(
  { registry, now }: Pick<LicenseParts, 'registry' | 'now'>,
  { role, department }: Caller,
  { about: { provider } }: FindingRecord,
): boolean {
  if (role === 'auditor') return true;
  return provider !== undefined && READERS.has(role) && registry.inChargeOf(provider, now()) === department;
}
