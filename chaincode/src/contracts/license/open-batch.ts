import type { LicenseWritten } from '../../domain/index.js';
import { keys, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { putRun } from './runs.js';
import { openSealed } from './seal.js';

/** Records a sealed batch once; a batch of one run brings its certificates along. */
export const openBatch = write('license:openBatch', schemas.openBatch, async (ctx, request) => {
  const { intent, run, statement } = request;
  const { batch, type } = await openSealed(ctx, intent, request, ['issue', 'import']);
  if (run !== undefined) await putRun(ctx, batch, type, { intent, run });
  const { batch: id, root, issuer, type: certificateType } = statement;
  const count = run?.leaves.length ?? 0;
  return {
    answer: { v: 1, batch: id, count, tx: ctx.tx } satisfies LicenseWritten,
    // Where no certificate is written yet, the batch's own record is the one that counts.
    event: {
      ...(run === undefined ? { count: 1, key: keys.batch(id) } : { count, start: run.start }),
      batch: id,
      root,
      issuer,
      certificateType,
    },
  };
});
