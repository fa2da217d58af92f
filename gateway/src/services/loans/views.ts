import {
  bookOf,
  fenText,
  formatInstant,
  type LoanAnswer,
  type LoanApplication,
  type LoanRecord,
  type LoanStanding,
  type LoanStepView,
  type LoanSummary,
  type LoanView,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';

export const standingOf = (
  id: string,
  { state, revision, commitment, txTime }: LoanRecord,
): LoanStanding => ({
  id,
  state,
  revision,
  commitment,
  at: formatInstant(txTime),
});

export const summaryOf = (record: LoanRecord, application: LoanApplication): LoanSummary => {
  const { id, enterprise, bank, product, amount, currency, months, purpose, industry, district } =
    application;
  const facts = { enterprise, bank, product, amount, currency, months, purpose, industry, district };
  return { ...standingOf(id, record), ...facts };
};

export const stepOf = ({
  n,
  step: { act, state, tx, txTime },
  signed: { twoPeople },
}: LoanStepView): LoanAnswer['steps'][number] => ({
  n,
  act,
  state,
  at: formatInstant(txTime),
  transactionId: transactionIdOf(tx),
  ...(twoPeople && { officers: [twoPeople.preparer.officer, twoPeople.reviewer.officer] }),
});

export function answerOf({ record, file }: LoanView, steps: readonly LoanStepView[]): LoanAnswer {
  const { application, certificates, consent, report, approved, terms, movements, claims } = file;
  const { disbursed, repaid, balance } = bookOf(movements);
  return {
    ...summaryOf(record, application),
    certificates,
    ...(consent !== undefined && { consent }),
    ...(report !== undefined && { report }),
    ...(approved && { approved }),
    ...(terms && { terms }),
    book: { disbursed: fenText(disbursed), repaid: fenText(repaid), balance: fenText(balance) },
    movements,
    claims,
    steps: steps.map(stepOf),
  };
}
