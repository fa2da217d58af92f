import type {
  CatalogueKind,
  CatalogueRecord,
  ConsistencyReport,
  Department,
  InCharge,
  Inconsistency,
  InconsistencyFound,
  Lists,
} from '../../domain/index.js';
import {
  coverageOf,
  INCONSISTENCIES,
  inconsistenciesOf,
  keyPrefixes,
  keys,
  schemas,
  standingOf,
  successorAt,
} from '../../domain/index.js';
import type { Found, State } from '../../state/state.js';
import { read } from '../operation.js';

/** An entry as it stood at an instant; not there, if it was first written later. */
async function recordAt<Record extends CatalogueRecord>(
  state: State,
  { key, record }: Found<Record>,
  at: number,
): Promise<Record | undefined> {
  let before: Record | undefined = record;
  while (before !== undefined && before.txTime > at) {
    before =
      before.revision === 0
        ? undefined
        : await state.get<Record>(keys.catalogueRevision(key, before.revision - 1));
  }
  return before;
}

async function listAt<Record extends CatalogueRecord>(
  state: State,
  kind: CatalogueKind,
  at: number,
): Promise<readonly Record[]> {
  const records: Record[] = [];
  for (const found of await state.list<Record>(keyPrefixes[kind])) {
    const record = await recordAt(state, found, at);
    if (record !== undefined) records.push(record);
  }
  return records;
}

const listsAt = async (state: State, at: number): Promise<Lists> => ({
  resources: await listAt(state, 'resource', at),
  responsibilities: await listAt(state, 'responsibility', at),
  demands: await listAt(state, 'demand', at),
  negatives: await listAt(state, 'negative', at),
});

/** Who acts for whom, from the registry's departments as a whole. */
async function inChargeAt(state: State, at: number): Promise<InCharge> {
  const found = await state.list<Department>(keyPrefixes.department);
  const successors = new Map(found.map(({ record }) => [record.code, successorAt(record, at)]));
  // No circle: the registry refuses a succession that would make one.
  return function inCharge(department): string {
    const successor = successors.get(department);
    return successor === undefined ? department : inCharge(successor);
  };
}

/** Of each kind the first ones, and how many there are. */
function told(
  found: readonly InconsistencyFound[],
  limit: number,
): Pick<ConsistencyReport, 'counts' | 'found' | 'consistent'> {
  const counts: Partial<Record<Inconsistency, number>> = {};
  const named: InconsistencyFound[] = [];
  for (const kind of INCONSISTENCIES) {
    const all = found.filter((one) => one.kind === kind);
    if (all.length > 0) counts[kind] = all.length;
    named.push(...all.slice(0, limit));
  }
  return { consistent: found.length === 0, counts, found: named };
}

/** How far catalogue and lists agree, and how far the catalogue covers what departments owe: now or at an instant. */
export const consistency = read(
  'catalogue:consistency',
  schemas.consistencyRequest,
  async ({ state, txTime }, { at = txTime, department, limit }) => {
    const inCharge = await inChargeAt(state, at);
    const lists = standingOf(await listsAt(state, at), at);
    const { total, departments } = coverageOf(lists, inCharge, at);
    const asked = (one: { readonly department: string }): boolean =>
      department === undefined || one.department === department;
    return {
      v: 1,
      at,
      ...told(inconsistenciesOf(lists, inCharge, at).filter(asked), limit),
      total,
      departments: departments.filter(asked),
    } satisfies ConsistencyReport;
  },
);
