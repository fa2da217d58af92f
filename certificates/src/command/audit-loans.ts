import { createHash, createHmac } from 'node:crypto';
import { api, checked, HanlianError, parseJson, type Digest, type Instant } from '@hanlian/chaincode/domain';
import { auditLoan, loanAuditFile, loanAuditReport, type LoanAuditReport } from '../loan-audit/audit.js';
import { LOAN_VIOLATIONS, NOT_SHOWN_OF_LOANS } from '../loan-audit/violations.js';
import type { Sealer } from '../seal/sealer.js';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import type { Language } from './arguments.js';
import { readBounded } from './files.js';
import { writeReport } from './sealed-report.js';
import type { Outcome, Surroundings } from './surroundings.js';

/** A file has a credit report, certificates and proofs of each step. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 32;
const KEY_BYTES = 32;

interface Question extends Pick<Surroundings, 'progress'> {
  readonly loans: readonly string[];
  readonly nullifierKey: string | undefined;
  readonly trust: CheckpointTrust;
  readonly now: Instant;
}

interface Answering {
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly language: Language;
  readonly sealer: Sealer | undefined;
}

/**
 * Replays loans' files one by one.
 *
 * @throws {HanlianError} FILE_UNREADABLE, FILE_TOO_LARGE, what makes a file none of a loan, ARGUMENTS_INVALID
 */
export async function auditLoans(
  { loans, nullifierKey, trust, progress, now }: Question,
  { out, json, language, sealer }: Answering,
): Promise<Outcome> {
  const mac = nullifierKey === undefined ? undefined : await macOf(nullifierKey);
  const files: LoanAuditReport['files'][number][] = [];
  for (const file of loans) {
    const bytes = await readBounded(file, MAX_FILE_BYTES);
    const limits = { maxBytes: MAX_FILE_BYTES, maxDepth: MAX_DEPTH };
    const audit = await auditLoan(checked(api.loanFileAnswer, parseJson(bytes, limits)), { trust, mac });
    files.push({ file, sha256: createHash('sha256').update(bytes).digest('base64url'), audit });
    progress(files.length, loans.length);
  }
  const report = loanAuditReport(files, now);
  if (out !== undefined) await writeReport(out, loanAuditFile(report), sealer, now);
  const output = json ? JSON.stringify(report, null, 2) : textOf(report, language);
  return { output, problem: '', exitCode: report.verdict === 'CLEAN' ? 0 : 1 };
}

async function macOf(file: string): Promise<Digest> {
  const key = await readBounded(file, KEY_BYTES);
  if (key.length !== KEY_BYTES) {
    throw new HanlianError('ARGUMENTS_INVALID', `A key of nullifiers has ${KEY_BYTES} bytes`, {
      field: 'nullifier-key',
    });
  }
  return (data) => createHmac('sha256', key).update(data).digest();
}

const textOf = ({ files, notShown }: LoanAuditReport, language: Language): string =>
  [
    ...files.flatMap(({ file, audit }) => [
      summary(file, audit)[language],
      ...audit.violations.map(
        ({ code, ...where }) => `  ✘ ${code}  ${LOAN_VIOLATIONS[code][language]} ${JSON.stringify(where)}`,
      ),
    ]),
    { zh: '本审计不能证明：', en: 'What this cannot show:' }[language],
    ...notShown.map((name) => `  – ${NOT_SHOWN_OF_LOANS[name][language]}`),
  ].join('\n');

const summary = (
  file: string,
  { state, steps, judged, claims, violations }: LoanAuditReport['files'][number]['audit'],
): Record<Language, string> => ({
  zh: `${file}：${state}，${steps} 步（判定 ${judged} 步），申领 ${claims} 笔：问题 ${violations.length} 处。`,
  en: `${file}: ${state}, ${steps} steps (${judged} judged), ${claims} claims: ${violations.length} violations.`,
});
