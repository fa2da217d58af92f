import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { permitFor } from '../../support/permit.js';
import { consents } from './consents.js';
import { credit } from './credit.js';
import { accesses } from './accesses.js';
import { findings } from './findings.js';
import { loans } from './loans.js';
import { onward } from './onward.js';
import { queries } from './queries.js';
import { subsidies } from './subsidies.js';
import { grants } from './grants.js';
import { exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const MARKET = DEPARTMENTS.market.code;
const LICENSE = '/v1/licenses/{id}';
/** Well formed, and nobody's. */
const NEW_DEPARTMENT = '11350100M000100Y4B';
const NEW_KEY = 'B'.repeat(42) + 'A';

/** An act on a new certificate, after those that must come before it. */
const acts = (city: Preparation): Sendings => {
  const after =
    (operation: string, ...before: readonly string[]) =>
    async (): Promise<Sending> => {
      const place = `/v1/licenses/${await city.issued()}`;
      for (const each of before)
        await city.ask('market-clerk', `${place}/${each}`, exampleOf(`POST ${LICENSE}/${each}`));
      return { path: `${place}/${operation}` };
    };
  const alone = [
    'suspend',
    'amend',
    'renew',
    'annul',
    'revoke',
    'deregister',
    'transfer-out',
    'inspect',
    'other',
  ];
  return {
    ...Object.fromEntries(alone.map((operation) => [`POST ${LICENSE}/${operation}`, after(operation)])),
    [`POST ${LICENSE}/sd-jwt`]: after('sd-jwt'),
    [`POST ${LICENSE}/reinstate`]: after('reinstate', 'suspend'),
    [`POST ${LICENSE}/confirm-transfer-out`]: after('confirm-transfer-out', 'transfer-out'),
    [`POST ${LICENSE}/cancel-transfer`]: after('cancel-transfer', 'transfer-out'),
  };
};

/** The interfaces in the field: with the caller's own key, about a certificate that exists. */
const inTheField = (city: Preparation): Sendings => {
  const about = (own: (id: string) => JsonObject | Promise<JsonObject>) => async (): Promise<Sending> => {
    await city.put('operator', `/v1/interface-access/${MARKET}`, {
      ...exampleOf('PUT /v1/interface-access/{department}'),
      interfaces: api.deployedInterface.options,
      addresses: ['127.0.0.0/8'],
    });
    const changes = await own(await city.issued());
    const accessToken = city.named('market-clerk').key;
    return {
      body: ({ head, data }) => ({
        head: { ...(head as JsonObject), accessToken },
        data: { ...(data as JsonObject), ...changes },
      }),
    };
  };
  return {
    'POST /queryCert': about(() => ({})),
    'POST /queryCertInfo': about((certId) => ({ certId })),
    'POST /queryCertInfoByHolderCode': about(() => ({})),
    'POST /downloadFile': about((certId) => ({ certId })),
    'POST /verifyCertInfo': about((certId) => ({ certId })),
    'POST /verifyFile': about(async (id) => ({
      file: await city.ask('market-clerk', `/v1/licenses/${id}/document`),
    })),
  };
};

/** A department that keeps its key signs what it is asked for. */
const signings = (city: Preparation, folder: string): Sendings => ({
  'POST /v1/identity': () => Promise.resolve({ by: 'drug-clerk' }),
  'POST /v1/signings/{id}/signatures': async () => {
    const line = 'req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -subj /CN=own';
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const request = execFileSync('openssl', line.split(' '), { cwd: folder, stdio: [...stdio] });
    await city.ask('market-reviewer', '/v1/identity', { name: 'own', request: request.toString() });
    const waiting = await city.ask('market-reviewer', '/v1/licenses', exampleOf('POST /v1/licenses'));
    const [{ transactionId, stage, message }] = waiting.sign as [Record<string, string>];
    const key = createPrivateKey(readFileSync(join(folder, 'key.pem')));
    const signature = sign('sha256', Buffer.from(message!, 'base64url'), key).toString('base64url');
    return {
      by: 'market-reviewer',
      path: `/v1/signings/${waiting.id as string}/signatures`,
      body: () => ({ signatures: [{ transactionId: transactionId!, stage: stage!, signature }] }),
    };
  },
});

const jobs = (city: Preparation): Sendings => ({
  'POST /v1/jobs/{id}/start': async () => ({ path: `/v1/jobs/${await city.upload('START1')}/start` }),
  // A serial that is taken between check and start stops a job that must take all rows.
  'POST /v1/jobs/{id}/resume': async () => {
    const id = await city.upload('RESUME1', 'RESUME2');
    await city.issued('RESUME1');
    await city.ask('market-clerk', `/v1/jobs/${id}/start`, {
      ...exampleOf('POST /v1/jobs/{id}/start'),
      rows: 'all',
    });
    expect((await city.settled(id)).state).to.equal('stopped');
    return { path: `/v1/jobs/${id}/resume` };
  },
});

const tasks = (city: Preparation): Sendings => ({
  'POST /v1/tasks/{id}/reject': async () => {
    const { id } = await city.ask('housing-clerk', '/v1/licenses', {
      ...exampleOf('POST /v1/licenses'),
      type: TYPES.constructionPermit.code,
      certificates: [permitFor()],
    });
    return { by: 'housing-reviewer', path: `/v1/tasks/${id as string}/reject` };
  },
});

const credentials = (city: Preparation): Sendings => {
  const own = (operation: string) => async (): Promise<Sending> => {
    const { id } = await city.ask('police-clerk', '/v1/credentials', exampleOf('POST /v1/credentials'));
    return { by: 'police-clerk', path: `/v1/credentials/${id as string}/${operation}` };
  };
  return {
    'POST /v1/credentials/{id}/rotate': own('rotate'),
    'POST /v1/credentials/{id}/expire': own('expire'),
    'POST /v1/credentials/{id}/revoke': own('revoke'),
  };
};

/** Of an institution that no event of this test concerns: nothing is sent to the address of the example. */
const webhooks = (city: Preparation): Sendings => {
  const by = 'finance-officer';
  const own = (operation: string) => async (): Promise<Sending> => {
    const { id } = await city.ask(by, '/v1/webhooks', exampleOf('POST /v1/webhooks'));
    return { by, path: `/v1/webhooks/${id as string}${operation}` };
  };
  return {
    'POST /v1/webhooks': () => Promise.resolve({ by }),
    'PUT /v1/webhooks/{id}': own(''),
    'POST /v1/webhooks/{id}/rotate': own('/rotate'),
    'POST /v1/webhooks/{id}/redeliver': own('/redeliver'),
  };
};

/** Who may call: of a department of this city. */
const callers = (city: Preparation): Sendings => {
  const ours = { department: MARKET };
  const body = (example: JsonObject): JsonObject => ({ ...example, ...ours });
  return {
    'POST /v1/callers': () => Promise.resolve({ body }),
    'PUT /v1/callers/{id}': async () => {
      const example = exampleOf('POST /v1/callers');
      const { id } = await city.ask('operator', '/v1/callers', {
        ...example,
        ...ours,
        id: 'example-changed',
      });
      return { path: `/v1/callers/${id as string}`, body };
    },
  };
};

const at = (path: string) => (): Promise<Sending> => Promise.resolve({ path });

const registry: Sendings = {
  'PUT /v1/departments/{code}': at(`/v1/departments/${NEW_DEPARTMENT}`),
  'POST /v1/departments/{code}/succession': at(`/v1/departments/${DEPARTMENTS.drug.code}/succession`),
  'PUT /v1/types/{code}': at('/v1/types/11100000MB0143028R777'),
  'PUT /v1/accreditations/{department}/{type}': at(
    `/v1/accreditations/${DEPARTMENTS.police.code}/${TYPES.foodBusiness.code}`,
  ),
  'PUT /v1/seal-keys/{department}/{key}': at(`/v1/seal-keys/${DEPARTMENTS.police.code}/${NEW_KEY}`),
  'POST /v1/seal-keys/{department}/{key}/compromise': at(
    `/v1/seal-keys/${DEPARTMENTS.police.code}/${NEW_KEY}/compromise`,
  ),
  'PUT /v1/officer-keys/{department}/{officer}': at(`/v1/officer-keys/${DEPARTMENTS.police.code}/O999`),
  'PUT /v1/holder-keys/{id}': at(`/v1/holder-keys/${NEW_KEY}`),
  'PUT /v1/agreements/{text}': at(`/v1/agreements/${NEW_KEY}`),
  'PUT /v1/rule-sets/{name}/{since}': at('/v1/rule-sets/example-days/2030-01-01'),
  'PUT /v1/calendars/{year}': at('/v1/calendars/2031'),
  'PUT /v1/interface-access/{department}': at(`/v1/interface-access/${DEPARTMENTS.police.code}`),
};

/** The requests of the authority for seals, each for a department of this city. */
const pki = (city: Preparation): Sendings => {
  const example = exampleOf('POST /v1/pki/certificates');
  const department = DEPARTMENTS.police.code;
  const body = { ...example, department };
  const certified = async (): Promise<string> => {
    const { items } = await city.ask('registrar', '/v1/pki/certificates');
    const found = (items as { serial: string; department: string }[]).find(
      (each) => each.department === department,
    );
    return found!.serial;
  };
  return {
    'POST /v1/pki/certificates': () => Promise.resolve({ body: () => body }),
    'POST /v1/pki/certificates/{serial}/renew': async () => ({
      path: `/v1/pki/certificates/${await certified()}/renew`,
    }),
    'POST /v1/pki/certificates/{serial}/revoke': async () => ({
      path: `/v1/pki/certificates/${await certified()}/revoke`,
    }),
    'POST /v1/pki/issuers/{issuer}/revoke': async () => {
      const { items } = await city.ask('operator', '/v1/pki/issuers');
      const [{ id }] = items as [{ id: string }];
      return { path: `/v1/pki/issuers/${id}/revoke` };
    },
  };
};

/** The hub that gives time stamps is the auditor's, and so is who changes its key. */
const stamps: Sendings = {
  'POST /v1/timestamps/renew': () => Promise.resolve({ by: 'audit-operator', hub: 'auditor' }),
};

/** A set that is open to the public in the sample city. */
const openData: Sendings = {
  'POST /v1/open-data/{group}/{item}': () => Promise.resolve({ path: '/v1/open-data/101001/0003' }),
};

/** For examples that need more than their own address and a caller of the right scope. */
export const sendingsIn = (city: Preparation, folder: string): Sendings => ({
  ...acts(city),
  ...inTheField(city),
  ...signings(city, folder),
  ...jobs(city),
  ...tasks(city),
  ...credentials(city),
  ...webhooks(city),
  ...callers(city),
  ...registry,
  ...pki(city),
  ...stamps,
  ...openData,
  ...credit(city),
  ...grants(city),
  ...consents(city),
  ...subsidies(city),
  ...loans(city),
  ...findings(city),
  ...queries(city),
  ...onward(city),
  ...accesses(city),
});
