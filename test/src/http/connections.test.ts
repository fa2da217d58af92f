import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createServer } from '@hanlian/gateway/http/server';
import type { HttpServer, ServerOptions } from '@hanlian/gateway/http/server';
import { api } from '@hanlian/chaincode/domain';
import type { VerificationInput } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { fakeServices } from '../support/fake-services.js';
import { problemIn, raw } from '../support/raw-http.js';
import { send } from '../support/http-client.js';
import type { Received } from '../support/http-client.js';

describe('http connections', () => {
  let server: HttpServer | undefined;

  const start = async (
    options: ServerOptions = {},
    services = fakeServices(),
  ): Promise<{ port: number; url: string }> => {
    server = createServer(services, options);
    return await server.listen(0, '127.0.0.1');
  };
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const requireProblem = (text: string, status: number, code: string): void => {
    expect(text).to.match(new RegExp(`^HTTP/1.1 ${status} `));
    const problem = problemIn(text);
    expect(api.problem.safeParse(problem).error).to.equal(undefined);
    expect(problem).to.include({ status, code });
  };

  it('400: bytes that are not HTTP', async () => {
    const { port } = await start();
    requireProblem(await raw(port, 'hello\r\n\r\n'), 400, 'REQUEST_MALFORMED');
  });

  it('400: two lengths that disagree (request smuggling)', async () => {
    const { port } = await start();
    const smuggled = [
      'POST /v1/verifications HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      'Content-Length: 5',
      'Transfer-Encoding: chunked',
      '',
      '0',
      '',
      'GET /metrics HTTP/1.1',
      '',
      '',
    ].join('\r\n');
    requireProblem(await raw(port, smuggled), 400, 'REQUEST_MALFORMED');
  });

  it('400: a line break smuggled into a request id', async () => {
    const { port } = await start();
    const text = await raw(
      port,
      'GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\rSet-Cookie: b\r\n\r\n',
    );
    requireProblem(text, 400, 'REQUEST_MALFORMED');
    expect(text).to.not.match(/set-cookie/i);
  });

  it('431: headers over 16 KiB', async () => {
    const { port } = await start();
    const text = await raw(port, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`);
    requireProblem(text, 431, 'HEADERS_TOO_LARGE');
  });

  // A thousand documents were verified to the last for clients that had hung up.
  it('tells a verification that its client has left', async () => {
    const services = fakeServices();
    const asked = Promise.withResolvers<AbortSignal>();
    const never = Promise.withResolvers<never>();
    const verify: typeof services.verifications.verify = (_input, _caller, gone) => {
      asked.resolve(gone!);
      return never.promise;
    };
    const { port } = await start({}, { ...services, verifications: { verify } });
    const body = JSON.stringify({ file: 'UEsD' });
    const head = 'POST /v1/verifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const socket = connect(port, '127.0.0.1');
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    const gone = await asked.promise;
    expect(gone.aborted).to.equal(false);
    const left = once(gone, 'abort');
    socket.destroy();
    await left;
    expect(gone.reason).to.include({ code: 'REQUEST_MALFORMED' });
    never.reject(gone.reason as Error);
  });

  it('408: headers that never end', async () => {
    const { port } = await start({ timeouts: { headers: 100, request: 200 } });
    requireProblem(await raw(port, 'GET / HTTP/1.1\r\nHost: x\r\n'), 408, 'REQUEST_TIMEOUT');
  });

  it('408: a body that never ends', async () => {
    const { port } = await start({ timeouts: { headers: 100, request: 200 } });
    const head = 'POST /v1/verifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    requireProblem(await raw(port, `${head}Content-Length: 10\r\n\r\n{`), 408, 'REQUEST_TIMEOUT');
  });

  it('asks for a large body only once its head has been accepted', async () => {
    const { port } = await start();
    const head = (length: number): string =>
      'POST /v1/verifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n' +
      `Expect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;
    expect(await raw(port, head(10_000_000))).to.match(/^HTTP\/1.1 413 /);
    expect(await raw(port, `${head(2)}{}`)).to.match(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 400 /);
  });

  it('closing lets a request finish, tells new ones 503 and to go elsewhere, and then resolves', async () => {
    const services = fakeServices();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const slow = {
      ...services,
      verifications: {
        verify: async (input: VerificationInput) => {
          entered();
          await held;
          return services.verifications.verify(input);
        },
      },
    };
    const { url } = await start({}, slow);
    const agent = new Agent({ keepAlive: true });
    const answer = send(url, {
      agent,
      method: 'POST',
      path: '/v1/verifications',
      headers: { 'Content-Type': 'application/json' },
      body: '{"document":{}}',
    });
    await inside;
    const closing = server!.close(10 * 60_000);
    const refused = await send(url, { method: 'GET', path: '/health/ready' });
    expect([refused.status, refused.headers.connection]).to.deep.equal([503, 'close']);
    expect(refused.json).to.include({ code: 'OVERLOADED', retryable: true });
    expect(refused.headers).to.have.property('retry-after');
    release();
    expect((await answer).status).to.equal(200);
    // Nor does the connection that is kept alive hold it up: this test would run out of its time.
    await closing;
    const gone = await send(url, { method: 'GET', path: '/health/live' }).catch((error: unknown) => error);
    expect(gone).to.include({ code: 'ECONNREFUSED' });
    agent.destroy();
    server = undefined;
  });

  it('closing cuts what does not finish in time', async () => {
    const services = fakeServices();
    services.failNext('verifications.verify', 'hang');
    const { url } = await start({}, services);
    const answer = send(url, {
      method: 'POST',
      path: '/v1/verifications',
      headers: { 'Content-Type': 'application/json' },
      body: '{"document":{}}',
    }).catch((error: unknown) => error);
    await eventually(() => expect(services.isArmed('verifications.verify')).to.equal(false));
    await server!.close(100);
    expect(await answer).to.include({ code: 'ECONNRESET' });
    server = undefined;
  });

  it('counts a wrong key against its address, even where the right one is not counted', async () => {
    const { url } = await start({ limits: { anonymousPerMinute: 3 } });
    const guess = (path: string): Promise<Received> =>
      send(url, { method: 'GET', path, headers: { Authorization: 'Bearer guess' } });
    const paths = ['/v1/licenses', '/v1/tasks', '/metrics'];
    for (const path of paths) expect((await guess(path)).status, path).to.equal(401);
    const over = await guess('/metrics');
    expect(over.status).to.equal(429);
    expect(Number(over.headers['retry-after'])).to.be.within(1, 60);
    expect(over.headers['ratelimit']).to.match(/^"per-minute"; r=0; t=\d+$/);
    const known = { method: 'GET', path: '/v1/tasks', headers: { Authorization: 'Bearer clerk' } };
    expect((await send(url, known)).status, 'who shares the address and is known').to.equal(200);
  });

  it('one caller with too much at work at once is refused, and another is not', async () => {
    const services = fakeServices();
    services.failNext('tasks.list', 'hang');
    const { url } = await start({ limits: { callerConcurrent: 1 } }, services);
    const ask = (caller: string, path: string): Promise<Received> =>
      send(url, { method: 'GET', path, headers: { Authorization: `Bearer ${caller}` } });
    const hanging = ask('clerk', '/v1/tasks').catch((error: unknown) => error);
    let second = await ask('clerk', '/v1/licenses');
    while (second.status === 200) second = await ask('clerk', '/v1/licenses');
    expect([second.status, second.headers['retry-after']]).to.deep.equal([429, '1']);
    expect(second.json).to.include({ code: 'LIMIT_REACHED' });
    expect((await ask('auditor', '/v1/licenses')).status).to.equal(200);
    await server!.close(0);
    await hanging;
    server = undefined;
  });

  it('a stream that is sent leaves no warning of a leak in the log', async () => {
    const services = fakeServices();
    services.audit.sharingLedger = () =>
      Promise.resolve({
        media: 'application/x-ndjson',
        name: 'sharing-ledger-1.jsonl',
        content: Readable.from([Buffer.from('{}\n')]),
      });
    const { url } = await start({}, services);
    const warnings: Error[] = [];
    const note = (warning: Error): number => warnings.push(warning);
    process.on('warning', note);
    const headers = { Authorization: 'Bearer auditor' };
    const { status, text } = await send(url, { method: 'GET', path: '/v1/audit/sharing-ledger', headers });
    await setImmediate();
    process.off('warning', note);
    expect([status, text, warnings]).to.deep.equal([200, '{}\n', []]);
  });

  it('a taken port is an error of listen, not of the process', async () => {
    const { port } = await start();
    const second = createServer(fakeServices());
    const error: unknown = await second.listen(port, '127.0.0.1').catch((cause: unknown) => cause);
    expect(error).to.include({ code: 'EADDRINUSE' });
    await second.close();
  });
});
