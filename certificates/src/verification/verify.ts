import {
  HanlianError,
  parseCertificateIdentifier,
  statementBytes,
  type CertificateIdentifier,
  type JsonValue,
} from '@hanlian/chaincode/domain';
import { BoundedMap } from '../bounded-map.js';
import { parseDocument, readDocumentJson, type EvidenceDocument } from '../document/schema.js';
import { verifySeal, verifySm2Seal } from '../seal/verify.js';
import type { SealResult } from '../seal/verified.js';
import { verifyStamp, type StampResult } from '../time/verify.js';
import { anchor } from './checks/anchor.js';
import { integrity } from './checks/integrity.js';
import { issuer } from './checks/issuer.js';
import { seal } from './checks/seal.js';
import { stamp } from './checks/stamp.js';
import { status } from './checks/status.js';
import { validity } from './checks/validity.js';
import { rootsOf } from './inclusion.js';
import { POLICIES } from './policy.js';
import { attempted, conclude, recordOf, resultOf } from './results.js';
import type {
  Check,
  CheckResult,
  Finding,
  Policy,
  Subject,
  Verification,
  VerificationContext,
} from './types.js';

/** In the order they are reported. */
const CHECKS: readonly Check[] = [integrity, seal, stamp, issuer, anchor, status, validity];

/**
 * Verifies an evidence document given as parsed JSON. It never throws for what the document says; a source that fails
 * makes its check an ERROR.
 */
export const verifyDocument = async (
  value: JsonValue,
  context: VerificationContext,
): Promise<Verification> => {
  const reading = read(value);
  return 'finding' in reading
    ? unreadable(reading.finding, context.policy)
    : run(subjectOf(reading, context), context);
};

/** The same for a file's bytes, which may be anything. */
export const verifyBytes = async (bytes: Uint8Array, context: VerificationContext): Promise<Verification> => {
  try {
    return await verifyDocument(readDocumentJson(bytes), context);
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const { line = null, column = null } = error.details;
    return unreadable(
      { code: 'DOCUMENT_MALFORMED', data: { reason: error.code, line, column } },
      context.policy,
    );
  }
};

/**
 * Answers for an identifier alone, by what the ledger says. For types that natural persons may hold, and for types it
 * does not know, the answer is always the same UNKNOWN: it must not tell what certificates a person has.
 */
export const verifyIdentifier = async (
  id: string,
  context: Omit<VerificationContext, 'policy'>,
): Promise<Verification> => {
  const policy = POLICIES.identifier;
  const identifier = parseCertificateIdentifier(id);
  if (!identifier.ok)
    return unreadable({ code: 'IDENTIFIER_INVALID', data: { reason: identifier.code } }, policy);
  if (!(await isPublic(identifier, context))) return withheldAnswer();
  return run({ identifier, record: recordOf(identifier, context) }, { ...context, policy });
};

/** The uniform answer to who names a natural person's certificate and shows nothing else. */
export const withheldAnswer = (): Verification =>
  conclude(
    CHECKS.map(({ name }) => resultOf(name, { code: 'IDENTIFIER_ALONE' })),
    POLICIES.complete,
  );

/** What was found of a document, under what was found of the file that carries it. */
export const withFile = (
  file: Finding,
  { checks }: Pick<Verification, 'checks'>,
  policy: Policy,
): Verification => conclude([resultOf('file', file), ...checks], policy);

/** Where a file gave no document to verify. */
export const nothingShown = (policy: Policy): Verification =>
  conclude(
    CHECKS.map(({ name }) => resultOf(name, { code: 'NO_DOCUMENT' })),
    policy,
  );

const isPublic = async (
  { type }: CertificateIdentifier,
  { types }: Pick<VerificationContext, 'types'>,
): Promise<boolean> => {
  const registered = await types?.type(type).catch(() => undefined);
  return registered !== undefined && !registered.holderKinds.includes('person');
};

interface Reading {
  readonly document: EvidenceDocument;
  readonly identifier: CertificateIdentifier;
}

const read = (value: JsonValue): Reading | { readonly finding: Finding } => {
  try {
    const document = parseDocument(value);
    const identifier = parseCertificateIdentifier(document.id);
    return identifier.ok
      ? { document, identifier }
      : { finding: { code: 'IDENTIFIER_INVALID', data: { reason: identifier.code } } };
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const code = error.code === 'DOCUMENT_VERSION_UNKNOWN' ? error.code : 'DOCUMENT_MALFORMED';
    return { finding: { code, data: { field: error.details.field ?? '' } } };
  }
};

const subjectOf = ({ document, identifier }: Reading, context: VerificationContext): Subject => {
  const { statement, sm2Seal } = document;
  const seal = sealResultOf(document.seal, statement);
  const shown = {
    document,
    roots: rootsOf(document, context.hashes),
    seal,
    sm2Seal: sm2Seal === undefined ? undefined : sm2SealResultOf(sm2Seal, statement),
    stamp: stampResultOf(document, seal),
  };
  return { identifier, shown, place: document.status, record: recordOf(identifier, context) };
};

/** Thousands of documents share one seal, and whether it covers its statement depends on nothing else. */
const SEALS_REMEMBERED = 256;

const remembering = (
  verify: typeof verifySeal,
): ((encoded: string, statement: EvidenceDocument['statement']) => SealResult) => {
  const results = new BoundedMap<string, SealResult>(SEALS_REMEMBERED);
  return (encoded, statement) => {
    const content = statementBytes(statement);
    const key = `${encoded} ${Buffer.from(content).toString('latin1')}`;
    const known = results.get(key);
    if (known) return known;
    const result = verify(Buffer.from(encoded, 'base64'), content);
    results.set(key, result);
    return result;
  };
};

const sealResultOf = remembering(verifySeal);
const sm2SealResultOf = remembering(verifySm2Seal);

const stampResults = new BoundedMap<string, StampResult>(SEALS_REMEMBERED);

const stampResultOf = ({ stamp: given }: EvidenceDocument, sealed: SealResult): StampResult | undefined => {
  if (given === null || !sealed.ok) return undefined;
  const key = `${given.token} ${sealed.signature.toString('latin1')}`;
  const known = stampResults.get(key);
  if (known) return known;
  const result = verifyStamp(Buffer.from(given.token, 'base64'), sealed.signature);
  stampResults.set(key, result);
  return result;
};

const run = async (subject: Subject, context: VerificationContext): Promise<Verification> => {
  const checks: CheckResult[] = [];
  for (const check of CHECKS) checks.push(resultOf(check.name, await findingOf(check, subject, context)));
  return conclude(checks, context.policy);
};

const findingOf = (check: Check, subject: Subject, context: VerificationContext): Promise<Finding> =>
  attempted(() =>
    check.test(subject, context) ? check.verify(subject, context) : check.skip(subject, context),
  );

/** What cannot be read cannot be checked any further. */
const unreadable = (finding: Finding, policy: Policy): Verification =>
  conclude(
    CHECKS.map(({ name }) => resultOf(name, name === 'integrity' ? finding : { code: 'NO_DOCUMENT' })),
    policy,
  );
