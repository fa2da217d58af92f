import {
  partCommitment,
  receiptBytes,
  receiptDigest,
  type Acknowledgement,
  type Grant,
  type JsonObject,
  type QueryQuestion,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { RunningCity } from '../../support/city.js';
import { random16 } from '../../support/contracts/people.js';
import {
  MATTER,
  NEIGHBOUR,
  PROVIDER,
  PURPOSE,
  queryOf,
  RESOURCE,
  SharingCity,
  STRANGER,
} from '../../support/sharing-city.js';
import { DAY, exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const { sha256 } = nodeHashes;
const made = new WeakMap<RunningCity, Promise<SharingCity>>();

/** The departments that share, once for all examples. */
export function sharing({ city }: Preparation): Promise<SharingCity> {
  const here = new SharingCity(city, () => DAY);
  const prepared = made.get(city) ?? here.prepare().then(() => here);
  made.set(city, prepared);
  return prepared;
}

const asked = { purpose: PURPOSE, matter: MATTER };

/** The letter of the example, as the auditor's hub would send it under a grant. */
async function letter(city: Preparation, grant: Grant['id']): Promise<JsonObject> {
  const { keys } = city.city.hub('auditor').administration.exchange;
  const { asked: said, opening } = exampleOf('POST /v1/exchange/queries') as unknown as QueryQuestion;
  const query = {
    ...said.query,
    ...asked,
    id: random16(),
    grant,
    requester: STRANGER,
    key: (await keys.of(STRANGER)).id,
    provider: PROVIDER,
    resource: RESOURCE,
    subject: partCommitment(sha256, opening.subject),
    reason: partCommitment(sha256, opening.reason),
    issuedAt: DAY / 1000,
  };
  const signature = await keys.sign(STRANGER, receiptBytes(query));
  return { v: 1, asked: { query, signature }, opening };
}

/** The word of the department that asked, for a release it was given. */
async function acknowledgement(city: Preparation, release: SignedReceipt): Promise<JsonObject> {
  const { keys } = city.city.hub('bureau').administration.exchange;
  const { record } = release;
  const said: Acknowledgement = {
    v: 1,
    kind: 'acknowledgement',
    provider: PROVIDER,
    requester: NEIGHBOUR,
    query: 'query' in record ? record.query : '',
    release: receiptDigest(sha256, release),
    key: (await keys.of(NEIGHBOUR)).id,
    issuedAt: DAY / 1000,
  };
  return { acknowledgement: said, signature: await keys.sign(NEIGHBOUR, receiptBytes(said)) };
}

/** What is asked under a grant; the market department's source is the file of `sharing-sources.json`. */
export const queries = (city: Preparation): Sendings => ({
  'POST /v1/sharing/queries': async (): Promise<Sending> => {
    const grant = await (await sharing(city)).grant();
    return { by: 'housing-clerk', body: (example) => ({ ...example, ...asked, id: random16(), grant }) };
  },
  'POST /v1/exchange/queries': async (): Promise<Sending> => {
    const grant = await (await sharing(city)).grant({}, STRANGER);
    const body = await letter(city, grant);
    return { body: () => body };
  },
  'POST /v1/exchange/acknowledgements': async (): Promise<Sending> => {
    const grant = await (await sharing(city)).grant();
    const answer = await city.ask('housing-clerk', '/v1/sharing/queries', queryOf(grant));
    const body = await acknowledgement(city, answer.release as unknown as SignedReceipt);
    return { body: () => body };
  },
});
