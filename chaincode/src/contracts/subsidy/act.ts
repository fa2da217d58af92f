import type {
  ClaimAct,
  ClaimActStatement,
  ClaimFile,
  ClaimRecord,
  ClaimStanding,
  NullifierRecord,
  Signed,
  TrancheFile,
} from '../../domain/index.js';
import {
  claimChangedBy,
  fenOf,
  keys,
  recovering,
  requireClaimAct,
  schemas,
  signerOfClaim,
} from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import { isLate, requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import { claimOf, lendingOf, made, trancheOf } from '../loan/records.js';
import { requireSigner } from '../loan/signers.js';
import { write, type Handler } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { allocate } from './programmes.js';
import { putClaim } from './records.js';

/** A claim as an act finds it. */
interface OpenClaim<Act extends ClaimAct> {
  readonly ctx: TransactionContext;
  readonly lending: PrivateRecords;
  readonly file: ClaimFile;
  readonly signed: Signed<ClaimActStatement<Act>>;
}

/**
 * An act on one claim, of the office or of its bank.
 *
 * @param settle what else it writes; absent: nothing
 */
const claimAct = <Act extends ClaimAct>(
  act: Act,
  settle?: (open: OpenClaim<Act>, after: ClaimStanding) => Promise<void>,
): Handler => {
  const schema = schemas.signed(schemas.claimActStatements[act]);
  return write(`subsidy:${act}`, schemas.claimRequest, async (ctx, request) => {
    const signed = ctx.transient('signed', schema) as Signed<ClaimActStatement<Act>>;
    const { statement } = signed;
    requireNamed(request, statement);
    const lending = lendingOf(ctx);
    const { key, record, file } = await claimOf(ctx.state, lending, statement.id);
    requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, record);
    isLate(ctx.txTime, record.txTime);
    requireClaimAct(act, record.state);
    await requireSigner(ctx, signed, signerOfClaim(act, file));
    const { paid, recovered } = file;
    const standing = { state: record.state, paid, recovered };
    const after = claimChangedBy(statement, file.claim.statement, standing, ctx.txTime);
    await settle?.({ ctx, lending, file, signed }, after);
    const next: ClaimRecord = { ...record, state: after.state, ...made(ctx, statement, record) };
    await putClaim(ctx, lending, statement.id, {
      act,
      commitment: commitmentOf(signed),
      record: next,
      file: { ...file, paid: after.paid, recovered: after.recovered, salt: signed.salt },
      signed,
    });
    return written(key, next);
  });
};

/** A lawful refusal: the claim stays, with its reasons. */
export const refuse = claimAct('refuse');

/** The bank takes its claim back before it is decided. */
export const withdraw = claimAct('withdraw');

/** What was approved has been paid. */
export const pay = claimAct('pay');

/** With the whole of it back, another claim for the same thing may be approved. */
async function giveBack(ctx: TransactionContext, nullifier: string, intent: string): Promise<void> {
  const key = keys.nullifier(nullifier);
  const last = (await ctx.state.get<NullifierRecord>(key)) as NullifierRecord;
  await ctx.state.put(key, { v: 1, ...made(ctx, { intent }, last) } satisfies NullifierRecord);
}

/** Money comes back to its tranche while that is open, and to the budget afterwards. */
export const recover = claimAct('recover', async ({ ctx, lending, file, signed }, { state }) => {
  const { intent } = signed.statement;
  const amount = fenOf(signed.statement.amount);
  // What was approved has a tranche and a nullifier.
  const { tranche: reference, nullifier } = file as Required<ClaimFile>;
  const tranche = await trancheOf(ctx.state, lending, reference);
  if (tranche.record.state === 'closed') await allocate(ctx, lending, reference.programme, -amount, signed);
  await ctx.state.put(tranche.key, { ...tranche.record, ...made(ctx, { intent }, tranche.record) });
  const returned: TrancheFile = { ...recovering(tranche.file, amount), salt: signed.salt };
  await lending.put(tranche.key, returned);
  if (state === 'recovered') await giveBack(ctx, nullifier, intent);
});
