import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { generateUscc, type JobAnswer } from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { Caller } from '@hanlian/gateway/services/types';
import { bureauOf, inFolder, openSampleCity } from './city.js';
import { timed, type Bench, type Figure } from './row.js';
import { CLERK } from './sample.js';

const ENTERPRISES = 200;
const POLL_MS = 10;
const AT_WORK: ReadonlySet<string> = new Set(['checking', 'running']);

const enterprise = (number: number): string =>
  generateUscc({
    department: '9',
    kind: '1',
    region: '420100',
    organisation: `MA8${String(number).padStart(5, '0')}`,
  });

/** Penalties by the file, through all that a hub does with one. */
export const creditFiles: Bench = {
  rows: [
    {
      id: 'creditImport',
      work: 'rows of a file of penalties, read, checked and published',
      workload:
        'A CSV of penalties in the national columns on two hundred enterprises through the service: kept encrypted, read and checked row by row, bodies salted, hashed in both suites and encrypted, published 200 a transaction one after the other; it ends when the job is done and synced.',
      unit: '/s',
    },
  ],
  run: ({ batch }) =>
    inFolder(async (folder) => {
      const city = await openSampleCity(folder);
      try {
        return { creditImport: await importFile(bureauOf(city), batch) };
      } finally {
        await city.close();
      }
    }),
};

async function importFile(hub: Hub, rows: number): Promise<Figure> {
  const clerk = hub.administration.callers.find(CLERK) as Caller;
  await register(hub, clerk);
  const file = csvOf(rows);
  return timed(rows, async () => {
    const once = onceOf();
    const { jobs } = hub.services;
    const sent = await jobs.publish(
      clerk,
      { severity: 'general' },
      { format: 'csv', bytes: pieces(file) },
      once,
    );
    const checked = await settled(hub, clerk, sent.id);
    await jobs.start(
      clerk,
      checked.id,
      { basis: { law: '行政处罚法', document: '示例' }, rows: 'all' },
      onceOf(),
    );
    const { state, counts } = await settled(hub, clerk, sent.id);
    if (state !== 'done' || counts.done !== rows)
      throw new Error(`The job is ${state} at ${counts.done} rows`);
  });
}

async function register(hub: Hub, clerk: Caller): Promise<void> {
  const entries = Array.from({ length: ENTERPRISES }, (_, i) => ({
    subject: enterprise(i),
    category: 'registration' as const,
    document: `登记${i}号`,
    decidedAt: '2020-05-06',
    fields: { subjectName: `示例企业${i}`, kind: '有限责任公司', authority: DEPARTMENTS.market.name.zh },
  }));
  await hub.services.credit.publish(clerk, { entries }, onceOf());
}

const onceOf = (): { key: string; bodyDigest: string } => {
  const key = randomUUID();
  return { key, bodyDigest: key };
};

const HEADER =
  'CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_CFJG';

const csvOf = (rows: number): string => {
  const line = (i: number): string =>
    `示例企业,法人及非法人组织,${enterprise(i % ENTERPRISES)},示例罚${i}号,无证经营,现场检查发现,食品安全法,罚款,罚款二千元,0.2,2026/03/05,示例市市场监督管理局`;
  return `${[HEADER, ...Array.from({ length: rows }, (_, i) => line(i))].join('\r\n')}\r\n`;
};

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function settled({ services }: Hub, clerk: Caller, id: string): Promise<JobAnswer> {
  for (;;) {
    const job = (await services.jobs.get(clerk, id)) as JobAnswer;
    if (!AT_WORK.has(job.state)) return job;
    await pause(POLL_MS);
  }
}
