import { writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { JobAnswer } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { Caller } from '@hanlian/gateway/services/types';
import { openSmallCity } from '../crash/city.js';

/** What the worker finds once the job is done. */
export interface Report {
  readonly job: JobAnswer;
  /** Identifiers the job's rows name, and certificates the ledger has. */
  readonly issued: readonly string[];
  readonly standing: readonly string[];
  /** Parts of files that are still kept. */
  readonly left: readonly string[];
}

const CODE = '91350100M000100Y43';
const STDOUT = 1;
const PAGE = 200;
const [, , data = '', rows = '0', reportTo = ''] = process.argv;
const type = TYPES.realEstateRegistration.code;
const HEADER = '单位名称,统一社会信用代码,证明权利或事项,持证主体,持证主体代码\n';

const say = (what: string): void => void writeSync(STDOUT, `${what}\n`);

async function* fileOf(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HEADER);
  for (let i = 0; i < count; i++) {
    yield await Promise.resolve(Buffer.from(`示例${i}号公司,${CODE},抵押权,示例${i}号公司,${CODE}\n`));
  }
}

const { hub, close } = await openSmallCity(data);
say('open');
const { jobs, licenses } = hub.services;
const caller: Caller = hub.administration.callers.find(clerksOf(DEPARTMENTS.land.code).preparer.id)!;

/** The one job there is to be, whenever the file was acknowledged. */
async function theJob(): Promise<JobAnswer> {
  const once = { key: 'the file', bodyDigest: 'the file' };
  return jobs.upload(caller, { type, kind: 'issue' }, { format: 'csv', bytes: fileOf(Number(rows)) }, once);
}

async function reached(id: string, ...states: JobAnswer['state'][]): Promise<JobAnswer> {
  for (;;) {
    const job = (await jobs.get(caller, id)) as JobAnswer;
    if (states.includes(job.state)) return job;
    await pause(5);
  }
}

const { id } = await theJob();
say('uploaded');
const checked = await reached(id, 'checked', 'running', 'done');
say('checked');
if (checked.state === 'checked') {
  const basis = { law: '不动产登记暂行条例第二十一条', document: '示例登记〔2026〕9号' };
  await jobs.start(caller, id, { basis, rows: 'all' }, { key: 'the start', bodyDigest: 'the start' });
}
say('started');
const job = await reached(id, 'done', 'stopped');

const issued: string[] = [];
for (let cursor: string | undefined = '0'; cursor !== undefined;) {
  const page: Awaited<ReturnType<typeof jobs.rows>> = await jobs.rows(caller, id, { limit: PAGE, cursor });
  issued.push(...page.items.flatMap((row) => (row.id === undefined ? [] : [row.id])));
  cursor = page.next;
}
const standing: string[] = [];
for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
  const page: Awaited<ReturnType<typeof licenses.list>> = await licenses.list(caller, {
    limit: PAGE,
    type,
    ...(cursor !== undefined && { cursor }),
  });
  standing.push(...page.items.map((license) => license.id));
  cursor = page.next;
}
const left: string[] = [];
for await (const name of hub.administration.licenses.documents.names('upload/')) left.push(name);
const report: Report = { job, issued, standing, left };
await writeFile(reportTo, JSON.stringify(report));
await close();
