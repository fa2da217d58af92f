import type { HolderKey } from '../../domain/index.js';
import { HanlianError, keys, parseUscc, requireCode, schemas } from '../../domain/index.js';
import { creatorsDepartment } from '../authority.js';
import { write } from '../operation.js';
import { requirePublicKey } from '../signature.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

/** Binds a holder's key on evidence; the department that saw the evidence answers for it, and it alone may change it. */
export const bindHolderKey = write('registry:bindHolderKey', schemas.bindHolderKey, async (ctx, request) => {
  const department = await creatorsDepartment(ctx);
  requirePeriod(request);
  if (request.holder.kind === 'organisation') {
    requireCode(parseUscc(request.holder.code), 'holder.code');
    requirePublicKey(request.holder.publicKey, 'holder.publicKey');
  }
  const key = keys.holderKey(request.id);
  const last = await readForChange<HolderKey>(ctx, key, request);
  const boundBy = last?.boundBy ?? department;
  if (boundBy !== department) {
    throw new HanlianError('OTHER_DEPARTMENT', `The key was bound by ${boundBy}`, { received: department });
  }
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), boundBy });
  await ctx.state.put(key, record);
  return written(key, record);
});
