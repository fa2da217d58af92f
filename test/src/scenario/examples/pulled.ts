import { canonicalize, utf8Encode, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made } from '../../support/answers.js';
import type { RunningCity } from '../../support/city.js';
import { ConsentingCity } from '../../support/consents.js';
import { random16, random32 } from '../../support/contracts/people.js';
import { withCheckpoints } from '../../support/level.js';
import type { Sending } from './helper.js';

const BANK = DEPARTMENTS.bankOne.code;
const OFFICE = DEPARTMENTS.credit.code;
const DAY = 24 * 60 * 60;

/** The letter by which a bank's hub asks for the PDF of a report it has pulled, in the city's own time. */
export async function reportAsked(city: RunningCity, now: number): Promise<Sending> {
  const here = new ConsentingCity(city);
  await here.prepare();
  const consent = here.statement({ provider: OFFICE, since: now - DAY, until: now + DAY, issuedAt: now });
  made(await here.give(consent));
  const { report } = await pulled(here, consent.id);
  const { keys } = city.hub('bank').administration.exchange;
  const { id: key } = await keys.of(BANK);
  const message: JsonObject = {
    v: 1,
    kind: 'report-question',
    from: BANK,
    to: OFFICE,
    key,
    nonce: random16(),
    issuedAt: now,
    report: (report as JsonObject).id as string,
  };
  const signature = await keys.sign(BANK, utf8Encode(canonicalize(message)));
  return { body: () => ({ message, signature }) };
}

async function pulled(here: ConsentingCity, id: string): Promise<JsonObject> {
  const asked = { purpose: 'credit-approval', fields: ['penalty'], application: random32() };
  const pull = (): ReturnType<RunningCity['ask']> =>
    here.city.ask(here.named('bank-one-officer'), `/v1/consents/${id}/pulls`, asked);
  return made(await withCheckpoints(here.city, pull));
}
