import {
  canonicalize,
  sharingBytes,
  utf8Encode,
  type ConsentStatement,
  type JsonObject,
  type PullQuestion,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { ENTERPRISE } from '../../fabric/told-credit.js';
import { licenceFor } from '../../support/business-licence.js';
import { ConsentingCity } from '../../support/consents.js';
import { random16 } from '../../support/contracts/people.js';
import { endingLetter } from '../../support/ending-letter.js';
import { DAY, exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const OFFICE = DEPARTMENTS.credit.code;
const BANK = DEPARTMENTS.bankOne.code;

/** Signs the statement of an example once it names what this city knows. */
export const signedBy =
  ({ enterprise }: ConsentingCity, changes: JsonObject) =>
  (example: JsonObject): JsonObject => {
    const own = { intent: random16(), holderKey: enterprise.keyId, ...changes };
    const statement = { ...(example.statement as JsonObject), ...own };
    return { statement, signature: enterprise.sign(statement) };
  };

const consentBody = (here: ConsentingCity): ((example: JsonObject) => JsonObject) =>
  signedBy(here, { id: random16(), provider: OFFICE, recipient: BANK, agreement: here.agreement });

async function prepared({ city }: Preparation): Promise<ConsentingCity> {
  const here = new ConsentingCity(city, () => DAY);
  await here.prepare();
  return here;
}

/** The id of a consent to the first bank, and the city it was given in. */
async function given(city: Preparation): Promise<{ here: ConsentingCity; id: string }> {
  const here = await prepared(city);
  const body = consentBody(here)(exampleOf('POST /v1/consents'));
  await city.ask('market-clerk', '/v1/consents', body);
  return { here, id: (body.statement as unknown as ConsentStatement).id };
}

/** The letter of the example, as the bank's hub sends it about a consent. */
async function letter({ city }: Preparation, id: string, example: JsonObject): Promise<JsonObject> {
  const { keys } = city.hub('bank').administration.exchange;
  const { id: key } = await keys.of(BANK);
  const message = example.message as unknown as PullQuestion;
  const statement = {
    ...message.pull.statement,
    id,
    intent: random16(),
    provider: OFFICE,
    recipient: BANK,
    recipientKey: key,
  };
  const pull = { statement, signature: await keys.sign(BANK, sharingBytes(statement)) };
  const own = { ...message, from: BANK, to: OFFICE, key, nonce: random16(), pull };
  return {
    message: own as unknown as JsonObject,
    signature: await keys.sign(BANK, utf8Encode(canonicalize(own))),
  };
}

/** What an enterprise signs with its bound key, and what its bank asks for by it. */
export const consents = (city: Preparation): Sendings => {
  const ofConsent = (operation: string) => async (): Promise<Sending> => {
    const { here, id } = await given(city);
    return { path: `/v1/consents/${id}/${operation}`, body: signedBy(here, { id }) };
  };
  return {
    'POST /v1/consents': async () => ({ body: consentBody(await prepared(city)) }),
    'POST /v1/consents/{id}/acts': ofConsent('acts'),
    'POST /v1/consents/{id}/view': ofConsent('view'),
    'POST /v1/consents/{id}/pulls': async () => {
      const { id } = await given(city);
      return { by: 'bank-one-officer', hub: 'bank', path: `/v1/consents/${id}/pulls` };
    },
    'POST /v1/exchange/pulls': async () => {
      const { id } = await given(city);
      const body = await letter(city, id, exampleOf('POST /v1/exchange/pulls'));
      return { body: () => body };
    },
    'POST /v1/exchange/endings': async () => {
      const { id } = await given(city);
      const { certificates } = await city.ask('market-clerk', '/v1/licenses', licenceFor(ENTERPRISE));
      const [{ id: licence }] = certificates as [{ id: string }];
      await city.ask(
        'market-clerk',
        `/v1/licenses/${licence}/annul`,
        exampleOf('POST /v1/licenses/{id}/annul'),
      );
      const letter = await endingLetter(city.city, id, licence, { issuedAt: DAY / 1000 });
      return { hub: 'bank', body: () => ({ ...letter }) };
    },
  };
};
