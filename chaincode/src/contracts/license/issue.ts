import type { BatchKind, LicenseWritten, Scope } from '../../domain/index.js';
import { HanlianError, presentSeal, schemas } from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { isLate } from '../change.js';
import type { Handler } from '../operation.js';
import { write } from '../operation.js';
import { typeOf } from '../types.js';
import { batchRecordOf } from './records.js';
import { putRun } from './runs.js';
import { requireLiveSealKeys } from './seal-keys.js';

/** A transaction that writes a run of a batch opened before. The rules are those of the type as it was sealed under. */
export const issueRun = (scope: Scope, kind: BatchKind): Handler =>
  write(scope, schemas.issueRun, async (ctx, { intent, batch: id, run }) => {
    const { state, tx, txTime } = ctx;
    const batch = await batchRecordOf(state, id);
    const { statement } = batch;
    const { issuer, type: certificateType, root } = statement;
    await requireInCharge(ctx, issuer);
    if (statement.kind !== kind) {
      throw new HanlianError('FIELD_INVALID', `The batch is of kind ${statement.kind}`, {
        field: 'batch',
        expected: kind,
        received: statement.kind,
      });
    }
    isLate(txTime, batch.txTime);
    const { actor = issuer, sealKey, statement: sealed } = presentSeal(batch);
    await requireLiveSealKeys(state, actor, { ...sealed, sealKey });
    const type = await typeOf(state, certificateType, statement.typeRevision);
    await putRun(ctx, batch, type, { intent, run });
    const count = run.leaves.length;
    return {
      answer: { v: 1, batch: id, count, tx } satisfies LicenseWritten,
      event: { count, batch: id, root, start: run.start, issuer, certificateType },
    };
  });

/** Certificates newly issued. */
export const issue = issueRun('license:issue', 'issue');
