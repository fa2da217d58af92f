import { setTimeout as pause } from 'node:timers/promises';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { Caller } from '@hanlian/gateway/services/types';

const SENT_WITHIN_MS = 60_000;
const POLL_MS = 20;
const KEY = 'the webhook';

/** Has all events sent to an address, from the first on; asked for again at each start, it is one webhook. */
export async function haveEventsSent({ services }: Hub, clerk: Caller, url: string): Promise<void> {
  const once = { key: KEY, bodyDigest: url };
  await services.webhooks.create(clerk, { name: KEY, url, after: '0' }, once);
}

/** Waits until everything there is was sent, and gives its number. */
export async function sentOf({ services }: Hub, clerk: Caller): Promise<number> {
  const giveUpAt = Date.now() + SENT_WITHIN_MS;
  for (;;) {
    const { items } = await services.webhooks.list(clerk, { limit: 2 });
    const [hook, ...others] = items;
    if (hook === undefined || others.length > 0) return -1;
    if ((await endOf(services, clerk, hook.position)) || Date.now() > giveUpAt) return Number(hook.position);
    await pause(POLL_MS);
  }
}

/** Whether nothing stands in the feed after a position. */
async function endOf(services: Hub['services'], clerk: Caller, after: string): Promise<boolean> {
  const { items } = await services.events
    .read(clerk, { after, limit: 1, wait: 0 })
    .catch((error: unknown) => {
      if (error instanceof HanlianError && error.code === 'EVENT_POSITION_AHEAD') return { items: [after] };
      throw error;
    });
  return items.length === 0;
}

/** Every event must have come, each for the first time in its place; what came again is one that came before. */
export function missedIn(positions: readonly number[], sent: number): string[] {
  const first = [...new Set(positions)];
  const apart = first.findIndex((position, i) => position !== i + 1);
  if (apart < 0 && first.length === sent && sent > 0) return [];
  return [`the receiver has ${first.length} of ${sent} events; place ${apart + 1} has another`];
}
