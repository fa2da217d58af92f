import type { BatchStatement, HeadRecord, LicenseRecord, Run, RunLeaf } from '../../domain/index.js';
import { FIRST_VERSION, HanlianError, keys } from '../../domain/index.js';
import type { State } from '../../state/state.js';

const taken = (field: string): HanlianError =>
  new HanlianError('SERIAL_TAKEN', 'The serial is in use', { field });

/** @throws {HanlianError} SERIAL_TAKEN where two of a run are the same */
function requireDistinct(leaves: readonly RunLeaf[], fieldOf: (index: number) => string): void {
  const seen = new Set<string>();
  leaves.forEach(({ serial }, i) => {
    if (seen.has(serial)) throw taken(`${fieldOf(i)}.serial`);
    seen.add(serial);
  });
}

/** One range read proves them all absent: the commit fails if a key appears in the range meanwhile. */
async function requireEmptyPrefix(
  state: State,
  statement: BatchStatement,
  leaves: readonly RunLeaf[],
  prefix: string,
): Promise<void> {
  const outside = leaves.findIndex(
    ({ serial, version }) => !serial.startsWith(prefix) || version !== FIRST_VERSION,
  );
  if (outside >= 0) {
    throw new HanlianError('FIELD_INVALID', `Leaf ${outside} is no first version under the prefix`, {
      field: `run.leaves[${outside}].serial`,
      expected: prefix,
    });
  }
  if (!(await state.isEmpty(keys.licensesUnder(statement, prefix)))) throw taken('run.serialPrefix');
}

/** A serial is free in all its versions when neither a first version nor a head stands: later ones have a head. */
async function requireFree(
  state: State,
  { type, issuer }: BatchStatement,
  leaf: RunLeaf,
  field: string,
): Promise<void> {
  const { serial, version } = leaf;
  const reference = { type, issuer, serial };
  const first = await state.get<LicenseRecord>(keys.license({ ...reference, version: FIRST_VERSION }));
  const head = await state.get<HeadRecord>(keys.head(reference));
  if (first !== undefined || head !== undefined) throw taken(`${field}.serial`);
  if (version !== FIRST_VERSION) await state.get<LicenseRecord>(keys.license({ ...reference, version }));
}

/** @throws {HanlianError} SERIAL_TAKEN, FIELD_INVALID */
export async function requireUnused(
  state: State,
  statement: BatchStatement,
  { leaves, serialPrefix }: Pick<Run, 'leaves' | 'serialPrefix'>,
  fieldOf: (index: number) => string,
): Promise<void> {
  requireDistinct(leaves, fieldOf);
  if (serialPrefix !== undefined) {
    await requireEmptyPrefix(state, statement, leaves, serialPrefix);
    return;
  }
  for (const [i, leaf] of leaves.entries()) await requireFree(state, statement, leaf, fieldOf(i));
}
