import type { LicenseWritten } from '../../domain/index.js';
import { keys, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { putRun } from './runs.js';
import { openSealed } from './seal.js';

/** 转入: a certificate of another region stands here from now on; its leaf carries the digest of where it came from. */
export const transferIn = write('license:transferIn', schemas.transferIn, async (ctx, request) => {
  const { intent, leaf, statement } = request;
  const { batch, type } = await openSealed(ctx, intent, request, ['transferIn']);
  await putRun(ctx, batch, type, { intent, run: { start: 0, leaves: [leaf], path: [], sm3Path: [] } });
  const { batch: id, root, type: code, issuer } = statement;
  return {
    answer: { v: 1, batch: id, count: 1, tx: ctx.tx } satisfies LicenseWritten,
    event: { count: 1, key: keys.license({ type: code, issuer, ...leaf }), batch: id, root },
  };
});
