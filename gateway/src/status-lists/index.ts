import { RegularWork } from '../regular-work.js';
import type { HubServices } from '../services/hub-services.js';
import type { Closing } from '../storage/closing.js';
import { ListEntries } from './entries.js';
import type { StatusPlaces } from './places.js';
import { PublishedLists } from './published.js';
import { Publisher, type PublisherParts } from './publisher.js';

export interface StatusListParts extends Omit<PublisherParts, 'entries' | 'published'> {
  readonly places: StatusPlaces;
  /** Milliseconds between two looks for what is new; 0: none are published. */
  readonly every: number;
}

/** The status lists of this hub's departments. */
export interface StatusLists {
  readonly service: HubServices['statusLists'];
  /** What stands in the lists. */
  readonly entries: ListEntries;
  /** One look, now. */
  readonly turn: () => Promise<void>;
  /** Why the last look came to nothing, if so. */
  readonly failure: () => unknown;
  /** How many lists could not be published when that was last tried. */
  readonly failing: () => number;
}

/** Publishes the lists from now on, behind everything else. */
export function openStatusLists(parts: StatusListParts, closing: Closing): StatusLists {
  const published = new PublishedLists(parts.store);
  const entries = new ListEntries(parts);
  const publisher = new Publisher({ ...parts, entries, published });
  const work = closing.add(new RegularWork((signal) => publisher.turn(signal), parts.every));
  if (parts.every > 0) work.start();
  return {
    service: {
      current: async (name) => Promise.resolve(published.current(name)),
      byDigest: async (digest) => Promise.resolve(published.byDigest(digest)),
    },
    entries,
    turn: () => work.turn(),
    failure: () => work.failure,
    failing: () => publisher.failing,
  };
}
