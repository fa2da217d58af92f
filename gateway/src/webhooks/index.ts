import { setTimeout as wait } from 'node:timers/promises';
import type { Callers } from '../callers/callers.js';
import type { Feed } from '../feed/feed.js';
import type { Requests } from '../outbox/requests.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { createLimit } from '../storage/limit.js';
import type { Random } from '../storage/random.js';
import type { Store } from '../storage/store.js';
import { Records } from './records.js';
import { Secrets } from './secrets.js';
import { senderTo } from './send.js';
import type { Subscription } from './subscription.js';
import { PUBLIC_ONLY, Targets, type TargetSettings } from './targets.js';
import { Webhooks } from './webhooks.js';

/** Attempts at once; each takes 15 seconds at most. */
const AT_ONCE = 32;

/** Opens a hub's webhooks and goes on sending where it stopped. */
export async function openWebhooks({
  settings = PUBLIC_ONLY,
  key,
  callers,
  ...parts
}: {
  readonly settings: TargetSettings | undefined;
  /** Under which the secrets are kept. */
  readonly key: Uint8Array;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly feed: Feed;
  readonly callers: Callers;
  readonly requests: Requests;
  readonly random: Random;
  readonly clock: () => number;
}): Promise<Webhooks> {
  const targets = new Targets(settings);
  return new Webhooks({
    ...parts,
    targets,
    records: await Records.open(parts.store, parts.writer),
    secrets: new Secrets(key),
    send: senderTo(targets),
    limit: createLimit(AT_ONCE),
    chance: Math.random,
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
    isEntitled: (subscription) => isEntitled(callers, subscription),
  });
}

/**
 * Its caller is still let in, of the department whose events these are, and may read them; and the credential it was
 * made with was not revoked.
 */
function isEntitled(callers: Callers, { caller, department, madeWith }: Subscription): boolean {
  const owner = callers.find(caller);
  if (owner?.department !== department || !owner.scopes.has('event:read')) return false;
  return madeWith === undefined || callers.credential(madeWith)?.revokedAt === undefined;
}
