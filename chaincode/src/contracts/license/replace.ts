import type { HeadRecord, Operation, Replacement } from '../../domain/index.js';
import { HanlianError, keys, nextVersion, schemas } from '../../domain/index.js';
import type { TransactionContext } from '../context.js';
import type { Handler } from '../operation.js';
import { write } from '../operation.js';
import { outcomeOf, transit } from './act.js';
import { firstRecord, putVersion, requireRoots } from './runs.js';
import { openSealed } from './seal.js';
import { requireValidity } from './validity.js';

function requireEqual(
  field: string,
  expected: string | number | undefined,
  received: string | number | undefined,
): void {
  if (expected === received) return;
  throw new HanlianError('FIELD_INVALID', `${field} does not fit the version it replaces`, {
    field,
    expected,
    received,
  });
}

/**
 * The new version is of the same serial and begins at the moment the old one ends, so that at any instant one of them
 * stands. What the document itself calls its first day is a field of the document.
 */
function requireSuccession({ type, issuer, serial, version, effectiveAt, opening, leaf }: Replacement): void {
  requireEqual('opening.statement.type', type, opening.statement.type);
  requireEqual('opening.statement.issuer', issuer, opening.statement.issuer);
  requireEqual('opening.statement.count', 1, opening.statement.count);
  requireEqual('leaf.serial', serial, leaf.serial);
  requireEqual('leaf.version', nextVersion(version), leaf.version);
  requireEqual('leaf.effectiveFrom', effectiveAt, leaf.effectiveFrom);
  requireEqual('leaf.origin', undefined, leaf.origin);
  requireEqual('leaf.asserted', undefined, leaf.asserted?.length);
}

/** Reads the keys of the new version, as each write must: it cannot stand yet, since the old one was current. */
async function readNewKeys(
  { state }: TransactionContext,
  { type, issuer, leaf }: Replacement,
): Promise<void> {
  const reference = { type, issuer, serial: leaf.serial };
  await state.get(keys.license({ ...reference, version: leaf.version }));
  await state.get<HeadRecord>(keys.head(reference));
}

/** `amend` and `renew`: the old version becomes 失效 and the new one stands, in one step. */
export const replaceBy = (operation: Extract<Operation, 'amend' | 'renew'>): Handler =>
  write(`license:${operation}`, schemas.replace, async (ctx, request) => {
    const { opening, leaf, intent, effectiveAt } = request;
    requireSuccession(request);
    const transited = await transit(ctx, operation, request);
    const { batch, type } = await openSealed(ctx, intent, opening, [operation]);
    requireRoots(opening.statement, { start: 0, leaves: [leaf], path: [], sm3Path: [] });
    requireValidity(type.validity, operation, leaf, 'leaf', transited.before.u ?? null);
    await readNewKeys(ctx, request);
    const record = firstRecord(ctx, batch, type, leaf, { index: 0, field: 'leaf' });
    await putVersion(ctx, opening.statement, leaf, record);
    const { batch: id, root } = opening.statement;
    return outcomeOf(ctx, transited, effectiveAt, { batch: id, root });
  });
