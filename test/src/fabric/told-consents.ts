import {
  addDays,
  applicationDigest,
  canonicalize,
  dateOfInstant,
  generateUscc,
  type FeedEvent,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { licenceFor } from '../support/business-licence.js';
import type { Answer, RunningCity } from '../support/city.js';
import { ConsentingCity } from '../support/consents.js';
import { random16 } from '../support/contracts/people.js';
import { eventually } from '../support/eventually.js';
import { allLevel, withCheckpoints } from '../support/level.js';
import { penaltyOf, registrationOf } from './told-credit.js';
import type { Told } from './told.js';

/** An enterprise no other story speaks of. */
const SUBJECT = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000779' });
const BANK = DEPARTMENTS.bankOne.code;
const basis = { law: '市场主体登记管理条例第四十六条', document: '示例市监〔2026〕41号' };
const ASKED = { purpose: 'credit-approval', fields: ['penalty'] };

/** What an enterprise lets its bank see, what the bank gets by it, and of what it hears unasked. */
export async function tellConsents(city: RunningCity): Promise<Told[]> {
  const told: Told[] = [];
  const here = new ConsentingCity(city, Date.now, SUBJECT);
  await here.prepare();
  const tell = async (step: string, asking: Promise<Answer> | Answer): Promise<JsonObject> => {
    const { status, body } = await asking;
    const { report, ...others } = body;
    told.push({ step, status, body: others });
    await allLevel(city);
    return report === undefined ? body : (report as JsonObject);
  };
  const ask = (step: string, by: string, path: string, body?: object): Promise<JsonObject> =>
    tell(step, city.ask(here.named(by), path, body));
  const publish = (step: string, ...entries: JsonObject[]): Promise<JsonObject> =>
    ask(step, 'market-clerk', '/v1/credit/entries', { entries });

  const penalty = (number: number, severity: string): JsonObject =>
    penaltyOf(`示例市监罚〔2026〕9${number}号`, addDays(dateOfInstant(now()), -1), {
      subject: SUBJECT,
      severity,
    });
  await publish('its registration', registrationOf(SUBJECT));
  await publish('a penalty', penalty(1, 'general'));

  const consent = here.statement({
    ...{ provider: DEPARTMENTS.credit.code, fields: ASKED.fields },
    pulls: { limit: 2, per: 'term' },
  });
  const at = `/v1/consents/${consent.id}`;
  await tell('give a consent', here.give(consent));
  await tell('give it again', here.give(consent));
  told.push({ step: 'the bank finds it on the ledger', status: 0, body: await listed(here, consent.id) });
  await ask('another bank asks for it', 'bank-two-officer', at);
  await ask('a source department asks for it', 'police-clerk', at);

  const [number, salt] = ['LN-2026-000779', random16()];
  const application = applicationDigest(nodeHashes.sha256, salt, number);
  const pull = (by: string, more: object = {}): Promise<Answer> =>
    city.ask(here.named(by), `${at}/pulls`, { ...ASKED, application, ...more });
  await tell('another bank pulls', pull('bank-two-officer'));
  await tell('pull for another purpose', pull('bank-one-officer', { purpose: 'marketing' }));
  await tell('pull another field', pull('bank-one-officer', { fields: ['contract'] }));
  await tell('pause it', here.act(consent.id, 'pause', 0));
  await tell('pull while it is paused', pull('bank-one-officer'));
  await tell('resume it', here.act(consent.id, 'resume', 1));
  const raced = await withCheckpoints(city, () =>
    Promise.all(Array.from({ length: 4 }, () => pull('bank-one-officer'))),
  );
  const outcomes = raced.map(({ status, body }) => `${status} ${(body.slot ?? body.code) as string}`).sort();
  told.push({ step: 'four pulls of two at once', status: 0, body: outcomes });
  await allLevel(city);
  const { report } = raced.find(({ status }) => status === 200)!.body;
  const file = Buffer.from(canonicalize(report!)).toString('base64');
  const judged = await city.ask('auditor', '/v1/verifications', {
    ...{ file, audience: BANK, application: { number, salt } },
  });
  const { verdict, checks } = judged.body as { verdict: string; checks: { code: string }[] };
  told.push({
    step: 'verify it',
    status: judged.status,
    body: { verdict, codes: checks.map(({ code }) => code) },
  });
  await tell('the enterprise looks', here.post(`${at}/view`, here.question(consent.id), here.enterprise));

  const licence = await ask('its licence', 'market-clerk', '/v1/licenses', licenceFor(SUBJECT));
  const [{ id: certificate }] = licence.certificates as [{ id: string }];
  await publish('a serious penalty', penalty(2, 'serious'));
  await ask('revoke its licence', 'market-clerk', `/v1/licenses/${certificate}/revoke`, { basis });
  told.push({ step: 'what the bank hears', status: 0, body: await heardOf(here, certificate) });
  await tell('withdraw it', here.act(consent.id, 'withdraw', 2));
  await tell('pull once it is withdrawn', pull('bank-one-officer'));
  return told;
}

async function listed(here: ConsentingCity, id: string): Promise<JsonObject> {
  return eventually(async () => {
    const { body } = await here.city.ask(here.named('bank-one-officer'), '/v1/consents?limit=200');
    const found = (body.items as JsonObject[]).find((item) => item.id === id);
    if (found === undefined) throw new Error('not found yet');
    return found;
  });
}

/** What a bank is told unasked, once it has been told of the end of a licence. */
async function heardOf(here: ConsentingCity, certificate: string): Promise<JsonObject[]> {
  const bank = here.named('bank-one-officer');
  return eventually(async () => {
    const { body } = await here.city.ask(bank, '/v1/events?after=0&limit=200');
    const events = (body.items as unknown as FeedEvent[])
      .filter(({ type, data }) => (data.subject ?? SUBJECT) === SUBJECT && /serious|ended/.test(type))
      .map(({ type, data }): JsonObject => ({ type, ...data }));
    if (!events.some((event) => event.certificate === certificate)) throw new Error('not told yet');
    return events;
  });
}

const now = (): number => Math.floor(Date.now() / 1000);
