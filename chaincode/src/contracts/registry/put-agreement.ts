import type { Agreement } from '../../domain/index.js';
import { keys, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, ownerOf, readForChange, requirePeriod, written } from './record.js';

/** An agreement's text by its digest, so that a consent can name exactly what was agreed to. */
export const putAgreement = write('registry:putAgreement', schemas.putAgreement, async (ctx, request) => {
  requirePeriod(request);
  const key = keys.agreement(request.text);
  const last = await readForChange<Agreement>(ctx, key, request);
  const registeredBy = await ownerOf(ctx, last?.registeredBy);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), registeredBy });
  await ctx.state.put(key, record);
  return written(key, record);
});
