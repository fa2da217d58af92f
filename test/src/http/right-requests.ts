import { scopesOf } from '@hanlian/chaincode/domain';
import type { Endpoint } from '@hanlian/gateway/http/endpoint';
import type { OutgoingHttpHeaders } from 'node:http';
import { ISSUER, TYPE } from '../support/fake-services.js';
import type { Sent } from '../support/http-client.js';

const ID = '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5';
const DIGEST = 'A'.repeat(43);
const TASK_ID = `0000000-${'A'.repeat(22)}`;
/** What the API description shows is right. */
export const bodyOf = ({ example = {} }: Endpoint): object => example;

/** What stands in an address, by the place of its name, with the name where it has several, or by the name alone. */
const NAMES: Readonly<Record<string, string>> = {
  '/v1/transactions/{id}': 'tx-1',
  '/v1/types/{code}': TYPE,
  ...Object.fromEntries(
    ['', '/approve', '/reject', '/cancel'].map((part) => [`/v1/tasks/{id}${part}`, TASK_ID]),
  ),
  ...Object.fromEntries(
    ['', '/rotate', '/expire', '/revoke'].map((part) => [`/v1/credentials/{id}${part}`, TASK_ID]),
  ),
  ...Object.fromEntries(
    ['', '/rotate', '/delete', '/dead-letters', '/redeliver'].map((part) => [
      `/v1/webhooks/{id}${part}`,
      TASK_ID,
    ]),
  ),
  ...Object.fromEntries(
    ['', '/rows', '/rejects', '/start', '/resume', '/cancel'].map((part) => [
      `/v1/jobs/{id}${part}`,
      TASK_ID,
    ]),
  ),
  ...Object.fromEntries(['', '/cancel'].map((part) => [`/v1/reseals/{id}${part}`, TASK_ID])),
  ...Object.fromEntries(
    ['', '/acts', '/view', '/pulls'].map((part) => [`/v1/consents/{id}${part}`, 'A'.repeat(22)]),
  ),
  ...Object.fromEntries(
    [
      '',
      '/leases',
      '/check',
      ...[
        'decide',
        'escalate',
        'dispute',
        'resolve-dispute',
        'pause',
        'resume',
        'withdraw',
        'close-case',
      ].map((act) => `/${act}`),
    ].map((part) => [`/v1/grants/{id}${part}`, 'A'.repeat(22)]),
  ),
  ...Object.fromEntries(
    ['', '/acts', '/statements', '/view', '/file'].map((part) => [`/v1/loans/{id}${part}`, 'A'.repeat(22)]),
  ),
  '{bank}': ISSUER,
  '/v1/loan-standings/{id}': 'A'.repeat(22),
  '/v1/loan-products/{bank}/{id} {id}': 'quick-loan',
  '/v1/consents/{id}/pulls/{window}/{slot}/report.pdf {id}': 'A'.repeat(22),
  ...Object.fromEntries(
    ['claims/{id}', 'claims/{id}/acts', 'approvals/{id}', 'approvals/{id}/confirm'].map((path) => [
      `/v1/subsidy/${path}`,
      'A'.repeat(22),
    ]),
  ),
  '{programme}': 'relief-2027',
  '{window}': 'term',
  '{slot}': '1',
  '/v1/sharing/queries/{id}': 'A'.repeat(22),
  '/v1/sharing/onward/{id}': 'A'.repeat(22),
  '/v1/callers/{id}': 'market-clerk',
  '/v1/callers/{id}/disable': 'market-clerk',
  '{list}': 'resources',
  '/v1/status-lists/{department}/{list}/{purpose} {list}': '0',
  '{group}': '307001',
  '{item}': '0001',
  '/v1/log/tile/{path*}': '0/000.p/1',
  '{older}': '1',
  '{newer}': '2',
  '{transactionId}': 'ab'.repeat(32),
  '/v1/signings/{id}': 'A'.repeat(22),
  '/v1/signings/{id}/signatures': 'A'.repeat(22),
  '/v1/signings/{id}/cancel': 'A'.repeat(22),
  '/v1/holder-keys/{id}': DIGEST,
  '/v1/findings/{id}': 'A'.repeat(22),
  '/v1/findings/{id}/answers': 'A'.repeat(22),
  '{id}': ID,
  '{subject}': '91350100M000100Y43',
  '{entry}': 'A'.repeat(22),
  '{number}': '1',
  '{code}': ISSUER,
  '{department}': ISSUER,
  '{type}': TYPE,
  '{key}': DIGEST,
  '{officer}': 'OFFICER1',
  '{text}': DIGEST,
  '{name}': 'stop-days',
  '{since}': '2030-01-01',
  '{year}': '2026',
  '{serial}': '40aa',
  '{issuer}': 'es256-1',
  '{root}': 'es256',
  '{request}': 'MAA=',
  '{purpose}': 'message',
  '{digest}': DIGEST,
};

/** What an address must be asked with. */
const QUERIES: Readonly<Record<string, string>> = {
  'POST /v1/uploads': `?type=${TYPE}`,
  'POST /v1/catalogue-files/{list}': `?plan=${DIGEST}`,
  'GET /v1/sharing/receipts': `?provider=${ISSUER}`,
  'GET /v1/sharing/receipts/open': `?provider=${ISSUER}`,
  'GET /v1/audit/kpi': '?from=2026-11-01&to=2026-11-30',
  'GET /v1/loan-statistics': '?from=2026-11-01&until=2026-11-30&by=bank',
};

export const queryOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string =>
  QUERIES[`${method} ${path}`] ?? '';

export const addressOf = ({ method, path }: Endpoint): string =>
  path.replaceAll(/\{\w+\*?\}/g, (name) => NAMES[`${path} ${name}`] ?? NAMES[path] ?? NAMES[name] ?? name) +
  queryOf({ method, path });

/** Someone who holds the scope. */
export const keyFor = ({ scope }: Endpoint): OutgoingHttpHeaders => {
  if (scope === 'public') return {};
  const role = (['clerk', 'auditor', 'registrar', 'operator', 'officer'] as const).find((each) =>
    scopesOf(each).has(scope),
  );
  return { Authorization: `Bearer ${role}` };
};

/** A request of the endpoint that is right, but for what a test changes. */
export const requestOf = (endpoint: Endpoint, headers: OutgoingHttpHeaders = {}): Sent => ({
  method: endpoint.method,
  path: addressOf(endpoint),
  headers: {
    ...keyFor(endpoint),
    ...(endpoint.idempotent && { 'Idempotency-Key': 'key' }),
    ...(endpoint.body && { 'Content-Type': endpoint.takes ?? 'application/json' }),
    ...(endpoint.takesFile && { 'Content-Type': 'text/csv' }),
    ...headers,
  },
  ...(endpoint.body && { body: JSON.stringify(bodyOf(endpoint)) }),
  ...(endpoint.takesFile && { body: '名称\n' }),
});
