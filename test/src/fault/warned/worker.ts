import { writeSync } from 'node:fs';
import { addDays, dateOfInstant } from '@hanlian/chaincode/domain';
import { penaltyOf } from '../../fabric/told-credit.js';
import { callerOf, made } from '../../support/answers.js';
import { runCity } from '../../support/city.js';
import { eventually } from '../../support/eventually.js';

const STDOUT = 1;
const NOWHERE = 'http://127.0.0.1:9';
const [, , data = '', document = '', certificate = '', isDown] = process.argv;

const say = (what: string): void => void writeSync(STDOUT, `${what}\n`);

const city = await runCity(data);
const clerk = callerOf(city, 'market-clerk');
const bureau = city.hub('bureau').administration;
if (isDown === 'down') bureau.exchange.peers.meet(city.hub('bank').mspId, NOWHERE);

const yesterday = addDays(dateOfInstant(Math.floor(Date.now() / 1000)), -1);
const entry = penaltyOf(document, yesterday, { severity: 'serious' });
made(await city.ask(clerk, '/v1/credit/entries', { entries: [entry] }));
const basis = { law: '行政许可法第六十九条', document };
made(await city.ask(clerk, `/v1/licenses/${certificate}/revoke`, { basis }));
say('written');
const { store } = bureau.licenses;
await eventually(async () => {
  const waiting = await store.keys({ gte: 'ending~', lt: 'ending~~' }).all();
  if (waiting.length === 0) throw new Error('no letter waits');
});
say('queued');
// Until it is killed.
setInterval(() => undefined, 1000);
