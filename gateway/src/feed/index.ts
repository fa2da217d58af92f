import type { HolderKeys } from '../documents/holder-keys.js';
import type { Projector } from '../readmodel/projector.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { concernedBy } from './concerned.js';
import { Expiry, registeredKeys, type ExpiringKeys } from './expiry.js';
import { Feed } from './feed.js';
import { Follower } from './follower.js';
import { Watches } from './watches.js';

export interface FeedSources {
  readonly projector: Projector;
  readonly writer: GroupWriter;
  readonly names: Pick<HolderKeys, 'name'>;
  readonly clock: () => number;
  /** What ends besides the keys of the registry. */
  readonly keyEnds: readonly ExpiringKeys[];
}

/** A hub's feed, filled with the ledger's acts, what the hub announced before it stopped, and keys about to end. */
export function openFeed(
  parts: LicenseParts,
  { projector, writer, names, clock, keyEnds }: FeedSources,
  closing: Closing,
): { readonly feed: Feed; readonly watches: Watches } {
  const { store, model, now } = parts;
  const feed = new Feed(store, writer, clock);
  const watches = new Watches({ store, writer, names, now });
  const swept = feed
    .sweep()
    .then(() => watches.sweep())
    // A store that cannot be read says so to the next request as well.
    .catch(() => undefined);
  closing.add({ close: () => swept });
  closing.add(feed);
  closing.add(new Follower({ feed, store, model, projector, concerned: concernedBy(parts, watches) }));
  closing.add(new Expiry(feed, writer, [registeredKeys(parts), ...keyEnds], now));
  return { feed, watches };
}
