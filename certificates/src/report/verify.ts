import { HanlianError, parseNote, requireRecord, type RecordProof } from '@hanlian/chaincode/domain';
import { verifySeal, verifySm2Seal } from '../seal/verify.js';
import { judgeSeals } from '../verification/checks/seal.js';
import type { CheckpointTrust, Witnessed } from '../verification/checkpoint-trust.js';
import { UNTRUSTED } from '../verification/log-proof.js';
import { attempted, conclude, resultOf } from '../verification/results.js';
import {
  REPORT_CHECK_NAMES,
  type CheckResult,
  type Finding,
  type Policy,
  type Verification,
  type VerificationContext,
} from '../verification/types.js';
import { completeness } from './checks/completeness.js';
import { evaluation } from './checks/evaluation.js';
import { freshness } from './checks/freshness.js';
import { grant } from './checks/grant.js';
import { integrity } from './checks/integrity.js';
import { issuer, type ReportSeals } from './checks/issuer.js';
import { attemptRead, type ReadReport } from './read.js';
import { isShown, sealedBytes, type CreditReport } from './schema.js';

/** Verifies a credit report's file. What it says is never thrown; a source that fails makes its check an ERROR. */
export const verifyReport = async (
  bytes: Uint8Array,
  context: VerificationContext,
): Promise<Verification> => {
  const policy = reportPolicy(context.policy);
  const read = attemptRead(bytes, context.hashes.sha256);
  if ('code' in read) return unreadable(read, policy);
  const subject = { read, seals: sealsOf(read.report), proven: onceOf(() => prove(read.report, context)) };
  const checks: CheckResult[] = [];
  for (const name of REPORT_CHECK_NAMES) {
    checks.push(resultOf(name, await attempted(() => CHECKS[name](subject, context))));
  }
  const { evaluation: given } = read;
  if (given !== undefined) {
    const judge = onLedger(() => evaluation(read, given, context.hashes));
    checks.push(resultOf('evaluation', await attempted(() => judge(subject, context))));
  }
  return conclude(checks, policy);
};

/**
 * A policy for certificates as one for reports: what it lets be skipped, no report needs. That an evaluation cannot be computed
 * again from what was granted takes nothing from what the report shows.
 */
export const reportPolicy = (policy: Policy): Policy => ({
  ...policy,
  required: REPORT_CHECK_NAMES,
  maySkip: [...policy.maySkip, 'evaluation'],
});

interface Subject {
  readonly read: ReadReport;
  readonly seals: ReportSeals;
  /** The checkpoint under which all its records are proven, or why they are not. */
  readonly proven: () => Witnessed | Finding;
}

type Find = (subject: Subject, context: VerificationContext) => Promise<Finding> | Finding;

/** A check that rests on what the ledger held. */
const onLedger =
  (judge: (subject: Subject, witnessed: Witnessed, context: VerificationContext) => Finding): Find =>
  (subject, context) => {
    const proven = subject.proven();
    return 'code' in proven ? proven : judge(subject, proven, context);
  };

const CHECKS: Readonly<Record<(typeof REPORT_CHECK_NAMES)[number], Find>> = {
  integrity: ({ read }, { hashes }) => integrity(read, hashes),
  seal: ({ read: { report }, seals }) =>
    judgeSeals({ ...seals, sealedAt: report.issuedAt, sm2SealKey: report.sm2SealKey }),
  issuer: ({ read, seals }, context) => issuer(read.report, seals, context),
  completeness: onLedger(({ read }, _witnessed, { hashes }) => completeness(read, hashes)),
  freshness: onLedger(({ read }, witnessed, context) => freshness(read.report, witnessed, context)),
  grant: onLedger(({ read }, _witnessed, context) => grant(read, context.grant, context.hashes)),
};

const sealsOf = (report: CreditReport): ReportSeals => {
  const content = sealedBytes(report);
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
  return {
    seal: verifySeal(bytesOf(report.seal), content),
    sm2Seal: report.sm2Seal === undefined ? undefined : verifySm2Seal(bytesOf(report.sm2Seal), content),
  };
};

const prove = (report: CreditReport, { logs, hashes }: VerificationContext): Witnessed | Finding => {
  if (!logs) return { code: 'NO_SOURCE' };
  const witnessed = attemptTrust(report.checkpoint, logs);
  if ('code' in witnessed) return witnessed;
  const { mapRoot } = witnessed.checkpoint;
  try {
    if (mapRoot === undefined) return { code: 'REPORT_PROOF_WRONG', data: { reason: 'MAP_ROOT_MISSING' } };
    for (const record of recordsOf(report)) requireRecord(hashes.sha256, mapRoot, record);
    return witnessed;
  } catch (error) {
    return { code: 'REPORT_PROOF_WRONG', data: { reason: codeOf(error) } };
  }
};

const attemptTrust = (note: string, trust: CheckpointTrust): Witnessed | Finding => {
  try {
    return trust(parseNote(note));
  } catch (error) {
    const reason = codeOf(error);
    return {
      code: UNTRUSTED.includes(reason) ? 'REPORT_CHECKPOINT_UNTRUSTED' : 'REPORT_PROOF_WRONG',
      data: { reason },
    };
  }
};

const codeOf = (error: unknown): string => {
  if (error instanceof HanlianError) return error.code;
  throw error;
};

const recordsOf = ({
  consent,
  pull,
  sets,
  rules,
  evaluation: evaluated,
  model,
}: CreditReport): RecordProof[] => [
  consent.record,
  pull.record,
  ...rules,
  ...sets.flatMap(({ head, entries }) => [head, ...entries.filter(isShown).map(({ record }) => record)]),
  ...(evaluated ? [evaluated] : []),
  ...(model ? [model] : []),
];

const onceOf = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

const unreadable = (finding: Finding, policy: Policy): Verification =>
  conclude(
    REPORT_CHECK_NAMES.map((name) =>
      resultOf(name, name === 'integrity' ? finding : { code: 'NO_DOCUMENT' }),
    ),
    policy,
  );
