import { join } from 'node:path';
import { newFolder, removeFolder } from '../support/folders.js';
import { compare } from '../support/planted.js';
import { startPostgres } from '../support/postgres.js';
import { randomOf } from '../support/seeded-audit.js';
import { auditFolder, type Audited } from './audited.js';
import { openDayCity, type DaySize } from './city.js';
import { bendExport, exportEvidence, receiptsOf } from './evidence.js';
import { planDay } from './plan.js';
import { DayTraffic, type Traffic } from './traffic.js';

export interface DayOutcome extends Audited, ReturnType<typeof compare> {
  readonly traffic: Traffic;
}

/**
 * Tells a day: departments ask for data over HTTP, out of a PostgreSQL server, and operators hand products of theirs on;
 * some of both break the rules, as a seed says; what all of them export is audited by a process that has the files alone.
 */
export async function tellDay(
  size: DaySize,
  seed: number,
  say: (line: string) => void = () => undefined,
): Promise<DayOutcome> {
  const [folder, files] = [await newFolder(), await newFolder()];
  const postgres = await startPostgres();
  const random = randomOf(seed);
  try {
    const city = await openDayCity(folder, postgres, size, random);
    try {
      say(`${city.offices.length} departments, ${size.resources} resources, ${city.given.length} grants`);
      const traffic = await DayTraffic.run(city, planDay(city.given, size, random), (hour, done) =>
        say(`${hour}:00 to ${hour + 1}:00, ${done} answers so far`),
      );
      await exportEvidence(city.running, city.offices, files);
      for (const office of city.offices) {
        await bendExport(city, office, traffic.planted, join(files, receiptsOf(office)));
      }
      const audited = await auditFolder(files, city.offices.map(receiptsOf));
      return { ...audited, ...compare(traffic.planted, audited.report.violations), traffic };
    } finally {
      await city.running.stop();
    }
  } finally {
    await postgres.stop();
    await Promise.all([folder, files].map(removeFolder));
  }
}
