import {
  canonicalize,
  HanlianError,
  keys,
  utf8Encode,
  type Digest,
  type Instant,
  type LoanFacts,
  type LoanFileAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { ProvenRecords } from '../verification/proven-records.js';
import { ClaimRules } from './claim-rules.js';
import { ClaimChecks } from './claims.js';
import { Replay, type Life } from './life.js';
import { isSame, StepChecks } from './steps.js';
import { NOT_SHOWN_OF_LOANS, type LoanViolation, type NotShownOfLoan } from './violations.js';

/** The name of this format of a report; a later one gets another. */
export const LOAN_AUDIT_FORMAT = 'hanlian-loan-audit/1';

/** What the replay of one loan's file came to. */
export interface LoanAudit {
  readonly loan: string;
  /** How the loan stood at the checkpoint. */
  readonly state: LoanFileAnswer['record']['state'];
  readonly steps: number;
  /** So many of them could be judged by what came before: none after the first that is wrong. */
  readonly judged: number;
  readonly claims: number;
  readonly witnessedUntil?: Instant;
  readonly violations: readonly LoanViolation[];
}

/** What an audit of loans found, and by which bytes. */
export interface LoanAuditReport {
  readonly v: typeof LOAN_AUDIT_FORMAT;
  readonly madeAt: Instant;
  readonly files: readonly {
    readonly file: string;
    /** SHA-256 of the file, base64url. */
    readonly sha256: string;
    readonly audit: LoanAudit;
  }[];
  /** What no such audit can show. */
  readonly notShown: readonly NotShownOfLoan[];
  readonly verdict: 'CLEAN' | 'VIOLATIONS';
}

/** The report as a file, which a seal covers: its RFC 8785 bytes. */
export const loanAuditFile = (report: LoanAuditReport): Uint8Array => utf8Encode(canonicalize(report));

export const loanAuditReport = (files: LoanAuditReport['files'], madeAt: Instant): LoanAuditReport => ({
  v: LOAN_AUDIT_FORMAT,
  madeAt,
  files,
  notShown: Object.keys(NOT_SHOWN_OF_LOANS) as NotShownOfLoan[],
  verdict: files.some(({ audit }) => audit.violations.length > 0) ? 'VIOLATIONS' : 'CLEAN',
});

/** Replays one loan from application to payment, by nothing but its file. */
export async function auditLoan(
  file: LoanFileAnswer,
  { trust, mac }: { readonly trust: CheckpointTrust; readonly mac?: Digest | undefined },
): Promise<LoanAudit> {
  const told = {
    loan: file.id,
    state: file.record.state,
    steps: file.steps.length,
    claims: file.claims.length,
  };
  let ledger: ProvenRecords;
  try {
    ledger = ProvenRecords.under(trust, file.proof, nodeHashes.sha256);
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    return { ...told, judged: 0, violations: [{ code: 'PROOF_WRONG', reason: error.code }] };
  }
  const steps = new StepChecks(file, ledger, trust);
  const claims = new ClaimChecks(file, ledger, trust);
  const soundSteps = await steps.sound();
  const soundClaims = await claims.sound();
  const replay = new Replay(soundClaims);
  const life = await replay.of(soundSteps);
  const isWhole = steps.violations.length === 0 && life !== undefined;
  const rules = new ClaimRules(file, ledger, mac);
  await rules.judge(soundClaims, isWhole ? life : undefined);
  return {
    ...told,
    judged: replay.judged,
    witnessedUntil: ledger.until,
    violations: [
      ...steps.violations,
      ...replay.violations,
      ...(isWhole ? differences(file, ledger, life) : recordDiffers(file, ledger)),
      ...claims.violations,
      ...rules.violations,
    ],
  };
}

function recordDiffers({ id, record }: LoanFileAnswer, ledger: ProvenRecords): LoanViolation[] {
  return isSame(ledger.find(keys.loan(id)), record) ? [] : [{ code: 'RECORD_WRONG', key: keys.loan(id) }];
}

/** What the ledger and the file say of the loan is what its steps come to. */
function differences(file: LoanFileAnswer, ledger: ProvenRecords, life: Life): LoanViolation[] {
  const ofRecord = recordDiffers(file, ledger);
  if (life.state !== file.record.state) ofRecord.push({ code: 'RECORD_WRONG', field: 'state' });
  const fields = [
    'application',
    'certificates',
    'offeredRate',
    'consent',
    'report',
    'approved',
    'terms',
    'movements',
  ] as const satisfies readonly (keyof LoanFacts)[];
  const differing = fields.filter((field) => !isSame(life.facts[field], file.file[field]));
  return [...ofRecord, ...differing.map((field) => ({ code: 'FILE_DIFFERS', field }) as const)];
}
