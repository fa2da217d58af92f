import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import type { Options, Request, Result } from 'autocannon';
import { Child } from './child.js';
import { inFolder } from './city.js';
import type { Bench, Figure, Figures, Size } from './row.js';
import { issueOf } from './sample.js';

const CONNECTIONS = 64;
/** As many of the sample's certificates as fit into the body of a request. */
const BATCH = 500;
const BATCHES_AT_ONCE = 4;
/** Code that has run a few thousand times is the code that serves. */
const WARM_UP_SECONDS = 2;

/** The hub behind its door in a process of its own, on a city with three hubs; the load comes from this one. */
export const http: Bench = {
  rows: [
    {
      id: 'httpIssue',
      work: 'issue one certificate over HTTP',
      workload:
        'POST /v1/licenses by an authenticated clerk, 64 connections, a business licence of another enterprise and another Idempotency-Key each time: salted, sealed, encrypted, signed twice, checked, dispatched through fabric-shim; answered when keys, body, envelope and block are synced, each in batches of what waits.',
      unit: '/s',
      floor: 1_500,
      goal: 3_500,
      p99Goal: 50,
    },
    {
      id: 'httpIssueAlone',
      work: "the same, the bureau's hub alone",
      workload:
        "As above, without the bank's and the auditor's hubs in the process: as where each organisation runs its own.",
      unit: '/s',
      p99Goal: 50,
    },
    {
      id: 'httpIssueBatch',
      work: `certificates in batches of ${BATCH} over HTTP`,
      workload: `POST /v1/licenses with ${BATCH} business licences under one seal, ${BATCHES_AT_ONCE} connections, three hubs; everything else as above. Times are of a whole request.`,
      unit: '/s',
    },
    {
      id: 'httpVerify',
      work: 'verify by identifier over HTTP',
      workload:
        'POST /v1/verifications with an identifier and no caller, 64 connections: issuer, anchor, status and validity by the read model, once it has what the ledger has; nothing is written.',
      unit: '/s',
      floor: 5_000,
      goal: 15_000,
      p99Goal: 20,
    },
    {
      id: 'express',
      work: 'peer: Express doing nothing',
      workload: 'The same request to Express alone, which reads the body and answers a small one.',
      unit: '/s',
    },
  ],
  run: async (size) => ({
    ...(await inFolder((folder) => measure(folder, size))),
    httpIssueAlone: await inFolder((folder) => issueAlone(folder, size)),
  }),
};

interface Target {
  readonly url: string;
  /** The key of the clerk, where there is one. */
  readonly key?: string;
}

type Load = Pick<Options, 'requests'>;

const measure = (folder: string, size: Size): Promise<Figures> =>
  served(['hub-process.js', folder], async (child, hub) => {
    const id = await issueOne(hub);
    const httpVerify = await run(child, hub, verifying(id), size);
    const httpIssue = await run(child, hub, issuing(hub), size);
    const httpIssueBatch = eachOf(BATCH, await run(child, hub, issuing(hub, BATCH), size, BATCHES_AT_ONCE));
    return { httpIssue, httpIssueBatch, httpVerify, express: await runExpress(verifying(id), size) };
  });

const issueAlone = (folder: string, size: Size): Promise<Figure> =>
  served(['hub-process.js', folder, 'alone'], (child, hub) => run(child, hub, issuing(hub), size));

const runExpress = (load: Load, size: Size): Promise<Figure> =>
  served(['express-process.js'], (child, express) => run(child, express, load, size));

/** Works on what a process of its own serves. */
async function served<T>(
  [module, ...args]: readonly [string, ...string[]],
  work: (child: Child, target: Target) => Promise<T>,
): Promise<T> {
  const { child, ready } = await Child.start(module, ...args);
  try {
    return await work(child, ready as Target);
  } finally {
    await child.stop();
  }
}

async function issueOne({ url, key }: Target): Promise<string> {
  const response = await fetch(`${url}/v1/licenses`, {
    method: 'POST',
    headers: headersOf(key),
    body: JSON.stringify(issueOf(1)),
  });
  const answer = (await response.json()) as { certificates?: [{ id: string }] };
  if (answer.certificates === undefined) throw new Error(`The hub answered ${JSON.stringify(answer)}`);
  return answer.certificates[0].id;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const headersOf = (key = ''): Record<string, string> => ({
  ...JSON_TYPE,
  authorization: `Bearer ${key}`,
  'idempotency-key': randomUUID(),
});

const verifying = (id: string): Load => ({
  requests: [{ method: 'POST', path: '/v1/verifications', headers: JSON_TYPE, body: JSON.stringify({ id }) }],
});

const issuing = ({ key }: Target, count = 1): Load => ({
  requests: [
    {
      method: 'POST',
      path: '/v1/licenses',
      setupRequest: (request: Request): Request => ({
        ...request,
        headers: headersOf(key),
        body: JSON.stringify(issueOf(count)),
      }),
    },
  ],
});

/** Of requests that carry so many: how many of these a second, and the CPU time of each. */
const eachOf = (count: number, { value, cpuMicroseconds = 0, ...figure }: Figure): Figure => ({
  ...figure,
  value: value * count,
  cpuMicroseconds: cpuMicroseconds / count,
});

async function run(
  child: Child,
  { url }: Target,
  load: Load,
  { seconds }: Size,
  connections = CONNECTIONS,
): Promise<Figure> {
  const fire = (duration: number): Promise<Result> => autocannon({ ...load, url, connections, duration });
  await fire(Math.min(seconds, WARM_UP_SECONDS));
  const before = await cpuOf(child);
  const result = await fire(seconds);
  requireAnswers(result);
  return {
    value: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicroseconds: ((await cpuOf(child)) - before) / result.requests.total,
  };
}

async function cpuOf(child: Child): Promise<number> {
  const { user, system } = (await child.ask('cpu')) as NodeJS.CpuUsage;
  return user + system;
}

/** A benchmark whose requests fail measures the wrong thing. */
function requireAnswers({ errors, timeouts, non2xx }: Result): void {
  const failed = errors + timeouts + non2xx;
  if (failed > 0) throw new Error(`${failed} requests failed`);
}
