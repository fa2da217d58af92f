import { readdirSync } from 'node:fs';
import { createServer } from '@hanlian/gateway/http/server';
import type { HttpServer } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { fakeServices } from '../support/fake-services.js';
import { send } from '../support/http-client.js';
import type { Received } from '../support/http-client.js';
import { differences, fits } from '../support/matching.js';
import { requireDeclared } from './declared.js';
import { readScript } from './script.js';
import type { Expected } from './script.js';

const SCRIPTS = new URL('../../http-scripts/', import.meta.url);

function requireExpected({ status, headers, body }: Expected, received: Received): void {
  expect(received.status, received.text).to.equal(status);
  for (const [name, pattern] of headers) {
    const value = received.headers[name.toLowerCase()];
    if (pattern === undefined) expect(value, name).to.equal(undefined);
    else expect(fits(pattern, String(value)), `${name}: ${String(value)}`).to.equal(true);
  }
  if (body !== undefined) expect(differences(body, received.json)).to.deep.equal([]);
}

for (const name of readdirSync(SCRIPTS).filter((file) => file.endsWith('.txt'))) {
  describe(`http script ${name}`, () => {
    const services = fakeServices();
    let server: HttpServer;
    let url: string;

    before(async () => {
      server = createServer(services);
      ({ url } = await server.listen(0, '127.0.0.1'));
    });
    after(() => server.close());

    for (const { title, faults, sent, expected } of readScript(new URL(name, SCRIPTS))) {
      it(title, async () => {
        for (const [method, code] of faults) services.failNext(method, code);
        const received = await send(url, sent);
        requireExpected(expected, received);
        requireDeclared(sent, received);
      });
    }
  });
}
