import type { EvidenceDocument } from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { setTimeout as pause } from 'node:timers/promises';
import { callerOf } from '../support/answers.js';
import type { RunningCity } from '../support/city.js';
import { permitFor } from '../support/permit.js';
import {
  sealRenewed,
  sealStolen,
  settledReseal,
  verdictOffline,
  verdictOnline,
} from '../support/stolen-seals.js';
import { allCaughtUp, type Told } from './told.js';

const basis = { law: '建筑法第七条', document: '示例建〔2026〕5号' };
const order = { basis: { law: '电子签名法第十五条', document: '示例建发〔2026〕9号' } };

/**
 * How a department whose types take two people seals anew what a stolen key sealed: what its document proves before the
 * theft, after it, and again. Besides it the department may have what the sample city begins with, and nothing else.
 */
export async function tellReseal(city: RunningCity): Promise<Told[]> {
  const told: Told[] = [];
  const department = DEPARTMENTS.housing.code;
  const { preparer, reviewer } = clerksOf(department);
  const [one, two] = [callerOf(city, preparer.id), callerOf(city, reviewer.id)];
  const ask = async (
    step: string,
    caller: SampleCallerKey,
    path: string,
    body?: object,
    shown: (answer: JsonObject) => unknown = (answer) => answer,
  ): Promise<JsonObject> => {
    await allCaughtUp(city);
    const answer = await city.ask(caller, path, body);
    told.push({ step, status: answer.status, body: shown(answer.body) });
    return answer.body;
  };
  const tellProof = async (step: string, document: JsonObject): Promise<void> => {
    await allCaughtUp(city);
    const evidence = document as unknown as EvidenceDocument;
    const body = [await verdictOffline(city, evidence), await verdictOnline(city, evidence)];
    told.push({ step, status: 0, body });
  };

  const permit = { type: TYPES.constructionPermit.code, basis, certificates: [permitFor()] };
  const prepared = await ask('prepare a permit', one, '/v1/licenses', permit);
  const { outcome } = await ask('issue it', two, `/v1/tasks/${prepared.id as string}/approve`, {});
  const [{ id }] = (outcome as { certificates: [{ id: string }] }).certificates;
  const before = await ask('its document', one, `/v1/licenses/${id}/document`);
  await tellProof('what it proves', before);

  const since = await nextSecond();
  await sealStolen(city, department, { now: Date.now(), since });
  await tellProof('what it proves once the key is known as stolen', before);
  await ask('seal anew without the next key', one, '/v1/reseals', order);
  await sealRenewed(city, department, Date.now());
  await nextSecond();

  const task = await ask('prepare to seal anew', one, '/v1/reseals', order);
  const approval = `/v1/tasks/${task.id as string}/approve`;
  await ask('approve it alone', one, approval, {});
  // The job may be at work by now, or not yet.
  const { outcome: job } = await ask('approve it with the second', two, approval, {}, ({ state }) => state);
  const done = await settledReseal(city, (job as { id: string }).id, one);
  told.push({ step: 'its end', status: 200, body: done });
  const after = await ask('its document sealed anew', one, `/v1/licenses/${id}/document`);
  await tellProof('what it proves again', after);
  await tellProof('what the former proves', before);
  await ask('its state', one, `/v1/licenses/${id}`);
  const stranger = callerOf(city, 'market-clerk');
  await ask('ask as another department', stranger, `/v1/reseals/${done.id as string}`);
  const acts = `/v1/audit/acts?department=${department}&limit=200`;
  await ask('audit', callerOf(city, 'auditor'), acts, undefined, resealsOf);
  return told;
}

/** What was sealed anew and by whom, as the audit list has it; batches are sealed in the order of their drawn names. */
const resealsOf = ({ items }: JsonObject): string[] =>
  (items as Record<string, string>[])
    .filter(({ operation }) => operation === 'license.reseal')
    .map(
      ({ type, count, person, reviewer = 'alone', law }) => `${type} ${count} ${person} ${reviewer} ${law}`,
    )
    .sort();

/** Waits until the clock is at the next whole second, which keys and their thefts are dated by, and answers it. */
async function nextSecond(): Promise<number> {
  const next = Math.floor(Date.now() / 1000) * 1000 + 1000;
  while (Date.now() < next) await pause(next - Date.now());
  return next;
}
