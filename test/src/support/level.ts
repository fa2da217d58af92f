import { expect } from 'chai';
import type { RunningCity } from './city.js';
import { eventually } from './eventually.js';

const HUBS = ['bureau', 'bank', 'auditor'] as const;

/** Waits until every organisation's peer has what the foremost has. */
export async function allLevel(city: RunningCity): Promise<void> {
  const ledgers = HUBS.map((name) => city.hub(name).administration.licenses.ledger);
  const heights = await Promise.all(ledgers.map((ledger) => ledger.height()));
  await eventually(async () => {
    for (const ledger of ledgers) expect(await ledger.height()).to.be.at.least(Math.max(...heights));
  });
}

/** The bureau publishes what is new, the others cosign it. */
export async function cosignedCheckpoint(city: RunningCity): Promise<void> {
  for (const name of ['bureau', 'bank', 'auditor', 'bureau'] as const) {
    await allLevel(city);
    await city.hub(name).administration.log.turn();
  }
  await allLevel(city);
}

/** Does what waits for a checkpoint with itself in it, while nobody else makes one. */
export async function withCheckpoints<T>(city: RunningCity, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const done = work().finally(() => over.abort());
  while (!over.signal.aborted) {
    await cosignedCheckpoint(city);
    // A turn with nothing to publish waits for nothing: the work must get its own.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return done;
}
