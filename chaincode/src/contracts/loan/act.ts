import type {
  ClaimRecord,
  LoanAct,
  LoanActStatement,
  LoanFacts,
  LoanFile,
  LoanRecord,
  LoanStep,
  Signed,
} from '../../domain/index.js';
import { changedBy, keys, requireLoanAct, schemas, signerOfLoan } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import { isLate, requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import { write, type Handler, type Outcome } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { lendingOf, loanOf, made } from './records.js';
import { requireSigner } from './signers.js';

/** A loan that an act may change. */
export interface OpenLoan {
  readonly ctx: TransactionContext;
  readonly record: LoanRecord;
  readonly file: LoanFile;
}

/** Writes a transition: what everyone sees of it, what was signed, and what the next one must know. */
export async function putLoan(
  { state, tx, txTime }: TransactionContext,
  lending: PrivateRecords,
  act: LoanStep['act'],
  signed: Signed<{ readonly id: string }>,
  { record, facts }: { readonly record: LoanRecord; readonly facts: LoanFacts },
): Promise<Outcome> {
  const { id } = signed.statement;
  const key = keys.loan(id);
  const stepKey = keys.loanStep(id, record.revision);
  const step: LoanStep = {
    v: 1,
    act,
    state: record.state,
    commitment: commitmentOf(signed),
    tx,
    txTime,
  };
  await state.get(stepKey);
  await state.put(stepKey, step);
  await lending.get(stepKey);
  await lending.put(stepKey, signed);
  await state.put(key, record);
  await lending.put(key, { ...facts, salt: signed.salt } satisfies LoanFile);
  return written(key, record);
}

/**
 * An act on a loan, signed over the revision its signer saw: what was signed once counts once, whoever hands it in.
 *
 * @param requireGrounds what the act rests on that only the ledger knows; absent: nothing
 */
export const loanAct = <Act extends LoanAct>(
  act: Act,
  requireGrounds?: (open: OpenLoan, statement: LoanActStatement<Act>) => Promise<void>,
): Handler => {
  const schema = schemas.signedByTwo(schemas.loanActStatements[act]);
  return write(`loan:${act}`, schemas.loanRequest, async (ctx, request) => {
    const signed = ctx.transient('signed', schema) as Signed<LoanActStatement<Act>>;
    const { statement } = signed;
    requireNamed(request, statement);
    const lending = lendingOf(ctx);
    const { record, file } = await loanOf(ctx.state, lending, statement.id);
    requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, record);
    isLate(ctx.txTime, record.txTime);
    requireLoanAct(act, record.state);
    const registry = await requireSigner(ctx, signed, signerOfLoan(act, file.application));
    await requireGrounds?.({ ctx, record, file }, statement);
    const { state, facts } = await changedBy(statement, file, {
      n: record.revision + 1,
      at: ctx.txTime,
      state: record.state,
      registry,
      claimState: async (id) => ((await ctx.state.get<ClaimRecord>(keys.claim(id))) as ClaimRecord).state,
    });
    return putLoan(ctx, lending, act, signed, {
      record: { ...record, state, ...made(ctx, statement, record) },
      facts,
    });
  });
};
