import { type Instant } from '@hanlian/chaincode/domain';
import type { CheckpointTrust } from '../verification/checkpoint-trust.js';
import { logFolder } from '../tlog/folder.js';
import { Chains } from './chains.js';
import { Intake } from './intake.js';
import { LedgerHistory } from './ledger.js';
import { NOT_SHOWN, type NotShown } from './limits.js';
import { eachLine, type FileRead } from './lines.js';
import { readLog } from './logged.js';
import { Onwards } from './onwards.js';
import { Releases } from './releases.js';
import { AUDIT_FORMAT, type AuditReport } from './report.js';

/** What an audit goes by. */
export interface AuditQuestion {
  /** The export of the ledger's records: grants, leases, anchors, and the keys that sign. */
  readonly grants: string;
  /** Exports of receipts, of providers or requesters. */
  readonly receipts: readonly string[];
  /** A folder with a copy of the log. */
  readonly log: string;
  readonly trust: CheckpointTrust;
  /** By how many seconds a provider's view of the ledger may have been out of date. */
  readonly staleness: number;
  readonly now: Instant;
  /** Hears of each file. */
  readonly seen: (done: number, all: number) => void;
}

/** So many states are listed one by one; more are counted. */
const MOST_LISTED = 10_000;

/**
 * Audits what was released, by nothing but these files. Violations are findings; what makes an audit impossible is thrown.
 *
 * @throws {HanlianError} what makes a log one not to rely on, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function audit(question: AuditQuestion): Promise<AuditReport> {
  const log = await readLog(logFolder(question.log), question.trust);
  const { ledger, read } = await LedgerHistory.read(question.grants, log);
  const chains = new Chains();
  const onwards = new Onwards(ledger, question.staleness);
  const intake = new Intake({
    signers: ledger.signers,
    chains,
    releases: new Releases(ledger, question.staleness),
    onwards,
  });
  const files: FileRead[] = [read];
  for (const file of question.receipts) {
    files.push(await eachLine(file, (line) => intake.take(file, line)));
    question.seen(files.length - 1, question.receipts.length);
  }
  intake.finish();
  const ofChains = chains.judge(ledger.anchors());
  const violations = [...ledger.violations, ...intake.violations, ...ofChains];
  const states = chains.states();
  const unanswered = intake.unanswered();
  const unacknowledged = [...intake.unacknowledged(), ...onwards.unacknowledged()];
  const { from, to, ...counts } = intake.tally;
  return {
    v: AUDIT_FORMAT,
    madeAt: question.now,
    checkpoint: log.note,
    witnessedUntil: log.until,
    staleness: question.staleness,
    files,
    ...(Number.isFinite(from) && { period: { from, to } }),
    counts: {
      ...counts,
      chains: states.length,
      unanswered: unanswered.length,
      unacknowledged: unacknowledged.length,
      unanchored: states.reduce((sum, { last, anchored }) => sum + last - anchored, 0),
    },
    violations,
    unanswered: unanswered.slice(0, MOST_LISTED),
    unacknowledged: unacknowledged.slice(0, MOST_LISTED),
    unanchored: states.filter(({ last, anchored }) => anchored < last),
    notShown: Object.keys(NOT_SHOWN) as NotShown[],
    verdict: violations.length === 0 ? 'CLEAN' : 'VIOLATIONS',
  };
}
