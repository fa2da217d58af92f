import { keys, type LoanFileAnswer } from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import { proveAt } from '../licenses/state-proof.js';
import type { KnownLoans } from './known-loans.js';
import { shownOf, type Papers } from './papers.js';
import { subsidiesOf } from './subsidies-of.js';
import { whenProven } from '../consents/when-proven.js';

interface FileParts extends Pick<LicenseParts, 'model' | 'map' | 'logProofs' | 'now' | 'caughtUp'> {
  readonly claims: Pick<KnownClaims, 'decided'>;
  readonly known: KnownLoans;
  readonly papers: Papers;
}

/**
 * All there is of one loan, for whoever replays it without a line: what was signed, what it rested on, and the proof of
 * each step at the newest checkpoint. Steps that no checkpoint covers yet are proven by none.
 *
 * @throws {HanlianError} LOAN_UNKNOWN, CHECKPOINT_UNKNOWN
 */
export async function fileOf(parts: FileParts, bank: string, id: string): Promise<LoanFileAnswer> {
  const { known, papers, logProofs, now } = parts;
  const { record, file } = await known.view(bank, id);
  const steps = await known.steps(bank, id);
  const { claims, programmes, names: ofSubsidies } = await subsidiesOf(parts, bank, file);
  const names = [keys.loan(id), ...steps.map(({ n }) => keys.loanStep(id, n)), ...ofSubsidies];
  const proof = await whenProven(async () => {
    const { block, note: checkpoint } = await logProofs.witnessed();
    const records = await Promise.all(names.map((name) => proveAt(parts, name, block)));
    return { v: 1 as const, checkpoint, records };
  });
  return {
    v: 1,
    format: 'hanlian-loan-file',
    id,
    madeAt: now(),
    record,
    file,
    steps: steps.map((step) => {
      const paper = papers.find(bank, id, step.signed.statement.intent);
      const shown = paper === undefined ? {} : shownOf(paper);
      return { ...step, transactionId: transactionIdOf(step.step.tx), ...shown };
    }),
    claims: [...claims],
    programmes: [...programmes],
    proof,
  };
}
