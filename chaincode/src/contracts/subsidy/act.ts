import type {
  ClaimAct,
  ClaimActStatement,
  ClaimFile,
  ClaimRecord,
  ClaimState,
  NullifierRecord,
  Signed,
  TrancheFile,
} from '../../domain/index.js';
import {
  CLAIM_LIFECYCLE,
  dateOfInstant,
  fenOf,
  fenText,
  HanlianError,
  keys,
  recovering,
  requireClaimAct,
  schemas,
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

interface OpenClaim<Act extends ClaimAct> {
  readonly ctx: TransactionContext;
  readonly lending: PrivateRecords;
  readonly record: ClaimRecord;
  readonly file: ClaimFile;
  readonly signed: Signed<ClaimActStatement<Act>>;
}

interface Changed {
  readonly file: ClaimFile;
  /** Where the life cycle leaves it to the money; absent: as before. */
  readonly state?: ClaimState;
}

/** An act on one claim, of the office or of its bank. */
const claimAct = <Act extends ClaimAct>(
  act: Act,
  change: (open: OpenClaim<Act>) => Changed | Promise<Changed>,
): Handler => {
  const schema = schemas.signed(schemas.claimActStatements[act]);
  const { by, to } = CLAIM_LIFECYCLE[act];
  return write(`subsidy:${act}`, schemas.claimRequest, async (ctx, request) => {
    const signed = ctx.transient('signed', schema) as Signed<ClaimActStatement<Act>>;
    const { statement } = signed;
    requireNamed(request, statement);
    const lending = lendingOf(ctx);
    const { key, record, file } = await claimOf(ctx.state, lending, statement.id);
    requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, record);
    isLate(ctx.txTime, record.txTime);
    requireClaimAct(act, record.state);
    await requireSigner(ctx, signed, {
      organisation: by === 'bank' ? file.bank : file.office,
      kind: 'department',
    });
    const after = await change({ ctx, lending, record, file, signed });
    const state = to ?? after.state ?? record.state;
    const next: ClaimRecord = { ...record, state, ...made(ctx, statement, record) };
    await putClaim(ctx, lending, statement.id, {
      act,
      commitment: commitmentOf(signed),
      record: next,
      file: { ...after.file, salt: signed.salt },
      signed,
    });
    return written(key, next);
  });
};

/** A lawful refusal: the claim stays, with its reasons. */
export const refuse = claimAct('refuse', ({ file }) => ({ file }));

/** The bank takes its claim back before it is decided. */
export const withdraw = claimAct('withdraw', ({ file }) => ({ file }));

/** What was approved has been paid. */
export const pay = claimAct('pay', ({ ctx, file, signed }) => {
  const today = dateOfInstant(ctx.txTime);
  const { date } = signed.statement;
  if (date <= today) return { file: { ...file, paid: true } };
  throw new HanlianError('MOVEMENT_DATE_OUTSIDE', 'What was paid was paid by today', {
    field: 'date',
    expected: today,
    received: date,
  });
});

/**
 * What comes back: never more than was granted, and of a claim that was not paid the whole.
 *
 * @throws {HanlianError} RECOVERY_ABOVE_GRANT
 */
function requireRecoverable({ record, file, signed }: OpenClaim<'recover'>): bigint {
  const left = fenOf(file.claim.statement.amount) - fenOf(file.recovered);
  const amount = fenOf(signed.statement.amount);
  if (amount < left && record.state === 'paid') return amount;
  if (amount === left) return amount;
  throw new HanlianError('RECOVERY_ABOVE_GRANT', `${left} 分 can be recovered`, {
    field: 'amount',
    expected: fenText(left),
    received: fenText(amount),
  });
}

/** With the whole of it back, another claim for the same thing may be approved. */
async function giveBack(ctx: TransactionContext, nullifier: string, intent: string): Promise<void> {
  const key = keys.nullifier(nullifier);
  const last = (await ctx.state.get<NullifierRecord>(key)) as NullifierRecord;
  await ctx.state.put(key, { v: 1, ...made(ctx, { intent }, last) } satisfies NullifierRecord);
}

/** Money comes back to its tranche while that is open, and to the budget afterwards. */
export const recover = claimAct('recover', async (open) => {
  const { ctx, lending, file, signed } = open;
  const { intent } = signed.statement;
  const amount = requireRecoverable(open);
  // What was approved has a tranche and a nullifier.
  const { tranche: reference, nullifier } = file as Required<ClaimFile>;
  const tranche = await trancheOf(ctx.state, lending, reference);
  if (tranche.record.state === 'closed') await allocate(ctx, lending, reference.programme, -amount, signed);
  await ctx.state.put(tranche.key, { ...tranche.record, ...made(ctx, { intent }, tranche.record) });
  const returned: TrancheFile = { ...recovering(tranche.file, amount), salt: signed.salt };
  await lending.put(tranche.key, returned);
  const recovered = fenOf(file.recovered) + amount;
  const isWhole = recovered === fenOf(file.claim.statement.amount);
  if (isWhole) await giveBack(ctx, nullifier, intent);
  return { file: { ...file, recovered: fenText(recovered) }, ...(isWhole && { state: 'recovered' }) };
});
