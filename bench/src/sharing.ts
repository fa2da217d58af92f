import type { City } from '@hanlian/gateway/city';
import { callerEntry, CALLERS } from '@hanlian/gateway/seed/callers';
import { bureauOf, inFolder, openSampleCity } from './city.js';
import type { Bench, Figure, Figures, Size } from './row.js';
import { granted, nameSource, queryUnder } from './shared-data.js';
import { measureHttp, ofRecords } from './sharing-http.js';

const AT_ONCE = 64;
const BATCH = 1_000;
const ADDRESS = '127.0.0.1';

/** Data of one department asked for by another of the same hub, under a grant; then its receipts. */
export const sharing: Bench = {
  rows: [
    {
      id: 'sharedQueries',
      work: 'queries answered under a grant',
      workload: `${AT_ONCE} at a time, below HTTP: the query signed; its record, chained and signed, and its personal part, encrypted, synced; the grant looked at as the ledger has it, before and after the source, a file in memory; the release record synced with its use of a lease; the acknowledgement signed and synced.`,
      unit: '/s',
    },
    {
      id: 'sharedQueriesAlone',
      work: 'the same, one after the other',
      workload: 'Three syncs each, shared with nobody.',
      unit: '/s',
    },
    {
      id: 'sharedHttp',
      work: 'the same over HTTP',
      workload:
        'POST /v1/sharing/queries by an authenticated clerk, 64 connections, the hub in a process of its own. 36 million a day, a large city’s, are 417 a second.',
      unit: '/s',
    },
    {
      id: 'receiptsHttp',
      work: 'access receipts over HTTP, single',
      workload:
        'Those queries by the three records each leaves, every one signed by itself, encrypted and synced before the answer.',
      unit: '/s',
      floor: 5_000,
      goal: 20_000,
      p99Goal: 50,
    },
    {
      id: 'receiptsBatched',
      work: 'access receipts in batches',
      workload: `The three records of each query, ${BATCH} queries at a time, below HTTP; no request over HTTP takes several.`,
      unit: '/s',
      floor: 50_000,
      goal: 200_000,
    },
    {
      id: 'receiptsAnchored',
      work: 'receipts anchored',
      workload: 'A root over all records of the run, put on the ledger.',
      unit: '/s',
    },
    {
      id: 'receiptsAudited',
      work: 'receipts audited offline',
      workload:
        'Those records by their exports: each signature, each link, each release by the grant as the log proves it, and the anchor; the log read and checked first.',
      unit: '/s',
    },
  ],
  run: async (size) => ({
    ...(await inFolder((folder) => measureBelow(folder, size))),
    ...(await inFolder(async (folder) => {
      await nameSource(folder);
      return measureHttp(folder, size);
    })),
  }),
};

async function measureBelow(folder: string, { seconds }: Size): Promise<Figures> {
  await nameSource(folder);
  const city = await openSampleCity(folder);
  try {
    const grant = await granted(city);
    const sharedQueries = await ask(city, grant, AT_ONCE, seconds);
    const sharedQueriesAlone = await ask(city, grant, 1, seconds);
    const receiptsBatched = ofRecords(await ask(city, grant, BATCH, seconds));
    return { sharedQueries, sharedQueriesAlone, receiptsBatched };
  } finally {
    await city.close();
  }
}

async function ask(city: City, grant: string, atOnce: number, seconds: number): Promise<Figure> {
  const hub = bureauOf(city);
  const clerk = CALLERS.find(({ id }) => id === 'housing-clerk');
  if (clerk === undefined) throw new Error('nobody to ask');
  const caller = { ...callerEntry(clerk, hub.mspId), scopes: new Set<never>() };
  const took: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const begun = performance.now();
      await hub.services.queries.ask(caller, queryUnder(grant), ADDRESS);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const passed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  took.sort((a, b) => a - b);
  return {
    value: took.length / passed,
    p50: took[Math.floor(took.length / 2)] ?? 0,
    p99: took[Math.floor(took.length * 0.99)] ?? 0,
    cpuMicroseconds: (user + system) / took.length,
  };
}
