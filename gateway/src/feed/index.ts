import type { Logger } from 'pino';
import type { HolderKeys } from '../documents/holder-keys.js';
import { loggable } from '../observability/loggable.js';
import type { Projector } from '../readmodel/projector.js';
import type { KnownConsents } from '../services/consents/known-consents.js';
import type { KnownLoans } from '../services/loans/known-loans.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { concernedBy } from './concerned.js';
import { Expiry, registeredKeys, type ExpiringKeys } from './expiry.js';
import type { Feed } from './feed.js';
import { overdueWork } from './overdue.js';
import { proposedBy } from './proposed.js';
import { Follower, type LetterTelling } from './follower.js';
import { toConcerned } from './from-ledger.js';
import { seriousBy } from './serious.js';
import { Watches } from './watches.js';

export interface FeedSources {
  readonly feed: Feed;
  readonly projector: Projector;
  readonly writer: GroupWriter;
  readonly names: Pick<HolderKeys, 'name'>;
  /** Which consents concern this hub's departments. */
  readonly consents: Pick<KnownConsents, 'partyTo' | 'liveOf'>;
  /** Which loans its banks have. */
  readonly loans: Pick<KnownLoans, 'concerned'>;
  /** What banks of other hubs are told. */
  readonly endings: LetterTelling;
  /** What ends besides the keys of the registry. */
  readonly keyEnds: readonly ExpiringKeys[];
  readonly logger: Pick<Logger, 'error'>;
}

/** Fills a hub's feed with the ledger's acts, what the hub announced before it stopped, and keys about to end. */
export function openFeed(
  parts: LicenseParts,
  { feed, projector, writer, names, keyEnds, consents, loans, endings, logger }: FeedSources,
  closing: Closing,
): Watches {
  const { store, model, now } = parts;
  const watches = new Watches({ store, writer, names, now });
  const swept = feed
    .sweep()
    .then(() => watches.sweep())
    // A store that cannot be read says so to the next request as well.
    .catch(() => undefined);
  closing.add({ close: () => swept });
  closing.add(feed);
  closing.add(
    new Follower({
      feed,
      store,
      model,
      projector,
      tellings: [
        toConcerned(concernedBy(parts, watches, { consents, loans })),
        proposedBy(parts),
        seriousBy(parts, consents),
      ],
      letters: endings,
    }),
  );
  closing.add(new Expiry(feed, writer, [registeredKeys(parts), ...keyEnds], now));
  const failed = (failure: unknown): void => logger.error({ error: loggable(failure) }, 'overdue');
  const overdue = closing.add(overdueWork(parts, feed, writer, failed));
  overdue.start();
  return watches;
}
