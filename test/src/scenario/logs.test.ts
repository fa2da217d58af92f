import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { endpoints } from '@hanlian/gateway/endpoints/index';
import type { Endpoint } from '@hanlian/gateway/http/endpoint';
import { Choices, person } from '@hanlian/gateway/seed/generate';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { send, type Received } from '../support/http-client.js';
import { sendFile, settled } from '../support/uploads.js';

const basis = { law: '居民身份证法第二条', document: '示例公证〔2026〕1号' };
const choices = new Choices(20261120);
/** Nobody the sample city knows: found in a log, they came from a request of this test. */
const persons = Array.from({ length: 8 }, () => ({
  ...person(choices),
  name: `欧阳${choices.below(1e6)}甲乙`,
}));
const [issued, sent] = persons as [(typeof persons)[0], (typeof persons)[0]];

/** A value with every text in it replaced: names and numbers where they do not belong. */
const withPersons = (value: unknown): unknown => {
  if (typeof value === 'string') return choices.of([choices.of(persons).name, choices.of(persons).code]);
  if (Array.isArray(value)) return value.map(withPersons);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPersons(inner)]));
};

/** The endpoint's path with a person in every place that takes a value. */
const pathOf = ({ path, query }: Endpoint): string => {
  const filled = path.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent(choices.of(persons).code));
  const asked = Object.keys(query?.shape ?? {}).map((name) => `${name}=${encodeURIComponent(sent.name)}`);
  return `${filled}?${[...asked, `q=${sent.code}`].join('&')}`;
};

describe('what a running city writes about persons', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let requests = 0;
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const named = (role: string, type?: { issuer: string }): SampleCallerKey =>
    city.callers.find((one) => one.role === role && (type === undefined || one.department === type.issuer))!;

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, {}, {}, { logger: pino({ level: 'trace' }, sink) });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('issues to a person, in one request and by the file, and verifies', async () => {
    const clerk = named('clerk', TYPES.identityCard);
    const { code, name } = issued;
    const certificate = {
      holders: [{ typeCode: '111', code, name }],
      fields: { name, citizenNumber: code, address: `${name}宅` },
    };
    const order = { type: TYPES.identityCard.code, basis, certificates: [certificate] };
    const { status, body } = await city.ask(clerk, '/v1/licenses', order);
    expect(status, JSON.stringify(body)).equal(201);
    const [{ id }] = body.certificates as [{ id: string }];
    const document = (await city.ask(clerk, `/v1/licenses/${id}/document`)).body;
    expect((await city.ask('auditor', '/v1/verifications', { document })).body.verdict).equal('VALID');
    const matched = await city.ask('auditor', '/v1/verifications', {
      id,
      match: { name, citizenNumber: code },
    });
    expect(matched.status).equal(200);
    const file = `${JSON.stringify(certificate)}\n${JSON.stringify({ ...certificate, fields: { name } })}\n`;
    const query = `type=${TYPES.identityCard.code}&operation=issue&law=1&document=1`;
    const upload = await sendFile(clerk, query, 'application/x-ndjson', file);
    if (upload.status === 202) await settled(city, clerk, upload.body.id as string);
  });

  it('answers persons where they do not belong, at every endpoint and for every role, never by a fault', async () => {
    const callers = [undefined, named('clerk', TYPES.identityCard), named('operator'), named('registrar')];
    const faults: string[] = [];
    for (const endpoint of endpoints.filter(({ query }) => !('wait' in (query?.shape ?? {})))) {
      for (const caller of callers) {
        for (const [media, body] of bodiesOf(endpoint.example)) {
          const { status } = await ask(caller, endpoint, media, body);
          if (status >= 500) faults.push(`${endpoint.method} ${endpoint.path} ${status}`);
        }
      }
    }
    expect(faults).deep.equal([]);
    expect(requests).greaterThan(1000);
  });

  it('leaves none of them in the log, nor in the metrics', async () => {
    const metrics = await Promise.all(
      (['bureau', 'bank', 'auditor'] as const).map(async (name) =>
        (await fetch(`${city.url(name)}/metrics`)).text(),
      ),
    );
    expect(lines.length).greaterThan(requests);
    const told = [...lines, ...metrics];
    const found = persons.flatMap(({ name, code }) =>
      [name, code, encodeURIComponent(name)].flatMap((word) => told.filter((text) => text.includes(word))),
    );
    expect(found).deep.equal([]);
  });

  const bodiesOf = (example: JsonObject = {}): [string, string][] => [
    ['application/json', JSON.stringify(withPersons(example))],
    ['application/json', `{"name":"${sent.name}","code":"${sent.code}"`],
    ['text/csv', `姓名,号码\n${sent.name},${sent.code}\n`],
  ];

  const ask = (
    caller: SampleCallerKey | undefined,
    endpoint: Endpoint,
    media: string,
    body: string,
  ): Promise<Received> => {
    requests++;
    const { method } = endpoint;
    return send(caller?.url ?? city.url('bureau'), {
      method,
      path: pathOf(endpoint),
      headers: {
        'X-Request-Id': sent.code,
        'Idempotency-Key': `${sent.code}-${requests}`,
        'User-Agent': encodeURIComponent(sent.name),
        'Content-Type': media,
        ...(caller && { Authorization: `Bearer ${caller.key}` }),
      },
      ...(method !== 'GET' && { body }),
    });
  };
});
