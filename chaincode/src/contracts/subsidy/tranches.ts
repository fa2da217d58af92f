import type { TrancheFile, TrancheRecord, TrancheReference } from '../../domain/index.js';
import { canonicalize, fenOf, HanlianError, keys, leftOf, schemas } from '../../domain/index.js';
import { isLate, requireFresh } from '../change.js';
import { lendingOf, made, trancheOf } from '../loan/records.js';
import { requireSigner } from '../loan/signers.js';
import { write } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, namesAnother } from '../signed.js';
import { allocate, programmeNow } from './programmes.js';

interface Named {
  readonly intent: string;
  readonly tranche: TrancheReference;
}

/** What is private must be about the tranche and the intent that the block's own request names. */
export function requireSameTranche(request: Named, statement: Named): void {
  if (canonicalize(request.tranche) !== canonicalize(statement.tranche)) throw namesAnother('tranche');
  if (request.intent !== statement.intent) throw namesAnother('intent');
}

/** The office sets a part of the budget aside for one bank and one month. */
export const openTranche = write('subsidy:openTranche', schemas.trancheRequest, async (ctx, request) => {
  const signed = ctx.transient('signed', schemas.signedTranche);
  const { statement } = signed;
  requireSameTranche(request, statement);
  const { programme } = statement.tranche;
  const key = keys.tranche(statement.tranche);
  requireFresh(request, await ctx.state.get<TrancheRecord>(key));
  const { office } = await programmeNow(ctx, programme);
  const registry = await requireSigner(ctx, signed, { organisation: office, kind: 'department' });
  if (registry.inCharge(statement.bank, ctx.txTime).kind !== 'bank') {
    throw new HanlianError('NOT_A_BANK', 'The tranche is for no bank', { field: 'bank' });
  }
  const lending = lendingOf(ctx);
  await allocate(ctx, lending, programme, fenOf(statement.amount), signed);
  const record: TrancheRecord = {
    v: 1,
    state: 'open',
    commitment: commitmentOf(signed),
    ...made(ctx, statement),
  };
  const file: TrancheFile = { v: 1, salt: signed.salt, opening: signed, granted: '0', recovered: '0' };
  await lending.get(key);
  await lending.put(key, file);
  await ctx.state.put(key, record);
  return written(key, record);
});

/** @throws {HanlianError} TRANCHE_CLOSED */
export function requireOpen({ state }: TrancheRecord): void {
  if (state === 'closed') throw new HanlianError('TRANCHE_CLOSED', 'The tranche is closed');
}

/** What a tranche has left goes back to the budget. */
export const closeTranche = write('subsidy:closeTranche', schemas.trancheRequest, async (ctx, request) => {
  const signed = ctx.transient('signed', schemas.signedTrancheClosing);
  const { statement } = signed;
  requireSameTranche(request, statement);
  const { programme } = statement.tranche;
  const lending = lendingOf(ctx);
  const { key, record, file } = await trancheOf(ctx.state, lending, statement.tranche);
  requireFresh({ intent: statement.intent, expectedRevision: statement.revision }, record);
  isLate(ctx.txTime, record.txTime);
  requireOpen(record);
  const { office } = await programmeNow(ctx, programme);
  await requireSigner(ctx, signed, { organisation: office, kind: 'department' });
  await allocate(ctx, lending, programme, -leftOf(file), signed);
  const closed: TrancheRecord = {
    ...record,
    state: 'closed',
    closing: commitmentOf(signed),
    ...made(ctx, statement, record),
  };
  await ctx.state.put(key, closed);
  await lending.put(key, { ...file, salt: signed.salt, closing: signed } satisfies TrancheFile);
  return written(key, closed);
});
