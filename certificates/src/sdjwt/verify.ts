import {
  parseCertificateIdentifier,
  type CertificateIdentifier,
  type CertificateType,
  type LicenseView,
} from '@hanlian/chaincode/domain';
import { DerError } from '../asn1/der.js';
import { judgeSealing, unvouched } from '../verification/checks/issuer.js';
import { status } from '../verification/checks/status.js';
import { withinPeriod } from '../verification/checks/validity.js';
import { attempted, conclude, recordOf, resultOf } from '../verification/results.js';
import type {
  CheckName,
  CheckResult,
  Finding,
  Presented,
  Verification,
  VerificationContext,
} from '../verification/types.js';
import { faulty, type SealResult } from '../seal/verified.js';
import { SdJwtFault } from './fault.js';
import { ALGORITHM } from './jws.js';
import { faultOfBinding, readBinding, type Binding } from './key-binding.js';
import type { PresentationQuestion } from './question.js';
import type { Disclosed } from './disclosed.js';
import { readSdJwt, type ReadSdJwt } from './read.js';
import { sealOfJwt } from './sealed-jwt.js';

/**
 * Verifies an SD-JWT VC. Where the context asks for a presentation, or the file is one, the holder's proof is judged as
 * well; its being shown a second time is found last, so that a failed verification uses nothing up.
 */
export const verifySdJwt = async (text: string, context: VerificationContext): Promise<Verification> => {
  const read = attemptRead(text);
  if ('code' in read) return unreadable(read, context);
  const identifier = parseCertificateIdentifier(read.payload.license);
  if (!identifier.ok)
    return unreadable({ code: 'IDENTIFIER_INVALID', data: { reason: identifier.code } }, context);
  const subject = { read, identifier, seal: sealOf(read), record: recordOf(identifier, context) };
  const checks: CheckResult[] = [];
  for (const [name, find] of CHECKS) {
    checks.push(resultOf(name, await attempted(() => find(subject, context))));
  }
  const question = context.presentation;
  if (read.keyBinding === undefined && question?.isRequired !== true) {
    return withPresented(conclude(checks, context.policy), read);
  }
  const found = await attempted(() => judgePresentation(read, question, conclude(checks, context.policy)));
  return withPresented(conclude([...checks, resultOf('presentation', found)], context.policy), read);
};

interface Subject {
  readonly read: ReadSdJwt;
  readonly identifier: CertificateIdentifier;
  readonly seal: SealResult;
  readonly record: () => Promise<LicenseView | undefined>;
}

type Find = (subject: Subject, context: VerificationContext) => Promise<Finding> | Finding;

const integrity = async ({ read, identifier }: Subject, { types }: VerificationContext): Promise<Finding> => {
  const { payload, disclosed } = read;
  if (payload.vct !== identifier.type) return { code: 'STATEMENT_FOREIGN' };
  const type = await types?.type(payload.vct, payload.typeRevision);
  if (!type) return { code: 'INTEGRITY_VALID', data: { namesUnconfirmed: true } };
  return followsType(payload, disclosed, type)
    ? { code: 'INTEGRITY_VALID' }
    : { code: 'CLAIMS_NOT_OF_TYPE', data: { registered: type.fields.map(({ name }) => name) } };
};

/** As many digests as the type has fields and facts, and nothing disclosed that it does not name. */
const followsType = (
  { fields, facts }: ReadSdJwt['payload'],
  disclosed: Disclosed,
  { fields: registered, facts: registeredFacts = [] }: Pick<CertificateType, 'fields' | 'facts'>,
): boolean => {
  const named = (names: readonly string[], of: readonly { readonly name: string }[]): boolean =>
    names.every((name) => of.some((other) => other.name === name));
  return (
    fields._sd.length === registered.length &&
    (facts?._sd.length ?? 0) === registeredFacts.length &&
    named(Object.keys(disclosed.fields), registered) &&
    named(Object.keys(disclosed.facts), registeredFacts)
  );
};

const sealOf = ({ jwt, algorithm, certificates, payload }: ReadSdJwt): SealResult => {
  if (algorithm !== ALGORITHM) return faulty('SEAL_UNSUPPORTED');
  try {
    return sealOfJwt(jwt, certificates, payload.iat) ?? faulty('SEAL_SIGNATURE_WRONG');
  } catch (error) {
    if (error instanceof DerError) return faulty('SEAL_MALFORMED');
    throw error;
  }
};

const sealCheck: Find = ({ seal, read }) =>
  seal.ok
    ? { code: 'SEAL_VALID', data: { sealKey: seal.keyDigest, sealedAt: read.payload.iat } }
    : { code: seal.fault };

const issuer: Find = ({ seal, read: { payload }, identifier }, context) => {
  if (!seal.ok) return { code: 'NO_SEAL' };
  if (!context.issuers) return { code: 'NO_SOURCE' };
  const sealing = {
    issuer: identifier.issuer,
    type: identifier.type,
    sealedAt: payload.iat,
    ...unvouched(seal),
  };
  return judgeSealing(sealing, context, context.issuers);
};

/** Its digest is not on the ledger; that there is such a certificate, valid from and to these instants, is. */
const anchor: Find = async ({ record, read: { payload } }, { ledger }) => {
  if (!ledger) return { code: 'NO_SOURCE' };
  const view = await record();
  if (!view) return { code: 'LICENSE_UNKNOWN' };
  return view.record.f === payload.nbf && view.record.u === payload.exp
    ? { code: 'ANCHOR_VALID' }
    : { code: 'ANCHOR_DIFFERS', data: { differing: ['validity'] } };
};

const statusOf: Find = ({ identifier, record, read: { place } }, context) => {
  const subject = { identifier, record, place };
  return status.test(subject, context) ? status.verify(subject, context) : status.skip(subject, context);
};

const validity: Find = ({ read: { payload } }, { at }) =>
  withinPeriod({ from: payload.nbf, to: payload.exp ?? null }, at);

/** In the order they are reported. */
const CHECKS: readonly (readonly [CheckName, Find])[] = [
  ['integrity', integrity],
  ['seal', sealCheck],
  ['stamp', () => ({ code: 'NOT_STAMPED' })],
  ['issuer', issuer],
  ['anchor', anchor],
  ['status', statusOf],
  ['validity', validity],
];

const judgePresentation = async (
  read: ReadSdJwt,
  question: PresentationQuestion | undefined,
  { verdict }: Verification,
): Promise<Finding> => {
  const binding = attempt(() => readBinding(read));
  if ('code' in binding) return binding;
  if (!question) return { code: 'AUDIENCE_UNKNOWN' };
  const fault = faultOfBinding(binding, question);
  if (fault) return fault;
  if (!question.once || verdict !== 'VALID') return { code: 'REPLAY_UNCHECKED' };
  const isNew = await question.once(binding.name, binding.payload.exp);
  return { code: isNew ? 'PRESENTATION_VALID' : 'PRESENTATION_REPLAYED' };
};

const withPresented = (verification: Verification, read: ReadSdJwt): Verification => {
  if (verification.verdict !== 'VALID') return verification;
  const { license, vct: type } = read.payload;
  const binding = read.keyBinding === undefined ? undefined : readBinding(read);
  return { ...verification, presented: { license, type, ...read.disclosed, ...shownFor(binding) } };
};

const shownFor = (binding: Binding | undefined): Pick<Presented, 'purpose' | 'expiresAt'> =>
  binding ? { purpose: binding.payload.purpose, expiresAt: binding.payload.exp } : {};

export const attempt = <T extends object>(read: () => T): T | Finding => {
  try {
    return read();
  } catch (error) {
    if (error instanceof SdJwtFault) return { code: error.code, ...(error.data && { data: error.data }) };
    throw error;
  }
};

const attemptRead = (text: string): ReadSdJwt | Finding => attempt(() => readSdJwt(text));

export const unreadable = (finding: Finding, { policy }: VerificationContext): Verification =>
  conclude(
    CHECKS.map(([name]) => resultOf(name, name === 'integrity' ? finding : { code: 'NO_DOCUMENT' })),
    policy,
  );
