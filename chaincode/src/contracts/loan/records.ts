import type {
  ClaimFile,
  ClaimRecord,
  LoanFile,
  LoanRecord,
  TrancheFile,
  TrancheRecord,
  TrancheReference,
} from '../../domain/index.js';
import { HanlianError, keys } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { State } from '../../state/state.js';
import type { TransactionContext } from '../context.js';

/** Between the bureau, whose finance office pays subsidies, and the banks. */
const COLLECTION = 'lending';

export const lendingOf = (ctx: TransactionContext): PrivateRecords => ctx.privateRecords(COLLECTION);

/** A record that everyone sees, and what stands private under the same key: whoever wrote the one wrote the other. */
export interface Kept<Record, File> {
  readonly key: string;
  readonly record: Record;
  readonly file: File;
}

async function kept<Record, File>(
  state: State,
  lending: PrivateRecords,
  key: string,
  code: 'LOAN_UNKNOWN' | 'CLAIM_UNKNOWN' | 'TRANCHE_UNKNOWN',
): Promise<Kept<Record, File>> {
  const record = await state.get<Record>(key);
  if (record === undefined) throw new HanlianError(code, `Nothing stands under ${key}`);
  return { key, record, file: (await lending.get<File>(key)) as File };
}

/** @throws {HanlianError} LOAN_UNKNOWN */
export const loanOf = (
  state: State,
  lending: PrivateRecords,
  id: string,
): Promise<Kept<LoanRecord, LoanFile>> => kept(state, lending, keys.loan(id), 'LOAN_UNKNOWN');

/** @throws {HanlianError} CLAIM_UNKNOWN */
export const claimOf = (
  state: State,
  lending: PrivateRecords,
  id: string,
): Promise<Kept<ClaimRecord, ClaimFile>> => kept(state, lending, keys.claim(id), 'CLAIM_UNKNOWN');

/** @throws {HanlianError} TRANCHE_UNKNOWN */
export const trancheOf = (
  state: State,
  lending: PrivateRecords,
  reference: TrancheReference,
): Promise<Kept<TrancheRecord, TrancheFile>> =>
  kept(state, lending, keys.tranche(reference), 'TRANCHE_UNKNOWN');

/** What each write leaves of itself in a record. */
export const made = (
  { tx, txTime }: TransactionContext,
  { intent }: { readonly intent: string },
  last?: { readonly revision: number },
): { revision: number; intent: string; tx: string; txTime: number } => ({
  revision: last === undefined ? 0 : last.revision + 1,
  intent,
  tx,
  txTime,
});
