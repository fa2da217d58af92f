import { api } from '@hanlian/chaincode/domain';
import { createServer, type HttpServer } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { fakeServices } from '../support/fake-services.js';
import { problemIn, raw } from '../support/raw-http.js';

const CLERK = 'Authorization: Bearer clerk';
const JSON_BODY = ['Content-Type: application/json', 'Content-Length: 2'];
const ID = '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5';

/** A request line, headers and body as they go over the wire; `Host` only where it is given. */
const bytesOf = (line: string, headers: readonly string[], body = ''): string =>
  `${[line, ...headers, 'Connection: close', '', ''].join('\r\n')}${body}`;

interface Case {
  readonly title: string;
  readonly line: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly status: number;
  readonly code?: string;
}

/** What a hostile or careless client sends, row by row; each is answered as anything else is. */
const CASES: readonly Case[] = [
  { title: 'no Host', line: 'GET /v1/types HTTP/1.1', headers: [], status: 400, code: 'REQUEST_MALFORMED' },
  {
    title: 'two Hosts',
    line: 'GET /v1/types HTTP/1.1',
    headers: ['Host: a', 'Host: b'],
    status: 400,
    code: 'REQUEST_MALFORMED',
  },
  {
    title: 'two content types, of which a proxy might believe the other',
    line: 'POST /v1/verifications HTTP/1.1',
    headers: ['Host: x', 'Content-Type: text/plain', ...JSON_BODY],
    body: '{}',
    status: 400,
    code: 'REQUEST_MALFORMED',
  },
  {
    title: 'two revisions to decide on',
    line: `POST /v1/licenses/${ID}/annul HTTP/1.1`,
    headers: ['Host: x', CLERK, 'If-Match: "0"', 'If-Match: "1"', 'Idempotency-Key: twice', ...JSON_BODY],
    body: '{}',
    status: 400,
    code: 'REQUEST_MALFORMED',
  },
  {
    title: 'an expectation nobody knows',
    line: 'POST /v1/verifications HTTP/1.1',
    headers: ['Host: x', 'Expect: the-moon', ...JSON_BODY],
    body: '{}',
    status: 400,
    code: 'REQUEST_MALFORMED',
  },
  { title: 'CONNECT', line: 'CONNECT bank.example:443 HTTP/1.1', status: 400, code: 'REQUEST_MALFORMED' },
  {
    title: 'TRACE, which would repeat a key',
    line: 'TRACE /v1/types HTTP/1.1',
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  { title: 'a method nobody knows', line: 'FOO /v1/types HTTP/1.1', status: 400, code: 'REQUEST_MALFORMED' },
  { title: 'OPTIONS for everything', line: 'OPTIONS * HTTP/1.1', status: 404, code: 'NOT_FOUND' },
  {
    title: 'a method by a header',
    line: 'POST /v1/types HTTP/1.1',
    headers: ['Host: x', 'X-HTTP-Method-Override: GET', 'Content-Length: 0'],
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
  },
  {
    title: 'a way out of the folder',
    line: 'GET /v1/../openapi.json HTTP/1.1',
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    title: 'an address that cannot be decoded',
    line: 'GET /v1/types/%zz HTTP/1.1',
    status: 400,
    code: 'REQUEST_MALFORMED',
  },
  { title: 'a NUL in an address', line: 'GET /v1/types/%00 HTTP/1.1', status: 400, code: 'FIELD_INVALID' },
  {
    title: 'an address of 20 KB',
    line: `GET /v1/types?x=${'a'.repeat(20_000)} HTTP/1.1`,
    status: 431,
    code: 'HEADERS_TOO_LARGE',
  },
  {
    title: 'one parameter twice',
    line: 'GET /v1/licenses?limit=1&limit=200 HTTP/1.1',
    headers: ['Host: x', CLERK],
    status: 400,
    code: 'FIELD_INVALID',
  },
  {
    title: 'a parameter as a list',
    line: 'GET /v1/licenses?limit[]=1 HTTP/1.1',
    headers: ['Host: x', CLERK],
    status: 400,
    code: 'FIELD_UNKNOWN',
  },
  {
    title: 'a parameter named __proto__',
    line: 'GET /v1/licenses?__proto__=1 HTTP/1.1',
    headers: ['Host: x', CLERK],
    status: 400,
    code: 'FIELD_UNKNOWN',
  },
  {
    title: 'two keys',
    line: 'GET /v1/tasks HTTP/1.1',
    headers: ['Host: x', CLERK, 'Authorization: Bearer auditor'],
    status: 401,
    code: 'UNAUTHENTICATED',
  },
  {
    title: 'a body in a coding we do not undo',
    line: 'POST /v1/verifications HTTP/1.1',
    headers: ['Host: x', 'Content-Type: application/json', 'Transfer-Encoding: gzip, chunked'],
    body: '0\r\n\r\n',
    status: 400,
    code: 'JSON_INVALID',
  },
  {
    title: 'a role, a department and an owner in a body that has no such field',
    line: 'POST /v1/credentials HTTP/1.1',
    headers: [
      'Host: x',
      CLERK,
      'Idempotency-Key: mass',
      'Content-Type: application/json',
      'Content-Length: 64',
    ],
    body: '{"kind":"key","name":"mine","caller":"registrar","role":"clerk"}',
    status: 400,
    code: 'FIELD_UNKNOWN',
  },
  { title: 'HTTP/1.0 without a Host', line: 'GET /health/live HTTP/1.0', headers: [], status: 200 },
  {
    title: 'another host, named to whoever builds addresses from it: nothing here does',
    line: 'GET /health/live HTTP/1.1',
    headers: ['Host: evil.example', 'X-Forwarded-Host: evil.example', 'X-Original-URL: /metrics'],
    status: 200,
  },
  {
    title: 'an upgrade to another protocol',
    line: 'GET /health/live HTTP/1.1',
    headers: ['Host: x', 'Upgrade: websocket'],
    status: 200,
  },
  {
    title: 'a body where none is taken',
    line: 'GET /health/live HTTP/1.1',
    headers: ['Host: x', 'Content-Length: 5'],
    body: 'hello',
    status: 200,
  },
];

describe('what hostile clients send is answered as anything else', () => {
  let server: HttpServer;
  let port: number;

  before(async () => {
    server = createServer(fakeServices());
    ({ port } = await server.listen(0, '127.0.0.1'));
  });
  after(() => server.close());

  for (const { title, line, headers = ['Host: x'], body, status, code } of CASES) {
    it(`${status}: ${title}`, async () => {
      const text = await raw(port, bytesOf(line, headers, body));
      expect(text).to.match(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(text).not.to.match(/evil\.example|\bat \w+.*\.[jt]s:\d+/);
      if (status < 400) return;
      expect(text).to.match(/^Content-Type: application\/problem\+json/im);
      const problem = problemIn(text);
      expect(api.problem.safeParse(problem).error).to.equal(undefined);
      expect(problem).to.include({ status, ...(code !== undefined && { code }) });
    });
  }

  it('HEAD answers with the head alone, refusals too', async () => {
    for (const [path, status] of [
      ['/v1/types', 200],
      ['/v1/nothing', 404],
    ] as const) {
      const text = await raw(port, bytesOf(`HEAD ${path} HTTP/1.1`, ['Host: x']));
      expect(text).to.match(new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\n\r\n$`));
    }
  });
});
