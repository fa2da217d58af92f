import type { HolderKey } from '../../domain/index.js';
import { keys, parseUscc, requireCode, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { requirePublicKey } from '../signature.js';
import { factsOf, nextRecord, ownerOf, readForChange, requirePeriod, written } from './record.js';

/** Binds a holder's key on evidence; the department that saw the evidence answers for it. */
export const bindHolderKey = write('registry:bindHolderKey', schemas.bindHolderKey, async (ctx, request) => {
  requirePeriod(request);
  if (request.holder.kind === 'organisation') {
    requireCode(parseUscc(request.holder.code), 'holder.code');
    requirePublicKey(request.holder.publicKey, 'holder.publicKey');
  }
  const key = keys.holderKey(request.id);
  const last = await readForChange<HolderKey>(ctx, key, request);
  const boundBy = await ownerOf(ctx, last?.boundBy);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), boundBy });
  await ctx.state.put(key, record);
  return written(key, record);
});
