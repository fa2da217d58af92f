import { randomUUID } from 'node:crypto';
import { Child } from './child.js';
import { inFolder } from './city.js';
import { Visitor } from './demo/client.js';
import type { Bench, Figure } from './row.js';
import { issueOf } from './sample.js';

const BATCH = 1_000;
/** How much smaller the batch is whose memory stands beside. */
const SHARE = 10;
const MB = 2 ** 20;
/** Megabytes: 100 beyond what a tenth of the batch takes in fonts, code and garbage, which is some 200. */
const ROOM = 300;

/** The PDFs of a batch off a hub behind its door, in a process of its own; this one reads them and throws them away. */
export const batchPdfs: Bench = {
  rows: [
    {
      id: 'batchPdfs',
      work: 'PDFs of a batch, in one zip',
      workload:
        'GET /v1/licenses/{id}/batch.zip for 1,000 business licences, by a clerk: each document decrypted and put together, set as a page, attached to it, signed as PAdES and packed, one after the other as they are sent.',
      unit: '/s',
    },
    {
      id: 'batchPdfsMemory',
      work: 'memory the 1,000 take',
      workload:
        'The most that a hub just started holds meanwhile (resident set, looked at with every megabyte sent) beyond what it held before.',
      unit: 'MB',
      floor: ROOM,
    },
    {
      id: 'fewPdfsMemory',
      work: 'memory a hundred take',
      workload: 'The same of a batch of 100, after a start of its own.',
      unit: 'MB',
    },
  ],
  run: ({ batch }) =>
    inFolder(async (folder) => {
      const count = Math.min(batch, BATCH);
      const few = Math.ceil(count / SHARE);
      const [manyId, fewId] = await withHub(folder, async ({ door }) => [
        await issue(door, count),
        await issue(door, few),
      ]);
      const ofMany = await withHub(folder, (hub) => download(hub, manyId, count));
      const ofFew = await withHub(folder, (hub) => download(hub, fewId, few));
      return { batchPdfs: ofMany.speed, batchPdfsMemory: ofMany.memory, fewPdfsMemory: ofFew.memory };
    }),
};

interface Door {
  readonly url: string;
  /** Its clerk's. */
  readonly key: string;
}

interface Running {
  readonly child: Child;
  readonly door: Door;
}

async function withHub<T>(folder: string, work: (hub: Running) => Promise<T>): Promise<T> {
  const { child, ready } = await Child.start('hub-process.js', folder);
  try {
    return await work({ child, door: ready as Door });
  } finally {
    await child.stop();
  }
}

/** Issues a batch and names its first certificate. */
async function issue({ url, key }: Door, count: number): Promise<string> {
  const { status, body } = await new Visitor(url, key).post('/v1/licenses', issueOf(count), randomUUID());
  if (status !== 201) throw new Error(`The hub answered ${status}: ${JSON.stringify(body)}`);
  return (body.certificates as [{ id: string }])[0].id;
}

async function download(
  { child, door: { url, key } }: Running,
  id: string,
  count: number,
): Promise<{ speed: Figure; memory: Figure }> {
  const before = await usageOf(child);
  const started = performance.now();
  const answer = await fetch(`${url}/v1/licenses/${id}/batch.zip`, {
    headers: { authorization: `Bearer ${key}` },
  });
  if (!answer.ok || answer.body === null) throw new Error(`The hub answered ${answer.status}`);
  let [bytes, most] = [0, before.rss];
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    const isDue = Math.floor((bytes + chunk.length) / MB) > Math.floor(bytes / MB);
    bytes += chunk.length;
    if (isDue) most = Math.max(most, (await usageOf(child)).rss);
  }
  const seconds = (performance.now() - started) / 1000;
  const after = await usageOf(child);
  return {
    speed: { value: count / seconds, cpuMicroseconds: (after.cpu - before.cpu) / count },
    memory: { value: (Math.max(most, after.rss) - before.rss) / MB },
  };
}

/** CPU time so far in microseconds, and the resident set in bytes. */
async function usageOf(child: Child): Promise<{ cpu: number; rss: number }> {
  const { user, system, rss } = (await child.ask('usage')) as NodeJS.CpuUsage & { rss: number };
  return { cpu: user + system, rss };
}
