import { ConsentingCity } from '../../support/consents.js';
import { NEIGHBOUR, PROVIDER, queryOf } from '../../support/sharing-city.js';
import { signedBy } from './consents.js';
import { DAY, type Preparation, type Sending, type Sendings } from './helper.js';
import { sharing } from './queries.js';

/** An enterprise with a key that is bound, asking the hub of the department that has its data. */
async function enterprise({ city }: Preparation): Promise<ConsentingCity> {
  const here = new ConsentingCity(city, () => DAY);
  await here.bind(here.enterprise);
  return here;
}

/** What an enterprise sends about the accesses to its own data. */
export const accesses = (city: Preparation): Sendings => ({
  'POST /v1/accesses/view': async (): Promise<Sending> => ({
    body: signedBy(await enterprise(city), { audience: PROVIDER }),
  }),
  'POST /v1/accesses/objections': async (): Promise<Sending> => {
    const grant = await (await sharing(city)).grant();
    const { id } = await city.ask('housing-clerk', '/v1/sharing/queries', queryOf(grant));
    const about = { audience: PROVIDER, requester: NEIGHBOUR, query: id as string };
    return { body: signedBy(await enterprise(city), about) };
  },
});
