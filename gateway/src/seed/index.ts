import { join } from 'node:path';
import type { City } from '../city.js';
import type { Hub } from '../hub-types.js';
import { allOver } from '../storage/all-over.js';
import { readFileIfPresent, writeFileAtomic } from '../storage/files.js';
import { callerEntry, CALLERS } from './callers.js';
import { seedCatalogue } from './catalogue.js';
import { seedCertificates } from './certificates.js';
import { seedExchange, seedRegistry } from './registry.js';

/** One line of `sample-callers.json`: what a person at the keyboard needs to call a hub. */
export interface SampleCallerKey {
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly department: string;
  readonly key: string;
  readonly url: string;
}

const MARKER = 'sample-city.json';
const KEYS = 'sample-callers.json';

/**
 * Fills an empty city with the sample, once. Interrupted, it goes on where it stopped: every write has its own key, and
 * the marker is written last.
 */
export async function seedCity(data: string, city: City, clock: () => number = Date.now): Promise<boolean> {
  if ((await readFileIfPresent(join(data, MARKER))) !== undefined) return false;
  const bureau = city.hubs.find(({ config }) => config.name === 'bureau')?.hub;
  if (bureau === undefined) return false;
  await bureau.administration.resumed;
  const keys = await seedCallers(city);
  await seedRegistry(bureau);
  await seedExchange(bureau, new Map(city.hubs.map(({ hub }) => [hub.name, hub])));
  await seedCertificates(bureau);
  await seedCatalogue(bureau);
  await writeFileAtomic(join(data, KEYS), `${JSON.stringify(keys, null, 2)}\n`);
  await writeFileAtomic(join(data, MARKER), JSON.stringify({ v: 1, at: new Date(clock()).toISOString() }));
  return true;
}

async function seedCallers({ hubs }: City): Promise<SampleCallerKey[]> {
  const made = await allOver(hubs.map(({ config, hub }) => seedCallersOf(hub, config.name)));
  return made.flat();
}

/** Enrols and registers a hub's sample callers. One of an earlier, interrupted run gets a new key: the old one was never shown. */
export const seedCallersOf = (hub: Hub, name: string): Promise<SampleCallerKey[]> =>
  allOver(
    CALLERS.filter(({ department }) => department.hub === name).map(async (caller) => {
      const { identities, callers } = hub.administration;
      const { code } = caller.department;
      await identities.enrol(caller.id, { role: caller.role, department: code });
      const key = await callers.register(callerEntry(caller, hub.mspId));
      return { name: caller.name, role: caller.role, organisation: name, department: code, key, url: '' };
    }),
  );

/** Writes the addresses the hubs now have beside the sample callers' keys, and gives the list. */
export async function addressSampleCallers(
  data: string,
  urls: ReadonlyMap<string, string>,
): Promise<readonly SampleCallerKey[]> {
  const path = join(data, KEYS);
  const text = await readFileIfPresent(path);
  if (text === undefined) return [];
  const before = JSON.parse(text) as readonly SampleCallerKey[];
  const now = before.map((caller) => ({ ...caller, url: urls.get(caller.organisation) ?? caller.url }));
  const written = `${JSON.stringify(now, null, 2)}\n`;
  if (written !== text) await writeFileAtomic(path, written);
  return now;
}
