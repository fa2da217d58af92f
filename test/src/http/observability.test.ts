import { Writable } from 'node:stream';
import { createServer } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { pino } from 'pino';
import { eventually } from '../support/eventually.js';
import { fakeServices } from '../support/fake-services.js';
import { send } from '../support/http-client.js';

/** What a person's data would look like if it got through. */
const PERSON = '李明';
const NUMBER = '11010519491231002X';
const KEY = 'clerk';

describe('what the gateway tells of itself', () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const services = fakeServices();
  const server = createServer(services, { logger: pino({ level: 'trace' }, sink) });
  let url: string;

  before(async () => {
    ({ url } = await server.listen(0, '127.0.0.1'));
    const json = { 'Content-Type': 'application/json' };
    await send(url, { method: 'GET', path: `/v1/types?cursor=${NUMBER}` });
    await send(url, { method: 'GET', path: `/v1/${NUMBER}` });
    await send(url, {
      method: 'POST',
      path: '/v1/verifications',
      headers: json,
      body: `{"name":"${PERSON}"}`,
    });
    services.failNext('verifications.verify', 'crash');
    await send(url, { method: 'POST', path: '/v1/verifications', headers: json, body: '{"document":{}}' });
    await send(url, {
      method: 'GET',
      path: '/v1/blocks/1',
      headers: { Authorization: `Bearer ${KEY}`, 'X-Request-Id': 'r-1', 'User-Agent': PERSON.codePointAt(0) },
    });
  });
  after(() => server.close());

  it('logs one line a request, by path template, status, caller and code', async () => {
    await eventually(() => expect(lines).to.have.length(5));
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries[0]).to.include({ route: '/v1/types', status: 200, method: 'GET' });
    expect(entries[1]).to.include({ status: 404, code: 'NOT_FOUND' }).and.not.have.property('route');
    expect(entries[2]).to.include({ status: 400, code: 'FIELD_MISSING' });
    expect(entries[4]).to.include({ route: '/v1/blocks/{number}', caller: 'clerk', requestId: 'r-1' });
  });

  it('logs a fault with the places it passed, not with its message', () => {
    const fault = lines.map((line) => JSON.parse(line) as Record<string, unknown>)[3]!;
    expect(fault).to.include({ level: 50, status: 500, code: 'INTERNAL' });
    expect(fault.error).to.include({ name: 'TypeError' }).and.have.property('frames');
    expect(fault.error).to.not.have.property('message');
  });

  it('counts a caller that leaves before the answer as cut, and gives it no status', async () => {
    services.failNext('verifications.verify', 'hang');
    const body = '{"document":{}}';
    const sent = {
      method: 'POST',
      path: '/v1/verifications',
      headers: { 'Content-Type': 'application/json' },
      body,
    };
    const leaving = new AbortController();
    const left = send(url, { ...sent, signal: leaving.signal }).catch((error: unknown) => error);
    await eventually(() => expect(services.isArmed('verifications.verify')).to.equal(false));
    leaving.abort();
    expect(await left).to.have.property('name', 'AbortError');
    await eventually(() => {
      const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const entry = entries.find(({ cut }) => cut === true);
      expect(entry).to.include({ route: '/v1/verifications' }).and.not.have.property('status');
    });
    const { text } = await send(url, { method: 'GET', path: '/metrics' });
    expect(text).to.match(/count\{method="POST",route="\/v1\/verifications",status="cut"\} 1/);
  });

  it('keeps persons, bodies, queries, addresses and keys out of log and metrics', async () => {
    const { text } = await send(url, { method: 'GET', path: '/metrics' });
    for (const told of [lines.join(''), text]) {
      for (const secret of [PERSON, NUMBER, 'Bearer']) expect(told).to.not.include(secret);
    }
  });

  it('shows how the hub does, and when what ends', async () => {
    const { text } = await send(url, { method: 'GET', path: '/metrics' });
    expect(text).to.match(/^hanlian_outbox_envelopes 1$/m);
    expect(text).to.match(/^hanlian_log_leaves 5$/m);
    expect(text).to.match(/^hanlian_stamps_waiting 3$/m);
    expect(text).to.match(/^hanlian_condition\{condition="disk-full"\} 0$/m);
    expect(text).to.match(/^hanlian_expiry_timestamp_seconds\{kind="root",name="root"\} 2000000000$/m);
  });

  it('counts requests by template and status, and refusals by code', async () => {
    const { text } = await send(url, { method: 'GET', path: '/metrics' });
    expect(text).to.match(
      /request_duration_seconds_count\{method="GET",route="\/v1\/types",status="200"\} 1/,
    );
    expect(text).to.match(/request_duration_seconds_count\{method="GET",route="none",status="404"\} 1/);
    expect(text).to.match(/hanlian_http_refusals_total\{code="INTERNAL"\} 1/);
  });
});
