import type { StartedNetwork } from '@hanlian/network';
import { startProbeNetwork } from './probe-network.js';

let shared: Promise<StartedNetwork> | undefined;

/** The network that the test files of one run share; the first to ask starts it. */
export function sharedNetwork(): Promise<StartedNetwork> {
  shared ??= startProbeNetwork();
  return shared;
}

after(async () => {
  const network = await shared;
  await network?.stop({ clean: true });
});
