import { writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { keyPrefixes, rangeOf, type BatchRecord, type ResealAnswer } from '@hanlian/chaincode/domain';
import { CALLERS, clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { Caller } from '@hanlian/gateway/services/types';
import { openSmallCity } from '../crash/city.js';

/** What the worker finds once the job is done. */
export interface Report {
  readonly job: ResealAnswer;
  /** How many seals each batch of the department has had after its first. */
  readonly later: readonly number[];
  /** Whether the document of each first certificate carries the seal that counts. */
  readonly documents: readonly boolean[];
}

const STDOUT = 1;
const AT_ONCE = 20;
const [, , data = '', batches = '0', reportTo = ''] = process.argv;
const { code: department, name } = DEPARTMENTS.market;
const type = TYPES.foodBusiness.code;
const code = '91350100M000100Y43';
const certificate = {
  holders: [{ typeCode: '001' as const, code, name: '示例公司' }],
  fields: { unitName: '示例公司', unitCode: code, premises: '示例路1号' },
};

const say = (what: string): void => void writeSync(STDOUT, `${what}\n`);
const { hub, close } = await openSmallCity(data);
say('open');
const { services, administration } = hub;
const { model, caughtUp, now } = administration.licenses;
const callerOf = (id: string): Caller => administration.callers.find(id)!;
const clerk = callerOf(clerksOf(department).preparer.id);
const registrar = callerOf(CALLERS.find(({ role }) => role === 'registrar')!.id);
const basis = { law: '电子签名法第十五条', document: '示例市监发〔2026〕9号' };
const once = (key: string): { key: string; bodyDigest: string } => ({ key, bodyDigest: key });

const recorded = async (): Promise<BatchRecord[]> => {
  await caughtUp();
  const { start, end } = rangeOf(keyPrefixes.batch);
  const rows = await model.range(start, end, 100_000);
  return rows
    .map(({ row }) => JSON.parse(row.value.toString()) as BatchRecord)
    .filter(({ statement }) => statement.issuer === department);
};

/** Each step once, whichever start comes to it: what was issued, what was stolen, what is to be done. */
const count = Number(batches);
for (let i = 0; i < count; i += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, n) => once(`issue ${i + n}`));
  const input = { type, basis, certificates: [certificate] };
  await Promise.all(some.map((each) => services.licenses.issue(clerk, input, each)));
}
say('issued');
const first = (await recorded())[0]!;
const stolen = { department, key: first.sealKey };
const since = new Date((now() + 60) * 1000).toISOString().replace(/\.\d+/, '');
if ((await services.registry.get({ kind: 'sealKey', ...stolen })).compromisedSince === undefined) {
  await services.registry.compromise(registrar, stolen, { since }, once('stolen'));
  const { items } = await services.pki.page({ limit: 200 });
  const { serial } = items.find(({ key }) => key === stolen.key) ?? { serial: '' };
  if (serial === '') throw new Error(`${name.zh} has no certificate of its seal`);
  await services.pki.renew(registrar, serial, {}, once('renewed'));
}
say('stolen');

const begun = (await services.reseals.begin(
  clerk,
  { basis, includesLater: false },
  once('reseal'),
)) as ResealAnswer;
say('begun');
let job = await services.reseals.get(clerk, begun.id);
while (job.state !== 'done') {
  await pause(5);
  job = await services.reseals.get(clerk, begun.id);
}
const found = await recorded();
const documents: boolean[] = [];
const { items } = await services.licenses.list(clerk, { limit: 200, type });
for (const { id, batch } of items) {
  const { statement } = (await services.licenses.document(clerk, id)) as unknown as {
    statement: { sealedAt: number; firstSealedAt?: number };
  };
  const record = found.find((each) => each.statement.batch === batch)!;
  const { sealedAt } = record.reseals?.at(-1) ?? {};
  documents.push(statement.sealedAt === sealedAt && statement.firstSealedAt === record.statement.sealedAt);
}
const report: Report = { job, later: found.map(({ reseals = [] }) => reseals.length), documents };
await writeFile(reportTo, JSON.stringify(report));
await close();
