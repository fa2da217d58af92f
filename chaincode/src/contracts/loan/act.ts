import type {
  LoanAct,
  LoanActStatement,
  LoanFile,
  LoanRecord,
  LoanStep,
  Signed,
} from '../../domain/index.js';
import { keys, LOAN_LIFECYCLE, requireLoanAct, schemas, stateByMoney } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import { isLate, requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import type { ProvenRegistry } from '../evidence.js';
import { write, type Handler, type Outcome } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { lendingOf, loanOf, made } from './records.js';
import { requireSigner } from './signers.js';

/** A loan that an act may change. */
export interface OpenLoan {
  readonly ctx: TransactionContext;
  readonly lending: PrivateRecords;
  readonly registry: ProvenRegistry;
  readonly record: LoanRecord;
  readonly file: LoanFile;
}

/** Writes a transition: what everyone sees of it, what was signed, and what the next one must know. */
export async function putLoan(
  { state, tx, txTime }: TransactionContext,
  lending: PrivateRecords,
  act: LoanStep['act'],
  signed: Signed<{ readonly id: string }>,
  { record, file }: { readonly record: LoanRecord; readonly file: LoanFile },
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
  await lending.put(key, { ...file, salt: signed.salt } satisfies LoanFile);
  return written(key, record);
}

/**
 * An act on a loan, signed over the revision its signer saw: what was signed once counts once, whoever hands it in.
 *
 * @param change what the act makes of the loan's file, and all it requires besides
 */
export const loanAct = <Act extends LoanAct>(
  act: Act,
  change: (open: OpenLoan, statement: LoanActStatement<Act>) => LoanFile | Promise<LoanFile>,
): Handler => {
  const schema = schemas.signedByTwo(schemas.loanActStatements[act]);
  const { by, to, twoPeople } = LOAN_LIFECYCLE[act];
  return write(`loan:${act}`, schemas.loanRequest, async (ctx, request) => {
    const signed = ctx.transient('signed', schema) as Signed<LoanActStatement<Act>>;
    const { statement } = signed;
    requireNamed(request, statement);
    const lending = lendingOf(ctx);
    const { record, file } = await loanOf(ctx.state, lending, statement.id);
    requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, record);
    isLate(ctx.txTime, record.txTime);
    requireLoanAct(act, record.state);
    const { enterprise, bank } = file.application;
    const registry = await requireSigner(ctx, signed, {
      ...(by === 'enterprise'
        ? { organisation: enterprise, kind: 'enterprise' }
        : { organisation: bank, kind: 'department' }),
      twoPeople,
    });
    const after = await change({ ctx, lending, registry, record, file }, statement);
    const state = to ?? stateByMoney(record.state, after);
    return putLoan(ctx, lending, act, signed, {
      record: { ...record, state, ...made(ctx, statement, record) },
      file: after,
    });
  });
};
