import { writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { addDays, dateOfInstant, type EntriesView, type JobAnswer } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { Caller } from '@hanlian/gateway/services/types';
import { ENTERPRISE, registrationOf } from '../../fabric/told-credit.js';
import { csvOf, fileOf, NATIONAL_PENALTY, type Cells } from '../../support/credit-files.js';
import { openSmallCity } from '../crash/city.js';

/** What the worker finds once both files are done. */
export interface Report {
  readonly jobs: readonly JobAnswer[];
  readonly set: EntriesView['sets'][number];
}

const STDOUT = 1;
const MARKET = DEPARTMENTS.market.code;
const [, , data = '', rows = '0', corrected = '0', reportTo = ''] = process.argv;
const basis = { law: '行政处罚法第四十八条', document: '示例市监信〔2026〕1号' };
const yesterday = addDays(dateOfInstant(Math.floor(Date.now() / 1000)), -1).replaceAll('-', '/');

const say = (what: string): void => void writeSync(STDOUT, `${what}\n`);

/** Penalties of numbers from the first to before the last. */
const penalties = (first: number, last: number, change: Cells = {}): Cells[] =>
  Array.from({ length: last - first }, (_, i) => ({
    ...NATIONAL_PENALTY,
    CF_XDR_SHXYM: ENTERPRISE,
    CF_WSH: `示例市监罚〔2026〕${first + i}号`,
    CF_JDRQ: yesterday,
    CF_GSJZQ: '',
    CF_CFLB: '罚款',
    CF_NR_ZKDX: '',
    CF_CFJGDM: MARKET,
    CF_SJLYDM: MARKET,
    ...change,
  }));

const { hub, close } = await openSmallCity(data);
say('open');
const { jobs, credit } = hub.services;
const caller: Caller = hub.administration.callers.find(clerksOf(MARKET).preparer.id)!;
const onceFor = (key: string): { key: string; bodyDigest: string } => ({ key, bodyDigest: key });

async function reached(id: string, ...states: JobAnswer['state'][]): Promise<JobAnswer> {
  for (;;) {
    const job = (await jobs.get(caller, id)) as JobAnswer;
    if (states.includes(job.state)) return job;
    await pause(5);
  }
}

/** Sends a file and has it carried out: after a kill it is the job of before. */
async function carriedOut(name: string, file: readonly Cells[]): Promise<JobAnswer> {
  const sent = { format: 'csv' as const, bytes: fileOf(csvOf(file)).read() };
  const { id } = await jobs.publish(caller, {}, sent, onceFor(name));
  say(`${name}-sent`);
  const { state } = await reached(id, 'checked', 'running', 'done');
  if (state === 'checked') await jobs.start(caller, id, { basis, rows: 'all' }, onceFor(`${name} started`));
  say(`${name}-started`);
  return reached(id, 'done', 'stopped');
}

await credit.publish(
  caller,
  { entries: [registrationOf(ENTERPRISE)] } as unknown as Parameters<typeof credit.publish>[1],
  onceFor('its registration'),
);
const first = await carriedOut('first', penalties(0, Number(corrected)));
// Some of the second say something else of what the first said, the others are new.
const second = await carriedOut('second', [
  ...penalties(0, Number(corrected), { CF_NR: '罚款三千元', CF_NR_FK: '0.3' }),
  ...penalties(Number(corrected), Number(rows)),
]);
const { sets } = await credit.entries(caller, ENTERPRISE, {});
const report: Report = { jobs: [first, second], set: sets[0]! };
await writeFile(reportTo, JSON.stringify(report));
await close();
