import type { JsonObject } from '@hanlian/chaincode/domain';
import { addDays, addMonths, dateOfInstant } from '@hanlian/chaincode/domain';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { omit } from '@hanlian/gateway/omit';
import { Recipients } from '@hanlian/gateway/services/credit/recipients';
import { callerOf } from '../support/answers.js';
import type { RunningCity } from '../support/city.js';
import { allCaughtUp, type Told } from './told.js';

export const ENTERPRISE = '91350100M000100Y43';
export const HEIR = '91110000600037341L';
const basis = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };
const DIGEST = 'A'.repeat(43);

const MARKET = DEPARTMENTS.market;

export const registrationOf = (subject: string): JsonObject => ({
  subject,
  category: 'registration',
  document: `登记〔2020〕${subject.slice(-4)}号`,
  decidedAt: '2020-05-06',
  fields: { subjectName: '示例食品有限公司', kind: '有限责任公司', authority: MARKET.name.zh },
});

/** A penalty of so many days ago. */
export const penaltyOf = (document: string, decidedAt: string, change: JsonObject = {}): JsonObject => ({
  subject: ENTERPRISE,
  category: 'penalty',
  document,
  decidedAt,
  severity: 'general',
  fields: {
    subjectName: '示例食品有限公司',
    conduct: '经营超过保质期的食品',
    facts: '货架上有三袋超过保质期的糕点',
    legalBasis: '食品安全法第一百二十四条',
    kind: '罚款',
    content: '罚款二千元',
    fine: '200000',
    authority: MARKET.name.zh,
  },
  ...change,
});

/** A list without what other stories left on the same network. */
function ofThisStory(body: JsonObject): JsonObject {
  if (!Array.isArray(body.items)) return body;
  const items = body.items as readonly JsonObject[];
  return { ...body, items: items.filter(({ subject }) => subject === ENTERPRISE || subject === HEIR) };
}

/** The life of two penalties, told by the hub: published, corrected, disputed, repaired, and what follows from it. */
export async function tellCredit(city: RunningCity): Promise<Told[]> {
  const told: Told[] = [];
  const { preparer } = clerksOf(MARKET.code);
  const source = callerOf(city, preparer.id);
  const stranger = callerOf(city, clerksOf(DEPARTMENTS.land.code).preparer.id);
  const office = callerOf(city, 'credit-clerk');
  const bank = callerOf(city, 'bank-one-officer');
  const today = dateOfInstant(Math.floor(Date.now() / 1000));
  const ask = async (
    step: string,
    caller: SampleCallerKey,
    path: string,
    body?: object,
  ): Promise<JsonObject> => {
    await allCaughtUp(city);
    const answer = await city.ask(caller, path, body);
    told.push({ step, status: answer.status, body: ofThisStory(answer.body) });
    return answer.body;
  };
  const publish = (step: string, ...entries: JsonObject[]): Promise<JsonObject> =>
    ask(step, source, '/v1/credit/entries', { entries });

  const long = penaltyOf('示例市监罚〔2026〕1号', addMonths(today, -4));
  const recent = penaltyOf('示例市监罚〔2026〕2号', addDays(today, -1));
  await publish('a penalty for an enterprise nobody registered', long);
  await publish('its registration', registrationOf(ENTERPRISE));
  await publish('a penalty of tomorrow', penaltyOf('示例市监罚〔2026〕3号', addDays(today, 1)));
  await publish('a penalty that does not say how grave', omit(recent, 'severity'));
  const { entries } = await publish('two penalties', long, recent);
  const [old, fresh] = (entries as { entry: string }[]).map(
    ({ entry }) => `/v1/credit/entries/${ENTERPRISE}/${entry}`,
  ) as [string, string];
  const entry = old.split('/').at(-1)!;
  await publish('the same two again', long, recent);
  await publish('the same with another fine', {
    ...long,
    fields: { ...(long.fields as JsonObject), fine: '1' },
  });
  await ask('the first, late', source, old);
  await ask('the second, in time', bank, fresh);

  const facts = { ...omit(recent, 'subject', 'category', 'document'), severity: 'minor' };
  await ask('correct it as another department', stranger, `${fresh}/correct`, { basis, facts });
  await ask('correct it', source, `${fresh}/correct`, { basis, facts });
  await ask('object to it', office, `${fresh}/dispute`, { basis });
  await ask('find no ground', source, `${fresh}/resolve-dispute`, { basis, decision: 'rejected' });

  const application = { basis, evidence: [DIGEST], commitment: DIGEST, fulfilledAt: addDays(today, -30) };
  await ask('apply for its repair', office, `${old}/apply-repair`, application);
  await ask('review it before its acceptance', office, `${old}/review-repair`, { basis, decision: 'grant' });
  await ask('accept the application', source, `${old}/accept-repair`, { basis, decision: 'accept' });
  await ask('review it as the source', source, `${old}/review-repair`, { basis, decision: 'grant' });
  const { licenses } = city.hub('bureau').administration;
  await licenses.store.batch([
    new Recipients(licenses).shown({ subject: ENTERPRISE, entry }, DEPARTMENTS.bankOne.code),
  ]);
  await ask('repair it', office, `${old}/review-repair`, { basis, decision: 'grant' });
  await ask('read it as the source', source, old);
  await ask('read it as a bank', bank, old);
  const receipt = { recipient: DEPARTMENTS.bankOne.code, receipt: DIGEST };
  await ask('the bank has stopped', office, `${old}/acknowledge`, receipt);
  await ask('the bank has stopped, again', office, `${old}/acknowledge`, receipt);
  await ask('one who was never told', office, `${old}/acknowledge`, {
    ...receipt,
    recipient: DEPARTMENTS.bankTwo.code,
  });

  await ask('what is published', bank, '/v1/credit/publications');
  await ask('what is overdue', office, '/v1/credit/overdue');
  await ask('the grade', bank, `/v1/credit/enterprises/${ENTERPRISE}/grade?at=${addDays(today, -1)}`);
  await ask('evaluate', office, `/v1/credit/enterprises/${ENTERPRISE}/evaluations`, {});
  await publish('the heir', registrationOf(HEIR));
  const merger = { basis, kind: 'merger', successor: HEIR, since: addDays(today, -1) };
  await ask('a merger', office, `/v1/credit/enterprises/${ENTERPRISE}/succession`, merger);
  await ask('the record of the heir', bank, `/v1/credit/enterprises/${HEIR}/entries`);
  await publish('a penalty for who is no more', penaltyOf('示例市监罚〔2026〕4号', today));
  await ask('annul the second', source, `${fresh}/annul`, { basis });
  return told;
}
