import type { JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { clock, DAY, exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const REQUEST = 'POST /v1/grants';
const GRANT = '/v1/grants/{id}';
const REQUESTER = 'housing-clerk';
const PROVIDER = 'market-clerk';
const BUREAU = 'registrar';

/** What is decided by somebody: of land registration, under the item of the demand list that asks for it. */
const CONDITIONAL = {
  demand: 'D002',
  fields: ['parcelNo', 'mortgaged'],
  purpose: '核验土地使用权权属和抵押状况',
  matter: '商品房预售许可',
};
const HOLDER = 'land-clerk';

/** Accesses for an investigation are kept from view until its case is closed. */
const INVESTIGATOR = 'police-clerk';
const INVESTIGATED = {
  department: DEPARTMENTS.police.code,
  id: 'CASE-1',
  matter: '经济犯罪案件侦查',
  purpose: '执法调查',
  resource: '101001/0001',
  fields: ['creditCode', 'entName'],
  legalBasis: '《中华人民共和国刑事诉讼法》第五十四条',
  frequency: 'irregular',
};

/** Each act by who may do it, after those that must come before. */
const ACTS: Readonly<
  Record<string, readonly [by: string, ...before: readonly (readonly [string, string])[]]>
> = {
  pause: [PROVIDER],
  resume: [PROVIDER, [PROVIDER, 'pause']],
  dispute: [REQUESTER, [PROVIDER, 'pause']],
  'resolve-dispute': [BUREAU, [PROVIDER, 'pause'], [REQUESTER, 'dispute']],
  withdraw: [REQUESTER],
};

/** Requests for data and what is done about them. */
export const grants = (city: Preparation): Sendings => {
  const requested = async (more: JsonObject = {}, by = REQUESTER): Promise<string> =>
    `/v1/grants/${(await city.ask(by, '/v1/grants', { ...exampleOf(REQUEST), ...more })).id as string}`;
  const after = (act: string) => async (): Promise<Sending> => {
    const [by, ...before] = ACTS[act]!;
    const place = await requested();
    for (const [who, what] of before) {
      await city.ask(who, `${place}/${what}`, exampleOf(`POST ${GRANT}/${what}`));
    }
    return { by, path: `${place}/${act}` };
  };
  return {
    [REQUEST]: () => Promise.resolve({ by: REQUESTER }),
    ...Object.fromEntries(Object.keys(ACTS).map((act) => [`POST ${GRANT}/${act}`, after(act)])),
    [`POST ${GRANT}/check`]: async () => ({ by: REQUESTER, path: `${await requested()}/check` }),
    [`POST ${GRANT}/decide`]: async () => ({ by: HOLDER, path: `${await requested(CONDITIONAL)}/decide` }),
    [`POST ${GRANT}/escalate`]: async () => {
      const path = `${await requested(CONDITIONAL)}/escalate`;
      clock.now = DAY + 15 * 86_400_000;
      return { by: REQUESTER, path };
    },
    [`POST ${GRANT}/close-case`]: async () => {
      const { register } = city.city.hub('bureau').administration;
      await register(INVESTIGATOR, 'catalogue:putDemands', { entries: [INVESTIGATED] });
      const { id: demand, fields, purpose, matter } = INVESTIGATED;
      const place = await requested({ demand, fields, purpose, matter }, INVESTIGATOR);
      return { by: INVESTIGATOR, path: `${place}/close-case` };
    },
  };
};
