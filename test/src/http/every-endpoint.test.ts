import { endpoints } from '@hanlian/gateway/endpoints/index';
import type { Endpoint } from '@hanlian/gateway/http/endpoint';
import { createServer } from '@hanlian/gateway/http/server';
import type { HttpServer, ServerOptions } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { TYPE, fakeServices } from '../support/fake-services.js';
import type { Faults } from '../support/fake-services.js';
import { send } from '../support/http-client.js';
import type { Received, Sent } from '../support/http-client.js';
import type { Services } from '@hanlian/gateway/services/types';
import { requireDeclared } from './declared.js';
import { addressOf, bodyOf, keyFor, queryOf, requestOf } from './right-requests.js';

const CERTIFICATE = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例企业' }],
  fields: {},
};

/** Makes every service fail, whichever an endpoint asks. */
function failEverything(services: Services & Faults, code: string): void {
  for (const [area, methods] of Object.entries(services)) {
    if (area === 'callers' || area === 'failNext') continue;
    for (const method of Object.keys(methods as object)) services.failNext(`${area}.${method}`, code);
  }
}

interface Case {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly applies?: (endpoint: Endpoint) => boolean;
  readonly options?: ServerOptions;
  readonly services?: (services: Services & Faults) => void;
  readonly sent: (endpoint: Endpoint) => Sent;
}

const isScoped = ({ scope }: Endpoint): boolean => scope !== 'public';
const takesJson = ({ body, takes }: Endpoint): boolean => body !== undefined && takes === undefined;
const hasBody = ({ body }: Endpoint): boolean => body !== undefined;
const isServed = ({ path }: Endpoint): boolean => path.startsWith('/v1/');

const CASES: readonly Case[] = [
  {
    title: '401 without a key',
    status: 401,
    code: 'UNAUTHENTICATED',
    applies: isScoped,
    sent: (endpoint) => ({ ...requestOf(endpoint), headers: {} }),
  },
  {
    title: '401 with a key nobody has',
    status: 401,
    code: 'UNAUTHENTICATED',
    sent: (endpoint) => requestOf(endpoint, { Authorization: 'Bearer nobody-has-this' }),
  },
  {
    title: '403 to a caller without its scope',
    status: 403,
    code: 'FORBIDDEN',
    applies: isScoped,
    sent: (endpoint) => requestOf(endpoint, { Authorization: 'Bearer nobody' }),
  },
  {
    title: '401 when the key ends while the request is on its way',
    status: 401,
    code: 'UNAUTHENTICATED',
    applies: isScoped,
    services: ({ callers }) => {
      callers.confirm = () => undefined;
    },
    sent: (endpoint) => requestOf(endpoint),
  },
  {
    title: '403 when the scope is taken away while the request is on its way',
    status: 403,
    code: 'FORBIDDEN',
    applies: isScoped,
    services: ({ callers }) => {
      callers.confirm = (caller) => ({ ...caller, scopes: new Set() });
    },
    sent: (endpoint) => requestOf(endpoint),
  },
  {
    title: '400 to an unknown query parameter',
    status: 400,
    code: 'FIELD_UNKNOWN',
    sent: (endpoint) => ({
      ...requestOf(endpoint),
      path: `${addressOf(endpoint)}${queryOf(endpoint) === '' ? '?' : '&'}surprise=1`,
    }),
  },
  {
    title: '400 without an Idempotency-Key',
    status: 400,
    code: 'IDEMPOTENCY_KEY_MISSING',
    applies: ({ idempotent }) => idempotent,
    sent: (endpoint) => ({
      ...requestOf(endpoint),
      headers: { ...keyFor(endpoint), 'Content-Type': 'application/json' },
    }),
  },
  {
    title: '400 to a body that is not JSON',
    status: 400,
    code: 'JSON_INVALID',
    applies: takesJson,
    sent: (endpoint) => ({ ...requestOf(endpoint), body: '{' }),
  },
  {
    title: '400 to an unknown field',
    status: 400,
    code: 'FIELD_UNKNOWN',
    applies: takesJson,
    sent: (endpoint) => ({
      ...requestOf(endpoint),
      body: JSON.stringify({ ...bodyOf(endpoint), isAdmin: true }),
    }),
  },
  {
    title: '413 to a body over its limit',
    status: 413,
    code: 'BODY_TOO_LARGE',
    applies: hasBody,
    sent: (endpoint) => ({ ...requestOf(endpoint), body: ' '.repeat(9 * 1024 * 1024) }),
  },
  {
    title: '415 to a body of another type',
    status: 415,
    code: 'CONTENT_TYPE_UNSUPPORTED',
    applies: (endpoint) => hasBody(endpoint) || endpoint.takesFile === true,
    sent: (endpoint) => requestOf(endpoint, { 'Content-Type': 'text/plain' }),
  },
  {
    title: '405 to a method it does not take',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    sent: (endpoint) => ({ method: 'PATCH', path: addressOf(endpoint) }),
  },
  {
    title: '429 over the rate of an address or caller',
    status: 429,
    code: 'LIMIT_REACHED',
    applies: ({ unlimited }) => unlimited !== true,
    options: { limits: { callerPerMinute: 0, anonymousPerMinute: 0 } },
    sent: (endpoint) => requestOf(endpoint),
  },
  {
    title: '503 over the number of requests worked on',
    status: 503,
    code: 'OVERLOADED',
    options: { limits: { concurrent: 0 } },
    sent: (endpoint) => requestOf(endpoint),
  },
  {
    title: '500 to a fault inside, without a word of it',
    status: 500,
    code: 'INTERNAL',
    applies: isServed,
    services: (services) => {
      failEverything(services, 'crash');
    },
    sent: (endpoint) => requestOf(endpoint),
  },
  {
    title: '503 when the ledger cannot be reached',
    status: 503,
    code: 'LEDGER_UNAVAILABLE',
    applies: isServed,
    services: (services) => {
      failEverything(services, 'LEDGER_UNAVAILABLE');
    },
    sent: (endpoint) => requestOf(endpoint),
  },
];

for (const { title, status, code, applies = () => true, options, services: prepare, sent } of CASES) {
  describe(`every endpoint answers ${title}`, () => {
    const services = fakeServices();
    let server: HttpServer;
    let url: string;

    before(async () => {
      server = createServer(services, options);
      ({ url } = await server.listen(0, '127.0.0.1'));
    });
    after(() => server.close());

    const ask = async (endpoint: Endpoint): Promise<Received> => {
      prepare?.(services);
      const request = sent(endpoint);
      const received = await send(url, request);
      requireDeclared(request, received);
      return received;
    };

    for (const endpoint of endpoints.filter(applies)) {
      it(`${endpoint.method} ${endpoint.path}`, async () => {
        const received = await ask(endpoint);
        expect(received.status, received.text).to.equal(status);
        expect(received.json).to.include({ code });
        expect(received.text).to.not.include('李明');
        expect(received.text).to.not.include('10.0.0.7');
      });
    }
  });
}

describe('every read answers 304 to who has the same already', () => {
  const services = fakeServices();
  let server: HttpServer;
  let url: string;

  before(async () => {
    server = createServer(services);
    ({ url } = await server.listen(0, '127.0.0.1'));
    const issue = endpoints.find(
      ({ path, method }) => path === '/v1/licenses' && method === 'POST',
    ) as Endpoint;
    const certificates = [{ ...CERTIFICATE, serial: '2026000001' }];
    await send(url, {
      ...requestOf(issue),
      body: JSON.stringify({ ...bodyOf(issue), type: TYPE, certificates }),
    });
  });
  after(() => server.close());

  for (const endpoint of endpoints.filter(
    ({ method, answer }) => method === 'GET' && answer.media === undefined && answer.files === undefined,
  )) {
    it(endpoint.path, async () => {
      const first = await send(url, requestOf(endpoint));
      expect(first.status, first.text).to.equal(200);
      const tag = String(first.headers.etag);
      for (const names of [tag, '*', `"1-a", W/${tag}`]) {
        const again = await send(url, requestOf(endpoint, { 'If-None-Match': names }));
        expect(again).to.include({ status: 304, text: '' });
      }
      const other = await send(url, requestOf(endpoint, { 'If-None-Match': '"9-other"' }));
      expect(other.status).to.equal(200);
    });
  }
});
