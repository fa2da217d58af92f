import type { HolderKey } from '../../domain/index.js';
import { canonicalize, HanlianError, keys, parseUscc, requireCode, schemas } from '../../domain/index.js';
import { creatorsDepartment, departmentOf, GOVERNMENT, isRegistrar } from '../authority.js';
import type { TransactionContext } from '../context.js';
import { write } from '../operation.js';
import { requirePublicKey } from '../signature.js';
import { factsOf, nextRecord, ownerOf, readForChange, requirePeriod, written } from './record.js';

const refused = (message: string, received: string): HanlianError =>
  new HanlianError('BINDING_NOT_ALLOWED', message, { received });

/**
 * Everybody believes what a bound key signs, so that who binds one is no party to it: a bank that bound its customers' keys
 * could consent and apply in their names.
 */
async function requireVoucher(ctx: TransactionContext): Promise<void> {
  const { kind } = await departmentOf(ctx.state, await creatorsDepartment(ctx));
  if (!GOVERNMENT.has(kind)) throw refused(`A ${kind} binds no keys`, kind);
}

/**
 * Who answers for a binding: the department that saw the evidence, which alone changes it. By a department's key its queries,
 * receipts and letters are believed: that one is the registrar's to bind, and to end, also if it was bound by another before
 * its holder was a department.
 */
async function binderOf(
  ctx: TransactionContext,
  holder: HolderKey['holder'],
  boundBy: string | undefined,
): Promise<string> {
  if (holder.kind === 'person' || (await ctx.state.get(keys.department(holder.code))) === undefined) {
    return ownerOf(ctx, boundBy);
  }
  if (isRegistrar(ctx)) return boundBy ?? creatorsDepartment(ctx);
  throw refused(`${holder.code} is a department: a registrar binds its key`, holder.code);
}

/** What was signed by a key stays its holder's: another key, or another's, has an id of its own. */
function requireHolderKept(last: HolderKey | undefined, holder: HolderKey['holder']): void {
  if (last === undefined || canonicalize(last.holder) === canonicalize(holder)) return;
  throw new HanlianError('RECORD_FINAL', 'The key is bound to its holder for good', { field: 'holder' });
}

/** Binds a holder's key on evidence; the department that saw the evidence answers for it. */
export const bindHolderKey = write('registry:bindHolderKey', schemas.bindHolderKey, async (ctx, request) => {
  requirePeriod(request);
  if (request.holder.kind === 'organisation') {
    requireCode(parseUscc(request.holder.code), 'holder.code');
    requirePublicKey(request.holder.publicKey, 'holder.publicKey');
  }
  const key = keys.holderKey(request.id);
  const last = await readForChange<HolderKey>(ctx, key, request);
  await requireVoucher(ctx);
  const boundBy = await binderOf(ctx, request.holder, last?.boundBy);
  requireHolderKept(last, request.holder);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), boundBy });
  await ctx.state.put(key, record);
  return written(key, record);
});
