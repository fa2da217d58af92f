import type { JsonObject } from '@hanlian/chaincode/domain';
import type { RunningCity } from '../../support/city.js';
import { random16 } from '../../support/contracts/people.js';
import { OperatingCity } from '../../support/operating-city.js';
import { PROVIDER } from '../../support/sharing-city.js';
import type { Preparation, Sending, Sendings } from './helper.js';
import { sharing } from './queries.js';

const made = new WeakMap<RunningCity, Promise<OperatingCity>>();

/** The operator of their data, once for all examples. */
function operating(city: Preparation): Promise<OperatingCity> {
  const prepared = made.get(city.city) ?? prepare(city);
  made.set(city.city, prepared);
  return prepared;
}

async function prepare(city: Preparation): Promise<OperatingCity> {
  const one = new OperatingCity(await sharing(city));
  await one.prepare();
  return one;
}

/** What an operator of public data hands on to the first bank. */
export const onward = (city: Preparation): Sendings => ({
  'POST /v1/sharing/onward': async (): Promise<Sending> => {
    const one = await operating(city);
    const grant = await one.grant();
    const queries = [await one.released(grant)];
    const body = (example: JsonObject): JsonObject => ({
      ...{ ...example, id: random16(), grant, queries },
      recipient: city.named('bank-one-officer').department,
    });
    return { key: one.clerk.key, hub: 'bank', body };
  },
  'POST /v1/sharing/onward/confirmations': async (): Promise<Sending> => {
    const one = await operating(city);
    const grant = await one.grant();
    const answer = await one.handOn(grant, [await one.released(grant)]);
    const receipt = answer.body['receipt'] as { readonly record: JsonObject };
    const body = { receipt, product: receipt.record['product'] } as JsonObject;
    return { by: 'bank-one-officer', hub: 'bank', body: () => body };
  },
  'POST /v1/exchange/onward': async (): Promise<Sending> => {
    const one = await operating(city);
    const grant = await one.grant();
    const answer = await one.handOn(grant, [await one.released(grant)]);
    const { receipt } = answer.body as { receipt: JsonObject };
    return { body: (example) => ({ ...example, to: PROVIDER, receipt }) };
  },
});
