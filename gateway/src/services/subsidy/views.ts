import {
  formatInstant,
  type ClaimAnswer,
  type ClaimStepView,
  type ClaimSummary,
  type ClaimView,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';

export function summaryOf({ record, file }: ClaimView): ClaimSummary {
  const { id, programme, loan, period, amount } = file.claim.statement;
  return {
    id,
    programme,
    state: record.state,
    revision: record.revision,
    bank: file.bank,
    loan,
    period,
    amount,
    paid: file.paid,
    recovered: file.recovered,
    at: formatInstant(record.txTime),
  };
}

type Statement = NonNullable<ClaimStepView['signed']>['statement'];

/** The digest of what whoever decided wrote at length, if anything. */
function textOf(statement: Statement): string | undefined {
  if ('text' in statement) return statement.text;
  return 'payment' in statement ? statement.payment : undefined;
}

/** A step with what its statement says; `read` gives the text of a digest where this hub keeps it. */
export function stepOf(
  { step, signed }: ClaimStepView,
  read: (digest: string) => string | undefined,
): ClaimAnswer['steps'][number] {
  const { act, state, tx, txTime } = step;
  const shown = { act, state, at: formatInstant(txTime), transactionId: transactionIdOf(tx) };
  if (signed === undefined) return shown;
  const { statement } = signed;
  const digest = textOf(statement);
  const text = digest === undefined ? undefined : read(digest);
  return {
    ...shown,
    ...('reasons' in statement && { reasons: statement.reasons }),
    ...('amount' in statement && act === 'recover' && { amount: statement.amount }),
    ...(text !== undefined && { text }),
  };
}
