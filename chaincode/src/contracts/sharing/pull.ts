import type { PullRecord, PullTaken, PullWritten } from '../../domain/index.js';
import {
  HanlianError,
  keys,
  requireCovered,
  requireLive,
  requireOfNow,
  requireSlot,
  schemas,
  windowOf,
} from '../../domain/index.js';
import { requireInCharge } from '../authority.js';
import { alreadyApplied } from '../change.js';
import { provenRegistry } from '../evidence.js';
import { write } from '../operation.js';
import { commitmentOf, requireNamed, requireSigned } from '../signed.js';
import { consentOf, reportsOf, signedConsentOf } from './records.js';

/**
 * One use of a consent, taken before anything is released. The consent's record and the slot are read, so that a
 * withdrawal committed in between, or another pull of the same slot, leaves this one without effect.
 */
export const pull = write('sharing:pull', schemas.pullRequest, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const asked = ctx.transient('pull', schemas.signedPull);
  const { statement } = asked;
  requireNamed(request, statement);
  const { id, intent, slot } = request;
  const taken = keys.pullTaken(id, intent);
  const before = await state.get<PullTaken>(taken);
  if (before !== undefined) throw alreadyApplied(before.tx);
  const record = await consentOf(state, id);
  requireLive(record, txTime);
  requireOfNow(statement.issuedAt, txTime);
  const reports = reportsOf(ctx);
  const consent = (await signedConsentOf(reports, id)).statement;
  await requireInCharge(ctx, consent.provider);
  requireCovered(consent, statement);
  requireSigned(await provenRegistry(ctx), asked, {
    key: statement.recipientKey,
    organisation: consent.recipient,
    at: txTime,
  });
  requireSlot(record.pulls, slot);
  const window = windowOf(record.pulls, txTime);
  const key = keys.pull(id, window, slot);
  if ((await state.get(key)) !== undefined) {
    throw new HanlianError('PULL_SLOT_TAKEN', `Pull ${slot} of ${window} is taken`, {
      field: 'slot',
      received: slot,
    });
  }
  const commitment = commitmentOf(asked);
  await reports.get(key);
  await reports.put(key, asked);
  await state.put(key, { v: 1, commitment, intent, tx, txTime } satisfies PullRecord);
  await state.put(taken, { v: 1, slot: key, tx } satisfies PullTaken);
  return {
    answer: { v: 1, id, window, slot, commitment, tx } satisfies PullWritten,
    event: { count: 1, key },
  };
});
