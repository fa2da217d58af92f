import type {
  ApprovalRecord,
  ClaimFile,
  ClaimRecord,
  ClaimsApproval,
  LoanTerms,
  NullifierRecord,
  TrancheFile,
} from '../../domain/index.js';
import {
  editionFor,
  fenOf,
  granting,
  HanlianError,
  keys,
  requireClaimAct,
  requireDue,
  requireMonth,
  requireOnce,
  schemas,
  subsidyDue,
  sumOf,
} from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import { isLate, requireFresh, stale } from '../change.js';
import type { TransactionContext } from '../context.js';
import { claimOf, lendingOf, loanOf, made, trancheOf, type Kept } from '../loan/records.js';
import { requireSigner } from '../loan/signers.js';
import { write } from '../operation.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { programmeNow, programmeOf } from './programmes.js';
import { putClaim, putDecided } from './records.js';
import { requireOpen, requireSameTranche } from './tranches.js';

type Decided = ClaimsApproval['claims'][number];

/** A claim as it is found at the approval. */
type Found = Decided & Kept<ClaimRecord, ClaimFile>;

async function findClaim(
  ctx: TransactionContext,
  lending: PrivateRecords,
  decided: Decided,
  i: number,
): Promise<Found> {
  const kept = await claimOf(ctx.state, lending, decided.id);
  const { revision } = kept.record;
  if (revision !== decided.revision) throw stale(decided.revision, revision, `claims[${i}].revision`);
  isLate(ctx.txTime, kept.record.txTime);
  requireClaimAct('approve', kept.record.state);
  return { ...decided, ...kept };
}

/**
 * The claim is of the tranche's bank and programme, and comes to what the loan's book makes it to this day.
 *
 * @throws {HanlianError} TRANCHE_OF_ANOTHER, CLAIM_AMOUNT_DIFFERS
 */
async function requireClaim(
  { state }: TransactionContext,
  lending: PrivateRecords,
  { file }: Found,
  { opening }: TrancheFile,
): Promise<void> {
  const { loan, programme, period, amount } = file.claim.statement;
  const { tranche, bank } = opening.statement;
  if (file.bank !== bank || programme !== tranche.programme) {
    throw new HanlianError('TRANCHE_OF_ANOTHER', 'A claim is of another bank or programme', {
      field: 'tranche',
    });
  }
  const { terms, movements } = (await loanOf(state, lending, loan)).file;
  const edition = editionFor(await programmeOf(state, programme), period);
  // Nothing is claimed for but a loan with a contract.
  requireDue(amount, subsidyDue(edition, terms as LoanTerms, movements, period));
}

/**
 * Whoever holds a nullifier may be paid, nobody else, in no other bank or district.
 *
 * @throws {HanlianError} SUBSIDY_ALREADY_GRANTED
 */
async function takeNullifier(
  ctx: TransactionContext,
  { id, nullifier }: Decided,
  intent: string,
): Promise<void> {
  const key = keys.nullifier(nullifier);
  const last = await ctx.state.get<NullifierRecord>(key);
  if (last?.claim !== undefined) {
    throw new HanlianError('SUBSIDY_ALREADY_GRANTED', 'Another claim for the same thing is approved', {
      field: 'claims',
    });
  }
  await ctx.state.put(key, { v: 1, claim: id, ...made(ctx, { intent }, last) } satisfies NullifierRecord);
}

async function grant(
  ctx: TransactionContext,
  lending: PrivateRecords,
  claim: Found,
  { id: approval, intent, tranche }: ClaimsApproval,
  commitment: string,
): Promise<void> {
  await takeNullifier(ctx, claim, intent);
  const record: ClaimRecord = { ...claim.record, state: 'approved', ...made(ctx, { intent }, claim.record) };
  const file: ClaimFile = { ...claim.file, tranche, nullifier: claim.nullifier, approval };
  await putClaim(ctx, lending, claim.id, { act: 'approve', commitment, record, file });
}

/** The office approves claims of one bank out of its tranche of the month, with two of its people. */
export const approve = write('subsidy:approve', schemas.approvalRequest, async (ctx, request) => {
  const { state } = ctx;
  const signed = ctx.transient('signed', schemas.signedApproval);
  const { statement } = signed;
  requireNamed(request, statement);
  requireSameTranche(request, statement);
  requireOnce(statement.claims);
  const key = keys.approval(statement.id);
  requireFresh(request, await state.get<ApprovalRecord>(key));
  requireMonth(statement.tranche, ctx.txTime);
  const lending = lendingOf(ctx);
  const tranche = await trancheOf(state, lending, statement.tranche);
  requireOpen(tranche.record);
  isLate(ctx.txTime, tranche.record.txTime);
  const { office } = await programmeNow(ctx, statement.tranche.programme);
  await requireSigner(ctx, signed, { organisation: office, kind: 'department', twoPeople: true });
  const found: Found[] = [];
  for (const [i, decided] of statement.claims.entries()) {
    const claim = await findClaim(ctx, lending, decided, i);
    await requireClaim(ctx, lending, claim, tranche.file);
    found.push(claim);
  }
  const amounts = found.map(({ file }) => fenOf(file.claim.statement.amount));
  const granted = granting(tranche.file, sumOf(amounts));
  const commitment = commitmentOf(signed);
  for (const claim of found) await grant(ctx, lending, claim, statement, commitment);
  const { intent } = statement;
  await state.put(tranche.key, { ...tranche.record, ...made(ctx, statement, tranche.record) });
  await lending.put(tranche.key, { ...granted, salt: signed.salt } satisfies TrancheFile);
  const record: ApprovalRecord = { v: 1, commitment, ...made(ctx, { intent }) };
  await putDecided(ctx, lending, key, signed);
  await state.put(key, record);
  return { answer: { v: 1, key, revision: 0, tx: ctx.tx, intent }, event: { count: found.length, key } };
});
