import type { ClaimFile, ClaimRecord, LoanFile, Programme } from '../../domain/index.js';
import {
  editionFor,
  HanlianError,
  isStanding,
  keys,
  MOST_CLAIMS,
  requireDue,
  requireEligible,
  schemas,
  subsidyDue,
  type ClaimStatement,
} from '../../domain/index.js';
import { requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import { claimOf, lendingOf, loanOf, made } from '../loan/records.js';
import { requireSigner } from '../loan/signers.js';
import { write } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed } from '../signed.js';
import { programmeOf } from './programmes.js';
import { putClaim } from './records.js';

/**
 * One claim of a loan and period stands at a time.
 *
 * @throws {HanlianError} CLAIM_STANDS
 */
async function requireUnclaimed(
  ctx: TransactionContext,
  { claims }: LoanFile,
  { programme, period }: ClaimStatement,
): Promise<void> {
  const lending = lendingOf(ctx);
  for (const claim of claims) {
    if (claim.programme !== programme || claim.period.from !== period.from) continue;
    const { state } = (await claimOf(ctx.state, lending, claim.id)).record;
    if (!isStanding(state)) continue;
    throw new HanlianError('CLAIM_STANDS', `A claim for this period is ${state}`, { field: 'period' });
  }
}

function withClaim(file: LoanFile, { id, programme, period }: ClaimStatement): LoanFile {
  if (file.claims.length < MOST_CLAIMS) {
    return { ...file, claims: [...file.claims, { id, programme, period }] };
  }
  throw new HanlianError('LOAN_HISTORY_FULL', `The loan has ${MOST_CLAIMS} claims`, {
    expected: MOST_CLAIMS,
  });
}

/** What is claimed is what the edition that governs the period gives for this loan. */
async function editionOfClaim(
  ctx: TransactionContext,
  { programme, period }: ClaimStatement,
): Promise<Programme> {
  return editionFor(await programmeOf(ctx.state, programme), period);
}

/** A bank claims a period's subsidy for one of its loans; whose it is, and how much, stands on the channel for nobody. */
export const claim = write('subsidy:claim', schemas.claimRequest, async (ctx, request) => {
  const signed = ctx.transient('signed', schemas.signedClaim);
  const { statement } = signed;
  requireNamed(request, statement);
  const key = keys.claim(statement.id);
  requireFresh(request, await ctx.state.get<ClaimRecord>(key));
  const lending = lendingOf(ctx);
  const loan = await loanOf(ctx.state, lending, statement.loan);
  const { bank } = loan.file.application;
  await requireSigner(ctx, signed, { organisation: bank, kind: 'department' });
  const edition = await editionOfClaim(ctx, statement);
  const terms = requireEligible(edition, loan, statement.period, ctx.txTime);
  requireDue(statement.amount, subsidyDue(edition, terms, loan.file.movements, statement.period));
  await requireUnclaimed(ctx, loan.file, statement);
  const record: ClaimRecord = {
    v: 1,
    programme: statement.programme,
    state: 'claimed',
    commitment: commitmentOf(signed),
    ...made(ctx, statement),
  };
  const file: ClaimFile = {
    v: 1,
    salt: signed.salt,
    claim: signed,
    bank,
    office: edition.office,
    paid: false,
    recovered: '0',
  };
  await lending.get(key);
  await putClaim(ctx, lending, statement.id, {
    act: 'claim',
    commitment: record.commitment,
    record,
    file,
    signed,
  });
  await lending.put(loan.key, { ...withClaim(loan.file, statement), salt: signed.salt });
  return written(key, record);
});
