import {
  fenText,
  HanlianError,
  keyPrefixes,
  keys,
  leftOf,
  rangeOf,
  splitKey,
  type TrancheAnswer,
  type TrancheClosing,
  type TrancheInput,
  type TrancheQuery,
  type TrancheRecord,
  type TrancheReference,
  type TrancheView,
  type TrancheWritten,
} from '@hanlian/chaincode/domain';
import { parseRow } from '../registry-view.js';
import type { Caller, Idempotency, Page } from '../types.js';
import { trancheOf } from './nullifiers.js';
import type { SubsidyWork } from './work.js';
import { requireOffice } from './programmes.js';

/** The office sets a part of the budget aside for one bank and one month. */
export const openTranche = (
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { bank, month, amount }: TrancheInput,
  once: Idempotency,
): Promise<TrancheWritten> =>
  work.signing.once(caller, once, async ({ intent }) => {
    await work.caughtUp();
    const office = await requireOffice(work, caller, programme);
    const tranche = trancheOf(work, office, { programme, bank, month });
    const beginning = await work.signing.beginning(caller.department, intent);
    const transactionId = await work.signing.settle({
      department: caller.department,
      operation: 'openTranche',
      request: { intent, tranche },
      statement: { ...beginning, kind: 'tranche', tranche, bank, amount },
      writes: keys.tranche(tranche),
      names: [...work.signing.departments(office), ...work.signing.departments(bank)],
    });
    return { ...(await readTranche(work, caller, tranche)), transactionId };
  });

/** What a tranche has left goes back to the budget. */
export const closeTranche = (
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { bank, month, expectedRevision }: TrancheClosing,
  once: Idempotency,
): Promise<TrancheWritten> =>
  work.signing.once(caller, once, async ({ intent }) => {
    await work.caughtUp();
    const office = await requireOffice(work, caller, programme);
    const tranche = trancheOf(work, office, { programme, bank, month });
    const row = work.model.get(keys.tranche(tranche));
    if (row === undefined) throw new HanlianError('TRANCHE_UNKNOWN', `${bank} has no tranche of ${month}`);
    const { revision: current } = parseRow(row) as TrancheRecord;
    const revision = expectedRevision ?? current;
    const beginning = await work.signing.beginning(caller.department, intent);
    const transactionId = await work.signing.settle({
      department: caller.department,
      operation: 'closeTranche',
      request: { intent, tranche },
      statement: { ...beginning, kind: 'tranche-close', tranche, revision },
      writes: keys.tranche(tranche),
      names: work.signing.departments(office),
    });
    return { ...(await readTranche(work, caller, tranche)), transactionId };
  });

/** The tranches of a programme in the order of their months. */
export async function listTranches(
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { limit, cursor, month }: TrancheQuery,
): Promise<Page<TrancheAnswer>> {
  await work.caughtUp();
  await requireOffice(work, caller, programme);
  const references = await tranchesOf(work, programme, month);
  const after = cursor === undefined ? 0 : references.findIndex(({ pseudonym }) => pseudonym === cursor) + 1;
  const shown = references.slice(after, after + limit);
  const items = await Promise.all(shown.map((tranche) => readTranche(work, caller, tranche)));
  const isLast = references.length <= after + limit;
  return { items, ...(!isLast && { next: (shown.at(-1) as TrancheReference).pseudonym }) };
}

export async function tranchesOf(
  { model }: Pick<SubsidyWork, 'model'>,
  programme: string,
  month?: string,
): Promise<readonly TrancheReference[]> {
  const { start, end } = rangeOf(keyPrefixes.tranche, programme, ...(month === undefined ? [] : [month]));
  return (await model.range(start, end, Infinity)).map(({ key }) => {
    const [, , of = '', pseudonym = ''] = splitKey(key);
    return { programme, month: of, pseudonym };
  });
}

export async function viewTranche(
  { calls, speakers }: Pick<SubsidyWork, 'calls' | 'speakers'>,
  { department }: Caller,
  tranche: TrancheReference,
): Promise<TrancheView> {
  return calls.read<TrancheView>(await speakers.of(department), 'getTranche', { tranche });
}

async function readTranche(
  work: SubsidyWork,
  caller: Caller,
  tranche: TrancheReference,
): Promise<TrancheAnswer> {
  const { record, file } = await viewTranche(work, caller, tranche);
  const { bank, amount } = file.opening.statement;
  return {
    ...tranche,
    bank,
    state: record.state,
    revision: record.revision,
    amount,
    granted: file.granted,
    recovered: file.recovered,
    left: record.state === 'open' ? fenText(leftOf(file)) : '0',
  };
}
