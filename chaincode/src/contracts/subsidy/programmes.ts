import type { BudgetFile, BudgetRecord, Programme, Signed } from '../../domain/index.js';
import { allocating, HanlianError, keyPrefixes, keys, newestAt } from '../../domain/index.js';
import type { PrivateRecords } from '../../state/private-records.js';
import type { State } from '../../state/state.js';
import type { TransactionContext } from '../context.js';
import { made } from '../loan/records.js';

/** Every edition of a programme, oldest first. */
export const editionsOf = async (state: State, id: string): Promise<readonly Programme[]> =>
  (await state.list<Programme>(keyPrefixes.programme, id)).map(({ record }) => record);

/** @throws {HanlianError} PROGRAMME_UNKNOWN */
export async function programmeOf(state: State, id: string): Promise<readonly [Programme, ...Programme[]]> {
  const [first, ...later] = await editionsOf(state, id);
  if (first !== undefined) return [first, ...later];
  throw new HanlianError('PROGRAMME_UNKNOWN', `There is no programme ${id}`, { received: id });
}

/** Whose a programme is, through all its editions. */
export const officeOf = async (state: State, id: string): Promise<string> =>
  (await programmeOf(state, id))[0].office;

/**
 * The edition in force now.
 *
 * @throws {HanlianError} PROGRAMME_UNKNOWN, PROGRAMME_NOT_IN_FORCE
 */
export async function programmeNow({ state, txTime }: TransactionContext, id: string): Promise<Programme> {
  const edition = newestAt(await programmeOf(state, id), txTime);
  if (edition !== undefined) return edition;
  throw new HanlianError('PROGRAMME_NOT_IN_FORCE', `${id} has not begun`, { received: id });
}

/**
 * Puts so much more of a budget into tranches, or takes it back. Its record is rewritten each time, so that of two that
 * together exceed the budget one finds no effect.
 *
 * @throws {HanlianError} BUDGET_EXCEEDED
 */
export async function allocate(
  ctx: TransactionContext,
  lending: PrivateRecords,
  id: string,
  change: bigint,
  { statement, salt }: Signed<{ readonly intent: string }>,
): Promise<void> {
  const key = keys.budget(id);
  const last = await ctx.state.get<BudgetRecord>(key);
  const { allocated } = (await lending.get<BudgetFile>(key)) ?? { allocated: '0' };
  const { budget } = await programmeNow(ctx, id);
  const file: BudgetFile = { v: 1, salt, allocated: allocating(allocated, change, { budget }) };
  await ctx.state.put(key, { v: 1, ...made(ctx, statement, last) } satisfies BudgetRecord);
  await lending.put(key, file);
}
