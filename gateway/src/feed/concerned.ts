import {
  FIRST_VERSION,
  parseCertificateIdentifier,
  requireCode,
  splitKey,
  type AuditEntry,
} from '@hanlian/chaincode/domain';
import { LedgerError } from '../ledger/port.js';
import type { KnownConsents } from '../services/consents/known-consents.js';
import type { KnownLoans } from '../services/loans/known-loans.js';
import { holdersOf } from '../services/licenses/holders.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import { isOfLoan, type Concerned } from './from-ledger.js';
import { concernedByActOnFinding, isOfFinding } from './of-finding.js';
import { concernedByGrant, isOfGrant } from './of-grant.js';
import type { Watches } from './watches.js';

/** What makes new certificates. */
const OPENING = new Set(['license.openBatch', 'license.issue']);

const CONSENT_ACTS = new Set(['give', 'pause', 'resume', 'withdraw'].map((act) => `sharing.${act}Consent`));

type Consents = Pick<KnownConsents, 'partyTo'>;

/** What is private, and whom of this hub it concerns. */
interface Private {
  readonly consents: Consents;
  readonly loans: Pick<KnownLoans, 'concerned'>;
}

type ActOnOne = Pick<AuditEntry, 'operation'> & { readonly certificate: string };
type Parts = Pick<LicenseParts, 'model' | 'registry' | 'ledger' | 'documents'>;

/**
 * Whom of this hub an act concerns: the department that acted and the issuer it acted for; of one certificate also the
 * departments that have verified it, and those that hold it by the document this hub keeps.
 */
export const concernedBy =
  (parts: Parts, watches: Watches, { consents, loans }: Private): Concerned =>
  async (act) => {
    const isOurs = isOurOwn(parts);
    if (isOfGrant(act)) return (await concernedByGrant(parts, act)).filter(isOurs);
    if (isOfFinding(act)) return concernedByActOnFinding(parts, act).filter(isOurs);
    if (act.operation.startsWith('sharing.')) return ofConsent(act, consents);
    // Its bank hears of it, and not the office whose hub has handed it in.
    if (isOfLoan(act)) return loans.concerned(act.key);
    // Its list was published: that is no news of the registry, and would come several times a minute.
    if (act.operation === 'registry.putStatusList') return [];
    const { department, issuer, certificate } = act;
    const others =
      certificate === undefined ? [] : await ofCertificate(parts, watches, { ...act, certificate });
    return [department, issuer, ...others].filter((code) => code !== undefined).filter(isOurs);
  };

/** Whether a department is of this hub's organisation. */
export const isOurOwn =
  ({ registry, ledger }: Pick<Parts, 'registry' | 'ledger'>) =>
  (code: string): boolean =>
    registry.department(code)?.mspId === ledger.mspId;

/** Its bank hears from the ledger itself that a consent was given, paused or withdrawn, whoever handed it in. */
async function ofConsent({ operation, key }: AuditEntry, consents: Consents): Promise<readonly string[]> {
  const [, id] = splitKey(key ?? '');
  if (id === undefined || !CONSENT_ACTS.has(operation)) return [];
  try {
    const party = await consents.partyTo(id);
    return party === undefined ? [] : [party.department];
  } catch (error) {
    // Nobody knows any more whose it was.
    if (error instanceof LedgerError && error.code === 'CONSENT_FORGOTTEN') return [];
    throw error;
  }
}

async function ofCertificate(parts: Parts, watches: Watches, act: ActOnOne): Promise<string[]> {
  const reference = requireCode(parseCertificateIdentifier(act.certificate), 'certificate');
  // Nobody has verified what was only now issued.
  const isNew = OPENING.has(act.operation) && reference.version === FIRST_VERSION;
  const watching = isNew ? [] : await watches.of(reference);
  return [...watching, ...(await holdersOf(parts, act.certificate, reference))];
}
