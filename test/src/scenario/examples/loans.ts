import { keys, type JsonObject, type LoanApplication } from '@hanlian/chaincode/domain';
import { registryEvidence } from '@hanlian/gateway/services/consents/evidence';
import { BANK, LoanCity } from '../../support/loan-city.js';
import type { RunningCity } from '../../support/city.js';
import { random16 } from '../../support/contracts/people.js';
import { clock, exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const cities = new WeakMap<RunningCity, Promise<LoanCity>>();

/** An enterprise and two banks that lend, once for all examples. */
export function lending({ city }: Preparation): Promise<LoanCity> {
  const here = new LoanCity(city, () => clock.now);
  const prepared = cities.get(city) ?? here.prepare().then(() => here);
  cities.set(city, prepared);
  return prepared;
}

/** What the example says, of this city's enterprise and bank. */
const applicationIn = (example: JsonObject, city: LoanCity): LoanApplication =>
  city.application({ amount: (example.statement as JsonObject).amount as string });

/** Loans from application on, with their products. */
export const loans = (preparation: Preparation): Sendings => ({
  'PUT /v1/loan-products/{bank}/{id}': () =>
    Promise.resolve({ by: 'bank-one-officer', hub: 'bank', path: `/v1/loan-products/${BANK}/first-loan` }),
  'POST /v1/loans': async () => {
    const city = await lending(preparation);
    const { documents } = city.cited();
    return {
      body: (example) => {
        const statement = applicationIn(example, city);
        return { statement, signature: city.here.enterprise.sign(statement), documents };
      },
    };
  },
  'POST /v1/loans/{id}/statements': async () => {
    const city = await lending(preparation);
    const id = await city.applied();
    return {
      path: `/v1/loans/${id}/statements`,
      body: (example) => {
        const { enterprise } = city.here;
        const own = { id, intent: random16(), key: enterprise.keyId };
        const statement = { ...(example.statement as JsonObject), ...own };
        return { bank: BANK, statement, signature: enterprise.sign(statement) };
      },
    };
  },
  'POST /v1/loans/{id}/view': async () => {
    const city = await lending(preparation);
    const id = await city.applied();
    return {
      path: `/v1/loans/${id}/view`,
      body: (example) => {
        const { enterprise } = city.here;
        const own = { id, intent: random16(), key: enterprise.keyId, bank: BANK };
        const statement = { ...(example.statement as JsonObject), ...own };
        return { statement, signature: enterprise.sign(statement) };
      },
    };
  },
  'POST /v1/loans/{id}/acts': async (): Promise<Sending> => {
    const city = await lending(preparation);
    const { id } = await city.creditPulled();
    return { by: 'bank-one-officer', hub: 'bank', path: `/v1/loans/${id}/acts` };
  },
  'POST /v1/exchange/loans': async () => {
    const city = await lending(preparation);
    const statement = applicationIn(exampleOf('POST /v1/loans'), city);
    const { licenses } = city.here.city.hub('bank').administration;
    const evidence = await registryEvidence(licenses, [
      keys.holderKey(statement.key),
      keys.department(BANK),
      keys.product(BANK, city.product),
      keys.license(statement.certificates[0]!),
    ]);
    const signature = city.here.enterprise.sign(statement);
    return {
      body: () => ({ v: 1, signed: { v: 1, statement, signature, salt: random16() }, evidence }),
    };
  },
});
