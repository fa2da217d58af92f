import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { Answer, RunningCity } from '../support/city.js';
import { random16 } from '../support/contracts/people.js';
import { allLevel } from '../support/level.js';
import { OperatingCity, OPERATOR } from '../support/operating-city.js';
import {
  MATTER,
  NEIGHBOUR,
  PROVIDER,
  PURPOSE,
  queryOf,
  SharingCity,
  STRANGER,
} from '../support/sharing-city.js';
import { auditFolder } from '../day/audited.js';
import { exportEvidence, receiptsOf } from '../day/evidence.js';
import type { Told } from './told.js';

const DAY_MS = 86_400_000;
const basis = { law: '政务数据共享条例', document: '示例数函〔2026〕19号' };

/** Who gets whose data: what is asked for and granted, released and refused, withdrawn, and what an audit of it all says. */
export async function tellSharing(city: RunningCity, files: string): Promise<Told[]> {
  const told: Told[] = [];
  const here = new SharingCity(city);
  await here.prepare();
  await allLevel(city);
  const tell = async (step: string, asking: Promise<Answer>): Promise<JsonObject> => {
    const { status, body } = await asking;
    told.push({ step, status, body });
    await allLevel(city);
    return body;
  };
  const ask = (step: string, by: string, path: string, body?: object): Promise<JsonObject> =>
    tell(step, city.ask(here.named(by), path, body));
  const request = (step: string, by: string, more: object = {}): Promise<JsonObject> =>
    ask(step, by, '/v1/grants', { ...requestOf(here.agreement), ...more });
  const query = (
    step: string,
    grant: unknown,
    by = 'housing-clerk',
    more: object = {},
  ): Promise<JsonObject> => ask(step, by, '/v1/sharing/queries', queryOf(grant as string, more));

  await request('ask for more than the demand says', 'housing-clerk', { purpose: '商业营销' });
  const { id } = await request('a grant', 'housing-clerk');
  const { id: foreign } = await request('a grant for another hub', 'audit-clerk');
  const once = random16();
  await query('a query', id, 'housing-clerk', { id: once });
  await query('the same query again', id, 'housing-clerk', { id: once });
  await query('a field beyond the grant', id, 'housing-clerk', { fields: ['name', 'capital'] });
  await query('another purpose', id, 'housing-clerk', { purpose: '商业营销' });
  await query('under the grant of another', foreign);
  await query('a query from another hub', foreign, 'audit-clerk');
  for (const [act, revision] of [
    ['pause', 0],
    ['resume', 1],
    ['withdraw', 2],
  ] as const) {
    const body = { basis, expectedRevision: revision };
    await ask(`${act} it as its requester`, 'housing-clerk', `/v1/grants/${id as string}/${act}`, body);
    await ask(`${act} it`, 'market-clerk', `/v1/grants/${id as string}/${act}`, body);
    await query(`a query after ${act}`, id);
  }
  const operator = await tellOperating(here, tell);
  for (const hub of ['bureau', 'auditor', 'bank'] as const) {
    await city.hub(hub).administration.sharing.turn();
    await allLevel(city);
  }
  for (const requester of [NEIGHBOUR, STRANGER]) {
    const pair = `provider=${PROVIDER}&requester=${requester}`;
    await ask('what still waits', 'market-clerk', `/v1/sharing/receipts/open?${pair}`);
  }
  await ask('who read', 'market-clerk', `/v1/audit/accesses?grant=${id as string}`);
  const provider = { code: PROVIDER, caller: here.named('market-clerk') };
  await exportEvidence(city, [provider, operator], files);
  const { report } = await auditFolder(files, [provider, operator].map(receiptsOf));
  const { counts, violations, verdict } = report;
  told.push({ step: 'the audit', status: 0, body: { counts, violations, verdict } });
  return told;
}

type Tell = (step: string, asking: Promise<Answer>) => Promise<JsonObject>;

/** What an operator of public data hands on, within its grant and beyond; whose receipts the auditor is handed too. */
async function tellOperating(
  here: SharingCity,
  tell: Tell,
): Promise<{ readonly code: string; readonly caller: SampleCallerKey }> {
  const { city } = here;
  const operating = new OperatingCity(here);
  await operating.prepare();
  await allLevel(city);
  const grant = await operating.grant();
  await allLevel(city);
  const { id } = await tell('a query of an operator', operating.ask(grant));
  const queries = [id as string];
  const { receipt } = (await tell('a product', operating.handOn(grant, queries))) as { receipt: JsonObject };
  const elsewhere = { recipient: STRANGER };
  await tell('a product for another hub', operating.handOn(grant, queries, elsewhere));
  const stranger = { recipient: OPERATOR.code };
  await tell('a product for whom the grant does not name', operating.handOn(grant, queries, stranger));
  await tell('with more than was released', operating.handOn(grant, queries, { fields: ['capital'] }));
  const { product } = receipt['record'] as { product: string };
  const bank = here.named('bank-one-officer');
  const confirm = city.ask(bank, '/v1/sharing/onward/confirmations', { receipt, product });
  await tell('its confirmation', confirm);
  return { code: OPERATOR.code, caller: operating.clerk };
}

const instant = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length)}Z`;

const requestOf = (agreement: string): JsonObject => ({
  demand: 'D1',
  fields: ['name', 'status'],
  purpose: PURPOSE,
  matter: MATTER,
  basis,
  since: instant(Date.now()),
  until: instant(Date.now() + 30 * DAY_MS),
  quota: { limit: 100, per: 'term' },
  rate: 100,
  networks: ['127.0.0.0/8'],
  mode: 'query',
  keepDays: 30,
  agreement,
});
