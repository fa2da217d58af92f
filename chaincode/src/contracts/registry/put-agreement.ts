import type { Agreement } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import { creatorsDepartment } from '../authority.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

/** An agreement's text by its digest, so that a consent can name exactly what was agreed to. */
export const putAgreement = write('registry:putAgreement', schemas.putAgreement, async (ctx, request) => {
  const department = await creatorsDepartment(ctx);
  requirePeriod(request);
  const key = keys.agreement(request.text);
  const last = await readForChange<Agreement>(ctx, key, request);
  const registeredBy = last?.registeredBy ?? department;
  if (registeredBy !== department) {
    throw new HanlianError('OTHER_DEPARTMENT', `The agreement was registered by ${registeredBy}`, {
      received: department,
    });
  }
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), registeredBy });
  await ctx.state.put(key, record);
  return written(key, record);
});
