import type { Background } from './requests.js';

/** Takes up what an earlier stop left, once `after` has; closing it stops new work and waits for what is under way. */
export function takeUp(
  after: Promise<void>,
  resume: () => Promise<void>,
  stop: AbortController,
  working: () => Iterable<Promise<void>>,
): Background {
  // A store that cannot be read says so to the next request as well.
  const resumed = after.then(resume).catch(() => undefined);
  return {
    resumed,
    close: async () => {
      stop.abort();
      await resumed;
      await Promise.all(working());
    },
  };
}
