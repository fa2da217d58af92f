import {
  editionFor,
  fenText,
  HanlianError,
  keys,
  subsidyDue,
  type ClaimActInput,
  type ClaimAnswer,
  type ClaimInput,
  type ClaimStatement,
  type ClaimView,
  type ClaimWritten,
  type LoanTerms,
  type LoanView,
  type NullifierRecord,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { recordAt } from '../records.js';
import type { Caller, Idempotency } from '../types.js';
import type { KnownClaims } from './known-claims.js';
import { nullifierFor } from './nullifiers.js';
import type { SubsidyWork } from './work.js';
import { editionsOf } from './programmes.js';
import { keepText, readText } from './texts.js';
import { stepOf, summaryOf } from './views.js';
import { requireScope } from '../require-scope.js';

export async function loanOf(
  { loans, speakers }: Pick<SubsidyWork, 'loans' | 'speakers'>,
  { department }: Caller,
  id: string,
): Promise<LoanView> {
  const view = await loans.readOwn<LoanView>(await speakers.of(department), 'getLoan', { id });
  if (view !== undefined) return view;
  throw new HanlianError('LOAN_UNKNOWN', 'There is no such loan here', { field: 'loan', received: id });
}

/** What the period comes to by the loan's book; the contract computes it again. */
async function dueOf(work: SubsidyWork, input: ClaimInput, { file }: LoanView): Promise<string> {
  if (input.amount !== undefined) return input.amount;
  const edition = editionFor(await editionsOf(work, input.programme), input.period);
  if (file.terms === undefined) throw new HanlianError('CLAIM_LOAN_STATE', 'The loan has no contract');
  const due = subsidyDue(edition, file.terms, file.movements, input.period);
  if (due > 0n) return fenText(due);
  throw new HanlianError('CLAIM_NOT_ELIGIBLE', 'Nothing was owed in the period', { field: 'period' });
}

/** What was signed with an intent before and took effect, whatever has come since: it was cut off before its answer. */
function doneBefore(view: ClaimView, intent: string): ClaimWritten | undefined {
  const done = view.steps.find(({ signed }) => signed?.statement.intent === intent);
  return done && { ...summaryOf(view), transactionId: transactionIdOf(done.step.tx) };
}

/** A bank claims a period's subsidy for one of its loans. */
export const claim = (
  work: SubsidyWork,
  known: KnownClaims,
  caller: Caller,
  input: ClaimInput,
  once: Idempotency,
): Promise<ClaimWritten> =>
  work.signing.once(caller, once, async ({ intent, id }) => {
    await work.caughtUp();
    const before = known.has(id) ? doneBefore(await known.view(caller, id), intent) : undefined;
    if (before !== undefined) return before;
    const { programme, period, loan } = input;
    const view = await loanOf(work, caller, loan);
    const amount = await dueOf(work, input, view);
    const statement: ClaimStatement = {
      ...(await work.signing.beginning(caller.department, intent)),
      kind: 'subsidy-claim',
      id,
      loan,
      programme,
      period,
      amount,
    };
    const transactionId = await work.signing.handIn({
      department: caller.department,
      statement,
      names: work.signing.departments(view.file.application.bank),
    });
    return { ...summaryOf(await known.view(caller, id)), transactionId };
  });

/** What stays with whoever wrote it leaves its digest in what is signed. */
async function bodyOf(
  work: SubsidyWork,
  { department }: Caller,
  input: Exclude<ClaimActInput, { act: 'withdraw' }>,
): Promise<object> {
  switch (input.act) {
    case 'refuse':
      return { reasons: input.reasons, text: await keepText(work, department, input.text) };
    case 'pay':
      return { payment: await keepText(work, department, input.payment), date: input.date };
    case 'recover': {
      const { amount, reasons, text } = input;
      return { amount, reasons, text: await keepText(work, department, text) };
    }
  }
}

/**
 * An act on one claim: of the office, or of its bank.
 *
 * @throws {HanlianError} CLAIM_UNKNOWN, FORBIDDEN, and what the contract refuses with
 */
export const act = (
  work: SubsidyWork,
  known: KnownClaims,
  caller: Caller,
  id: string,
  input: ClaimActInput,
  once: Idempotency,
): Promise<ClaimWritten> => {
  requireScope(caller, `subsidy:${input.act}`);
  return work.signing.once(caller, once, async ({ intent }) => {
    await work.caughtUp();
    const view = await known.view(caller, id);
    const before = doneBefore(view, intent);
    if (before !== undefined) return before;
    const { record, file } = view;
    const { signing } = work;
    const { department } = caller;
    const { expectedRevision: revision = record.revision } = input;
    const place = {
      kind: 'claim-act' as const,
      id,
      revision,
      ...(await signing.beginning(department, intent)),
    };
    const transactionId =
      input.act === 'withdraw'
        ? await signing.handIn({
            department,
            statement: { ...place, act: input.act },
            names: signing.departments(file.bank),
          })
        : await signing.settle({
            department,
            operation: input.act,
            request: { id, intent },
            statement: { ...place, act: input.act, ...(await bodyOf(work, caller, input)) },
            names: signing.departments(file.office),
          });
    return { ...summaryOf(await known.view(caller, id)), transactionId };
  });
};

/** A claim with what it is about; to the office also whether its nullifier is free. */
export async function getClaim(
  work: SubsidyWork,
  known: KnownClaims,
  caller: Caller,
  id: string,
): Promise<ClaimAnswer> {
  await work.caughtUp();
  const view = await known.view(caller, id);
  const { loan } = view.file.claim.statement;
  const { file } = await loanOf(work, caller, loan);
  const { enterprise, industry, district } = file.application;
  return {
    ...summaryOf(view),
    enterprise,
    industry,
    district,
    // Nothing is claimed for but a loan with a contract.
    terms: file.terms as LoanTerms,
    steps: view.steps.map((step) => stepOf(step, (digest) => readText(work, digest))),
    ...(isOffices(work, caller, view) &&
      takenOf(work, view, nullifierFor(work, view.file.office, view.file.claim.statement, file))),
  };
}

const isOffices = ({ registry, now }: SubsidyWork, { department }: Caller, { file }: ClaimView): boolean =>
  registry.inChargeOf(file.office, now()) === department;

/** Whether another claim holds a nullifier. */
export function holderOf({ model }: Pick<SubsidyWork, 'model'>, nullifier: string): string | undefined {
  return (recordAt(model, keys.nullifier(nullifier)) as NullifierRecord | undefined)?.claim;
}

function takenOf(
  work: SubsidyWork,
  { file }: ClaimView,
  nullifier: string,
): Pick<ClaimAnswer, 'nullifier' | 'taken'> {
  const holder = holderOf(work, nullifier);
  return { nullifier, taken: holder !== undefined && holder !== file.claim.statement.id };
}
