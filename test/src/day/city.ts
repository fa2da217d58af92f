import { join } from 'node:path';
import { runCity, type RunningCity } from '../support/city.js';
import type { Postgres } from '../support/postgres.js';
import { DayClock } from './clock.js';
import { fillDatabase, nameDatabase } from './database.js';
import type { Given, Shared } from './grants.js';
import { Making } from './making.js';
import { HUBS, hubOf, OPERATORS, type Office } from './offices.js';

/** How large a day is. */
export interface DaySize {
  readonly queries: number;
  readonly departments: number;
  readonly resources: number;
  /** Grants that queries are asked under. */
  readonly grants: number;
  /** Whom queries are about. */
  readonly subjects: number;
  /** So many things of each kind go wrong. */
  readonly wrongs: number;
}

/** A city of many departments that share data out of one database server, with the day's grants between them. */
export interface DayCity {
  readonly folder: string;
  readonly running: RunningCity;
  readonly clock: DayClock;
  readonly offices: readonly Office[];
  readonly given: readonly Given[];
}

const resourceCode = (n: number): string => `309/${n + 1}`;

export async function openDayCity(
  folder: string,
  postgres: Postgres,
  size: DaySize,
  random: () => number,
): Promise<DayCity> {
  const providers = size.departments - OPERATORS;
  const numbers = Array.from({ length: size.resources }, (_, n) => n);
  await fillDatabase(postgres, providers, size.resources, size.subjects);
  for (const hub of HUBS) {
    const own = numbers.filter((n) => hubOf(n % providers) === hub);
    await nameDatabase(join(folder, hub), new Map(own.map((n) => [resourceCode(n), n])), postgres.url);
  }
  const clock = new DayClock();
  const running = await runCity(folder, { clock: clock.read });
  try {
    const making = new Making(running, clock);
    const offices = await making.offices(size.departments);
    const resources = numbers.map((n): Shared => ({
      n,
      code: resourceCode(n),
      provider: offices[n % providers]!,
    }));
    await making.resources(resources);
    const given = await making.grants(size.grants, offices, resources, random);
    return { folder, running, clock, offices, given };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
