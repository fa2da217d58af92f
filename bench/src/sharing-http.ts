import autocannon from 'autocannon';
import type { Request, Result } from 'autocannon';
import { Child } from './child.js';
import { auditOf, exportTo, type Door } from './evidence.js';
import { timed, type Figure, type Figures, type Size } from './row.js';
import { PROVIDER, queryUnder } from './shared-data.js';

const CONNECTIONS = 64;
/** Code that has run a few hundred times is nearly the code that serves. */
const WARM_UP = 256;
/** Queries for each second a row is given: all are answered, so that nothing is cut off and the audit sees whole chains. */
const A_SECOND = 500;
/** What a query leaves: its request and its release in the chain, and the acknowledgement beside it. */
const RECORDS = 3;

/** A figure of queries, by the records they leave. */
export const ofRecords = ({ cpuMicroseconds = 0, ...figure }: Figure): Figure => ({
  ...figure,
  value: RECORDS * figure.value,
  cpuMicroseconds: cpuMicroseconds / RECORDS,
});

interface Ready {
  readonly grant: string;
  readonly requester: Door;
  readonly provider: Door;
  readonly auditor: Door;
}

/** The whole path over HTTP, then what becomes of its receipts: anchored, exported, audited. */
export async function measureHttp(folder: string, { seconds }: Size): Promise<Figures> {
  const { child, ready } = await Child.start('sharing-process.js', folder);
  try {
    const hub = ready as Ready;
    await fire(hub, WARM_UP);
    const before = await cpuOf(child);
    const queries = A_SECOND * seconds;
    const result = await fire(hub, queries);
    const sharedHttp: Figure = {
      value: queries / result.duration,
      p50: result.latency.p50,
      p99: result.latency.p99,
      cpuMicroseconds: ((await cpuOf(child)) - before) / queries,
    };
    const all = WARM_UP + queries;
    const anchored = (await child.ask('anchor')) as Figure;
    await exportTo(folder, { ...hub, department: PROVIDER });
    return {
      sharedHttp,
      receiptsHttp: ofRecords(sharedHttp),
      receiptsAnchored: { value: 2 * all * anchored.value },
      receiptsAudited: await timed(RECORDS * all, () => requireClean(folder)),
    };
  } finally {
    await child.stop();
  }
}

async function fire({ requester: { url, key }, grant }: Ready, amount: number): Promise<Result> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const setupRequest = (request: Request): Request => ({
    ...request,
    headers,
    body: JSON.stringify(queryUnder(grant)),
  });
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount,
    requests: [{ method: 'POST', path: '/v1/sharing/queries', setupRequest }],
  });
  const { errors, timeouts, non2xx } = result;
  if (errors + timeouts + non2xx > 0) throw new Error(`${errors + timeouts + non2xx} queries failed`);
  return result;
}

async function cpuOf(child: Child): Promise<number> {
  const { user, system } = (await child.ask('cpu')) as NodeJS.CpuUsage;
  return user + system;
}

/** Nothing that a benchmark leaves may be wrong. */
async function requireClean(folder: string): Promise<void> {
  const { violations } = await auditOf(folder);
  if (violations.length > 0) throw new Error(`The audit found ${JSON.stringify(violations[0])}`);
}
