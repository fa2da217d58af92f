import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCity, type City } from '@hanlian/gateway/city';
import { readConfig, type Environment } from '@hanlian/gateway/config';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { seedCity } from '@hanlian/gateway/seed/index';

/** Rates that no benchmark meets. */
export const NO_LIMITS = {
  callerPerMinute: 1e9,
  anonymousPerMinute: 1e9,
  callerConcurrent: 1e6,
  concurrent: 1e6,
};

/** Runs work in a folder of its own, which goes away with it. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'hanlian-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bureau's hub of a city. */
export const bureauOf = (city: City): Hub => hubOf(city, 'bureau');

/** A hub of a city by its name. */
export function hubOf({ hubs }: City, name: OrganisationName): Hub {
  const found = hubs.find(({ config }) => config.name === name);
  if (found === undefined) throw new Error(`The city has no ${name}`);
  return found.hub;
}

/** Opens the whole sample city in a folder, all three hubs of it, without a door. */
export async function openSampleCity(folder: string, settings: Environment = {}): Promise<City> {
  const city = await openCity(readConfig({ HANLIAN_DATA: folder, ...settings }));
  await seedCity(folder, city);
  return city;
}
