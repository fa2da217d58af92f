import type { AnchoredHead, AnchoredStretch, AnchorRecord } from '../../../domain/index.js';
import { HanlianError, keys, schemas } from '../../../domain/index.js';
import type { State } from '../../../state/state.js';
import { requireInCharge } from '../../authority.js';
import { requireFresh } from '../../change.js';
import { write } from '../../operation.js';
import { writtenWithDigest } from '../told.js';

const notNext = (field: string, expected: number, received: number): HanlianError =>
  new HanlianError('ANCHOR_NOT_NEXT', `Anchors leave nothing out: ${expected} comes next`, {
    field,
    expected,
    received,
  });

function requireWithin(field: string, expected: number, received: number): void {
  if (received <= expected) return;
  throw new HanlianError('FIELD_INVALID', 'More is counted than there are records', {
    field,
    expected,
    received,
  });
}

/** A stretch begins where the last anchored one of its pair ended. */
async function extend(
  state: State,
  provider: string,
  n: number,
  { requester, first, last, head, calls, refusals, onward = 0 }: AnchoredStretch,
  path: string,
): Promise<void> {
  const key = keys.anchoredHead(provider, requester);
  const anchored = await state.get<AnchoredHead>(key);
  const next = (anchored?.last ?? 0) + 1;
  if (first !== next) throw notNext(`${path}.first`, next, first);
  if (last < first) throw notNext(`${path}.last`, first, last);
  requireWithin(`${path}.calls`, last - first + 1, calls + refusals + onward);
  await state.put(key, { v: 1, last, head, n } satisfies AnchoredHead);
}

/** A requester may stand once: the second stretch of a pair would not see the first. */
function requireOnce(stretches: readonly AnchoredStretch[]): void {
  const twice = stretches.findIndex(({ requester }, i) =>
    stretches.slice(0, i).some((other) => other.requester === requester),
  );
  if (twice < 0) return;
  throw new HanlianError('FIELD_INVALID', 'A requester stands twice', {
    field: `stretches.${twice}.requester`,
  });
}

/**
 * A provider fixes its receipts for good: what each pair's chain held since the last time. No record of a stretch can be
 * left out, changed or put in afterwards without another root.
 */
export const anchorReceipts = write(
  'sharing:anchorReceipts',
  schemas.anchorReceipts,
  async (ctx, request) => {
    const { state, tx, txTime } = ctx;
    const { provider, n, stretches, root, intent } = request;
    const key = keys.anchor(provider, n);
    requireFresh(request, await state.get<AnchorRecord>(key));
    await requireInCharge(ctx, provider);
    if (n > 1 && (await state.get(keys.anchor(provider, n - 1))) === undefined) {
      throw new HanlianError('ANCHOR_NOT_NEXT', `There is no anchor ${n - 1} yet`, {
        field: 'n',
        received: n,
      });
    }
    requireOnce(stretches);
    for (const [i, stretch] of stretches.entries()) {
      await extend(state, provider, n, stretch, `stretches.${i}`);
    }
    const record: AnchorRecord = { v: 1, provider, n, stretches, root, revision: 0, intent, tx, txTime };
    await state.put(key, record);
    return writtenWithDigest(key, record);
  },
);
