import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { IssueAnswer, SigningAnswer, TaskAnswer } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { Caller } from '@hanlian/gateway/services/types';
import { permitFor } from '../../support/permit.js';
import { openSmallCity } from '../crash/city.js';

/** What the worker finds once the task is done. */
export interface Report {
  readonly task: TaskAnswer;
  /** Certificates that the task's outcome names, and that the ledger has. */
  readonly issued: readonly string[];
  readonly standing: readonly string[];
  /** Whether both people signed the batch, by the ledger. */
  readonly reviewers: readonly (string | undefined)[];
  readonly open: number;
}

const STDOUT = 1;
const [, , data = '', count = '0', reportTo = ''] = process.argv;
const { code: department } = DEPARTMENTS.housing;
const type = TYPES.constructionPermit.code;
const { preparer, reviewer } = clerksOf(department);
const say = (what: string): void => void writeSync(STDOUT, `${what}\n`);
const once = (key: string): { key: string; bodyDigest: string } => ({ key, bodyDigest: key });

/** The key the preparer keeps, and the request for its certificate: made once, outside the hub. */
const own = join(data, '..', 'own');
if (!existsSync(join(own, 'request.pem'))) {
  mkdirSync(own, { recursive: true });
  const line = `req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out request.pem -subj /CN=${preparer.id}-own`;
  execFileSync('openssl', line.split(' '), { cwd: own, stdio: 'pipe' });
}
const key = createPrivateKey(readFileSync(join(own, 'key.pem')));
const request = readFileSync(join(own, 'request.pem'), 'utf8');

const { hub, close } = await openSmallCity(data);
say('open');
const { services, administration } = hub;
const callerOf = (id: string): Caller => administration.callers.find(id)!;
await services.signings.hold(callerOf(preparer.id), { name: 'own', request }, once('hold'));

const certificates = Array.from({ length: Number(count) }, () => permitFor());
const basis = { law: '建筑法第七条', document: '示例建许〔2026〕9号' };
const input = { type, basis, certificates } as Parameters<typeof services.licenses.issue>[1];
const prepared = (await services.licenses.issue(
  callerOf(preparer.id),
  input,
  once('prepared'),
)) as TaskAnswer;
say('prepared');
await services.tasks.approve(callerOf(reviewer.id), prepared.id, once('approved'));
say('approved');

/** Signs what waits, whatever it is by now. */
async function signAll({ id, sign: asked }: SigningAnswer): Promise<void> {
  for (const { transactionId, stage, message } of asked) {
    const signature = sign('sha256', Buffer.from(message, 'base64url'), key).toString('base64url');
    await services.signings.sign(callerOf(preparer.id), id, {
      signatures: [{ transactionId, stage, signature }],
    });
    say(stage);
  }
}

let task = await services.tasks.get(callerOf(preparer.id), prepared.id);
while (task.state === 'approved') {
  const waiting = await services.signings.list(callerOf(preparer.id), { state: 'open' });
  for (const signing of waiting) await signAll(signing);
  if (waiting.every(({ sign: asked }) => asked.length === 0)) await pause(5);
  task = await services.tasks.get(callerOf(preparer.id), prepared.id);
}

const { items } = await services.licenses.list(callerOf(preparer.id), { limit: 200, type });
const { model } = administration.licenses;
const reviewers = [...new Set(items.map(({ batch }) => batch))].map((batch) => {
  const row = model.get(`batch~${batch}`)!;
  const record = JSON.parse(row.value.toString()) as { twoPeople?: { reviewer: { officer: string } } };
  return record.twoPeople?.reviewer.officer;
});
const report: Report = {
  task,
  issued: ((task.outcome ?? { certificates: [] }) as unknown as IssueAnswer).certificates.map(({ id }) => id),
  standing: items.map(({ id }) => id),
  reviewers,
  open: (await services.signings.list(callerOf(preparer.id), { state: 'open' })).length,
};
await writeFile(reportTo, JSON.stringify(report));
await close();
