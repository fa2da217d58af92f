import type { Projector } from '../readmodel/projector.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { Closable } from '../storage/closing.js';
import { Closing } from '../storage/closing.js';
import { concernedBy } from './concerned.js';
import { Expiry, registeredKeys, type ExpiringKeys } from './expiry.js';
import type { Feed } from './feed.js';
import { Follower } from './follower.js';
import type { Watches } from './watches.js';
import type { GroupWriter } from '../storage/group-writer.js';

/** What fills a feed: the ledger's acts, what the hub announced before it stopped, and keys about to end. */
export function fillFeed(
  feed: Feed,
  watches: Watches,
  parts: LicenseParts,
  { projector, writer, keys }: { projector: Projector; writer: GroupWriter; keys: readonly ExpiringKeys[] },
): Closable {
  const closing = new Closing();
  closing.add(feed);
  const { store, model, now } = parts;
  closing.add(new Follower({ feed, store, model, projector, concerned: concernedBy(parts, watches) }));
  closing.add(new Expiry(feed, writer, [registeredKeys(parts), ...keys], now));
  const swept = feed
    .sweep()
    .then(() => watches.sweep())
    // A store that cannot be read says so to the next request as well.
    .catch(() => undefined);
  return { close: () => closing.close().then(() => swept) };
}
