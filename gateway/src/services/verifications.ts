import {
  documentsIn,
  isBatch,
  openFile,
  POLICIES,
  stampTrustOf,
  verdictOfAll,
  verifyDocument,
  verifyIdentifier,
  withheldAnswer,
  trustLogs,
  type EvidenceDocument,
  type GrantQuestion,
  type IssuerSource,
  type LedgerSource,
  type Presented,
  type PresentationQuestion,
  type TypeSource,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import {
  applicationDigest,
  canonicalize,
  CLOCK_TOLERANCE,
  formatInstant,
  keys,
  utf8Encode,
  type BatchRecord,
  type VerificationAnswer,
  type VerificationInput,
} from '@hanlian/chaincode/domain';
import { findDocument } from './licenses/document.js';
import type { Log } from '../log/index.js';
import type { Watches } from '../feed/watches.js';
import { undefinedWhen } from '../undefined-when.js';
import { findLicense, referenceOf } from './licenses/find.js';
import type { LicenseParts } from './licenses/parts.js';
import { readMoment } from './moments.js';
import { recordAt } from './records.js';
import type { Once } from '../storage/once.js';
import type { Caller, Services } from './types.js';

/** What verification needs besides the ledger. */
interface Verifying {
  readonly watches: Watches;
  readonly presentations: Once;
  readonly log: Pick<Log, 'trusted'>;
}

/** Verification for anyone, by what this hub's own peer knows. */
export const verificationService = (
  parts: LicenseParts,
  { watches, presentations, log }: Verifying,
): Services['verifications'] => ({
  verify: async (given, caller, gone) => {
    await parts.caughtUp();
    const input = withFile(given);
    const asked = {
      ...contextOf(parts, input.at),
      presentation: questionOf(parts, presentations, input, caller),
      grant: grantQuestionOf(parts, input, caller),
      // What a report proves, it proves under a checkpoint; all else is asked of the ledger.
      ...('file' in input && { logs: trustLogs(await log.trusted()) }),
    };
    if ('file' in input && isBatch(Buffer.from(input.file, 'base64'))) return verifyBatch(input, asked, gone);
    const { result, id } = await verified(parts, input, asked);
    if (caller !== undefined && id !== undefined && isProven(result)) {
      await watches.watch(caller.department, referenceOf(id));
    }
    return answerOf(result);
  },
});

type Asked = Exclude<VerificationInput, { report: object }>;

/** A report is judged by its file, which is its canonical bytes. */
function withFile(input: VerificationInput): Asked {
  if (!('report' in input)) return input;
  const { report, ...question } = input;
  return { ...question, file: Buffer.from(utf8Encode(canonicalize(report))).toString('base64') };
}

/** A verification, and which certificate it was about. */
interface Verified {
  readonly result: Verification;
  /** Undefined: nothing that holds names one. */
  readonly id: string | undefined;
}

async function verified(parts: LicenseParts, input: Asked, context: VerificationContext): Promise<Verified> {
  if ('file' in input) return verifyFile(input, context);
  return 'document' in input
    ? { result: await verifyDocument(input.document, context), id: input.document['id'] as string }
    : { result: await verifyById(parts, input, context), id: input.id };
}

type ByFile = Extract<Asked, { file: string }>;

/** What is proven to be about a certificate names it: by the evidence inside, or by what was disclosed. */
async function verifyFile({ file }: ByFile, context: VerificationContext): Promise<Verified> {
  const { evidence, license, verify } = await openFile(Buffer.from(file, 'base64'));
  const result = await verify(context);
  return { result, id: evidence === undefined ? result.presented?.license : license };
}

/** Nobody in particular may ask, and is answered in one piece. */
const MOST_FILES = 1_000;

/** A batch is verified one document after another; nothing of it is watched. */
async function verifyBatch(
  { file }: ByFile,
  context: VerificationContext,
  gone: AbortSignal | undefined,
): Promise<VerificationAnswer> {
  const files: NonNullable<VerificationAnswer['files']> = [];
  for await (const { name, bytes } of documentsIn(Buffer.from(file, 'base64'), MOST_FILES)) {
    gone?.throwIfAborted();
    const { verify } = await openFile(bytes);
    files.push({ file: name, ...answerOf(await verify(context)) });
  }
  return { verdict: verdictOfAll(files), checks: [], files };
}

/** A presentation is judged by this hub's clock, whatever instant the certificate is asked about. */
function questionOf(
  { now }: LicenseParts,
  presentations: Once,
  input: Asked,
  caller: Caller | undefined,
): PresentationQuestion | undefined {
  if (!('file' in input)) return undefined;
  const { audience, nonce } = input;
  return {
    audience: audience ?? caller?.department,
    nonce,
    now: now(),
    isRequired: audience !== undefined || nonce !== undefined,
    once: (name, until) => presentations.use('', name, until),
  };
}

/** Who asks, or is named, reads the report. */
function grantQuestionOf(
  { hashes }: LicenseParts,
  input: Asked,
  caller: Caller | undefined,
): GrantQuestion | undefined {
  if (!('file' in input) || input.application === undefined) return undefined;
  const reader = input.audience ?? caller?.department;
  const { number, salt } = input.application;
  return reader === undefined
    ? undefined
    : { reader, application: applicationDigest(hashes.sha256, salt, number) };
}

/** By what this hub's own peer knows. */
export const contextOf = (parts: LicenseParts, at: string | undefined): VerificationContext => ({
  hashes: parts.hashes,
  at: at === undefined ? parts.now() : readMoment(at, 'start', 'at'),
  policy: POLICIES.complete,
  types: typeSource(parts),
  issuers: issuerSource(parts),
  ledger: ledgerSource(parts),
  ...(parts.stamps.roots.length > 0 && { stampTrust: stampTrustOf(parts.stamps.roots, parts.stamps.lists) }),
});

const typeSource = ({ registry }: LicenseParts): TypeSource => ({
  type: (code, revision) =>
    Promise.resolve(revision === undefined ? registry.findType(code) : registry.typeRevision(code, revision)),
});

const issuerSource = ({ registry }: LicenseParts): IssuerSource => ({
  department: (code) => Promise.resolve(registry.department(code)),
  sealKey: (department, key) => Promise.resolve(registry.sealKey(department, key)),
  accreditation: (department, type) => Promise.resolve(registry.accreditation(department, type)),
});

/**
 * A peer may be behind the issuer's, and a certificate bears the time it was sealed at, up to the clocks' tolerance before
 * it reaches the ledger. The embedded ledger is one for all.
 */
const ledgerSource = ({ model, ledger }: LicenseParts): LedgerSource => ({
  ...(ledger.kind === 'fabric' && { lag: CLOCK_TOLERANCE }),
  license: async (reference) => {
    const found = await findLicense(model, reference).catch(undefinedWhen('NOT_FOUND'));
    if (found === undefined) return undefined;
    const { record, current, transitions } = found;
    return { v: 1, ...reference, current, revision: record.r ?? 0, record, transitions: [...transitions] };
  },
  batch: (batch) => Promise.resolve(recordAt(model, keys.batch(batch)) as BatchRecord | undefined),
});

type ById = Extract<Asked, { id: string }>;

/**
 * By identifier alone, organisations' certificates answer by what the ledger says. With fields that match the document
 * this hub keeps, the whole document is verified; where they do not match, or this hub keeps none, the answer is the one
 * for a certificate that does not exist.
 */
async function verifyById(
  parts: LicenseParts,
  { id, match }: ById,
  context: VerificationContext,
): Promise<Verification> {
  if (match === undefined) return verifyIdentifier(id, context);
  const document = await findDocument(parts, id);
  return document !== undefined && isMatch(document, match)
    ? verifyDocument(document, context)
    : withheldAnswer();
}

/** At least one field is named, and every one named is the document's. */
function isMatch({ fields }: EvidenceDocument, match: Readonly<Record<string, string>>): boolean {
  const named = Object.entries(match);
  const holds = ([name, value]: [string, string]): boolean =>
    fields.some((field) => field.name === name && 'value' in field && field.value === value);
  return named.length > 0 && named.every(holds);
}

/** The certificate itself is known to the asker: what was shown, or what anyone may ask, is what the ledger anchors. */
const isProven = ({ checks }: Verification): boolean =>
  checks.some(({ name, status }) => name === 'anchor' && status === 'VALID') &&
  checks.every(({ name, status }) => name !== 'integrity' || status === 'VALID' || status === 'SKIPPED');

const answerOf = ({ verdict, checks, presented }: Verification): VerificationAnswer => ({
  verdict,
  checks: checks.map(({ name, status, code, message, source }) => ({
    name,
    status,
    code,
    message,
    ...(source && { source }),
  })),
  ...(presented && { presented: shownAs(presented) }),
});

const shownAs = ({
  expiresAt,
  holders,
  ...shown
}: Presented): NonNullable<VerificationAnswer['presented']> => ({
  ...shown,
  ...(holders && { holders: [...holders] }),
  ...(expiresAt !== undefined && { expiresAt: formatInstant(expiresAt) }),
});
