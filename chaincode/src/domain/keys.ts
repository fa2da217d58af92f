import type { LicenseReference } from './schemas/license.js';
import type { TrancheReference } from './schemas/subsidy.js';

/** The first part of each kind of record's keys. */
export const keyPrefixes = {
  department: 'dept',
  type: 'type',
  typeRevision: 'typerev',
  accreditation: 'accr',
  sealKey: 'seal',
  officerKey: 'officer',
  holderKey: 'hkey',
  agreement: 'agreement',
  ruleSet: 'rules',
  calendar: 'calendar',
  statusList: 'list',
  license: 'lic',
  head: 'head',
  overflow: 'over',
  batch: 'batch',
  run: 'run',
  entry: 'entry',
  entrySet: 'entries',
  stopDuties: 'stop',
  evaluation: 'grade',
  consent: 'consent',
  consentAct: 'cact',
  pull: 'pull',
  pullTaken: 'taken',
  grant: 'grant',
  lease: 'lease',
  leaseTaken: 'leased',
  anchor: 'anchor',
  anchoredHead: 'anchored',
  resource: 'res',
  responsibility: 'resp',
  demand: 'demand',
  negative: 'neg',
  catalogueRevision: 'catrev',
  openVersion: 'open',
  finding: 'finding',
  product: 'product',
  loan: 'loan',
  loanStep: 'lstep',
  programme: 'subsidy',
  budget: 'budget',
  tranche: 'tranche',
  claim: 'claim',
  claimStep: 'cstep',
  approval: 'approval',
  nullifier: 'nullifier',
  log: 'log',
} as const;

/**
 * The ledger's plain keys, `kind~part~part`: no part holds a tilde, so a range over `kind~part~` finds just that
 * part's records. Written once, here; contracts and projections both read them.
 */
const join = (...parts: readonly string[]): string => parts.join('~');

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

const p = keyPrefixes;

export const keys = {
  department: (code: string) => join(p.department, code),
  type: (code: string) => join(p.type, code),
  /** Each revision of a type stays readable: documents name the one they were made under. */
  typeRevision: (code: string, revision: number) => join(p.typeRevision, code, padded(revision, 6)),
  accreditation: (department: string, type: string) => join(p.accreditation, department, type),
  sealKey: (department: string, key: string) => join(p.sealKey, department, key),
  officerKey: (department: string, officer: string) => join(p.officerKey, department, officer),
  holderKey: (id: string) => join(p.holderKey, id),
  agreement: (text: string) => join(p.agreement, text),
  ruleSet: (name: string, since: number) => join(p.ruleSet, name, padded(since, 12)),
  calendar: (year: number) => join(p.calendar, String(year)),
  /** The n-th status list of a department. */
  statusList: (department: string, n: number) => join(p.statusList, department, padded(n, 9)),
  license: ({ type, issuer, serial, version }: LicenseReference) =>
    join(p.license, type, issuer, serial, version),
  /** What the keys of all licenses begin with whose serials begin with `prefix`. */
  licensesUnder: ({ type, issuer }: { readonly type: string; readonly issuer: string }, prefix: string) =>
    join(p.license, type, issuer, prefix),
  /** Names a serial's current version, from the second on. */
  head: ({ type, issuer, serial }: Omit<LicenseReference, 'version'>) => join(p.head, type, issuer, serial),
  /** The n-th transition that no longer fits the record. */
  overflow: ({ type, issuer, serial, version }: LicenseReference, n: number) =>
    join(p.overflow, type, issuer, serial, version, padded(n, 6)),
  batch: (batch: string) => join(p.batch, batch),
  run: (batch: string, start: number) => join(p.run, batch, padded(start, 5)),
  entry: (subject: string, entry: string) => join(p.entry, subject, entry),
  /** The head of an enterprise's entries. */
  entrySet: (subject: string) => join(p.entrySet, subject),
  stopDuties: (subject: string, entry: string) => join(p.stopDuties, subject, entry),
  evaluation: (subject: string, at: number) => join(p.evaluation, subject, padded(at, 12)),
  /** A consent: what everyone sees, and under the same name in the private collection what was signed. */
  consent: (id: string) => join(p.consent, id),
  /** The holder's n-th act on it; private only. */
  consentAct: (id: string, n: number) => join(p.consentAct, id, padded(n, 6)),
  /** The n-th pull of a window of time. */
  pull: (id: string, window: string, slot: number) => join(p.pull, id, window, padded(slot, 5)),
  /** Which of them a signed request took. */
  pullTaken: (id: string, intent: string) => join(p.pullTaken, id, intent),
  grant: (id: string) => join(p.grant, id),
  /** The n-th lease of a window of a grant's quota. */
  lease: (grant: string, window: string, index: number) => join(p.lease, grant, window, padded(index, 5)),
  /** Which of them an intent took. */
  leaseTaken: (grant: string, intent: string) => join(p.leaseTaken, grant, intent),
  /** The n-th time a provider anchored its receipts. */
  anchor: (provider: string, n: number) => join(p.anchor, provider, padded(n, 9)),
  /** How far its receipts for one requester are anchored. */
  anchoredHead: (provider: string, requester: string) => join(p.anchoredHead, provider, requester),
  resource: (code: string) => join(p.resource, code),
  responsibility: (department: string, id: string) => join(p.responsibility, department, id),
  demand: (department: string, id: string) => join(p.demand, department, id),
  negative: (department: string, id: string) => join(p.negative, department, id),
  /** Each revision of an entry of the catalogue or of a list stays readable: `entry` is its key. */
  catalogueRevision: (entry: string, revision: number) =>
    join(p.catalogueRevision, entry, padded(revision, 6)),
  openVersion: (resource: string, version: number) => join(p.openVersion, resource, padded(version, 6)),
  /** What an audit found, or somebody objects to. */
  finding: (id: string) => join(p.finding, id),
  product: (bank: string, id: string) => join(p.product, bank, id),
  /** A loan: what everyone sees, and under the same name in the private collection what it is about. */
  loan: (id: string) => join(p.loan, id),
  /** Its n-th transition, 0 for the application: in both places as well. */
  loanStep: (id: string, n: number) => join(p.loanStep, id, padded(n, 6)),
  /** An edition of a subsidy programme. */
  programme: (id: string, since: number) => join(p.programme, id, padded(since, 12)),
  budget: (programme: string) => join(p.budget, programme),
  tranche: ({ programme, month, pseudonym }: TrancheReference) =>
    join(p.tranche, programme, month, pseudonym),
  claim: (id: string) => join(p.claim, id),
  claimStep: (id: string, n: number) => join(p.claimStep, id, padded(n, 6)),
  approval: (id: string) => join(p.approval, id),
  nullifier: (nullifier: string) => join(p.nullifier, nullifier),
  /** The newest checkpoint's size, and the log's origin. All keys of contract `log` begin alike: the state map leaves them out. */
  logHead: () => join(p.log, 'head'),
  /** The log and witness keys of an organisation. */
  logKeys: (mspId: string) => join(p.log, 'keys', mspId),
  checkpoint: (size: number) => join(p.log, 'checkpoint', padded(size, 16)),
  cosignature: (size: number, mspId: string) => join(p.log, 'cosignature', padded(size, 16), mspId),
  /** What an organisation holds against the checkpoint of that size. */
  fork: (size: number, mspId: string) => join(p.log, 'fork', padded(size, 16), mspId),
} as const;

/** The half-open range of all keys that begin with these parts. */
export const rangeOf = (...parts: readonly string[]): { start: string; end: string } => ({
  start: `${join(...parts)}~`,
  end: `${join(...parts)}\u007f`,
});

/** The kind and parts of a key. */
export const splitKey = (key: string): readonly string[] => key.split('~');
