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
import { pageUnder } from '../pages.js';
import { parseRow } from '../registry-view.js';
import type { Caller, Idempotency, Page } from '../types.js';
import { trancheOf } from './nullifiers.js';
import type { SubsidyWork } from './work.js';
import { requireOffice } from './programmes.js';

/** What the office decides on a tranche. */
interface TrancheDecision {
  readonly operation: 'openTranche' | 'closeTranche';
  readonly said: Readonly<Record<string, unknown>>;
  /** Registry records it rests on besides the office's. */
  readonly names?: readonly string[];
}

/** The office sets a part of the budget aside for one bank and one month. */
export const openTranche = (
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { bank, month, amount }: TrancheInput,
  once: Idempotency,
): Promise<TrancheWritten> =>
  settleTranche(work, caller, { programme, bank, month }, once, () => ({
    operation: 'openTranche',
    said: { kind: 'tranche', bank, amount },
    names: work.signing.departments(bank),
  }));

/** What a tranche has left goes back to the budget. */
export const closeTranche = (
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { bank, month, expectedRevision }: TrancheClosing,
  once: Idempotency,
): Promise<TrancheWritten> =>
  settleTranche(work, caller, { programme, bank, month }, once, (tranche) => {
    const row = work.model.get(keys.tranche(tranche));
    if (row === undefined) throw new HanlianError('TRANCHE_UNKNOWN', `${bank} has no tranche of ${month}`);
    const { revision } = parseRow(row) as TrancheRecord;
    return {
      operation: 'closeTranche',
      said: { kind: 'tranche-close', revision: expectedRevision ?? revision },
    };
  });

const settleTranche = (
  work: SubsidyWork,
  caller: Caller,
  of: { readonly programme: string; readonly bank: string; readonly month: string },
  once: Idempotency,
  decide: (tranche: TrancheReference) => TrancheDecision,
): Promise<TrancheWritten> =>
  work.signing.once(caller, once, async ({ intent }) => {
    const { signing } = work;
    const { department } = caller;
    await work.caughtUp();
    const office = await requireOffice(work, caller, of.programme);
    const tranche = trancheOf(work, office, of);
    const { operation, said, names = [] } = decide(tranche);
    const transactionId = await signing.settle({
      department,
      operation,
      request: { intent, tranche },
      statement: { ...(await signing.beginning(department, intent)), ...said, tranche },
      writes: keys.tranche(tranche),
      names: [...signing.departments(office), ...names],
    });
    return { ...(await readTranche(work, caller, tranche)), transactionId };
  });

/** The tranches of a programme in the order of their months. */
export async function listTranches(
  work: SubsidyWork,
  caller: Caller,
  programme: string,
  { month, ...query }: TrancheQuery,
): Promise<Page<TrancheAnswer>> {
  await work.caughtUp();
  await requireOffice(work, caller, programme);
  const page = await pageUnder(work.model, underOf(programme, month), query, (_, key) => referenceIn(key));
  const items = await Promise.all(page.items.map((tranche) => readTranche(work, caller, tranche)));
  return { ...page, items };
}

export async function tranchesOf(
  { model }: Pick<SubsidyWork, 'model'>,
  programme: string,
): Promise<readonly TrancheReference[]> {
  const { start, end } = rangeOf(...underOf(programme));
  return (await model.range(start, end, Infinity)).map(({ key }) => referenceIn(key));
}

const underOf = (programme: string, month?: string): readonly string[] => [
  keyPrefixes.tranche,
  programme,
  ...(month === undefined ? [] : [month]),
];

function referenceIn(key: string): TrancheReference {
  const [, programme = '', month = '', pseudonym = ''] = splitKey(key);
  return { programme, month, pseudonym };
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
