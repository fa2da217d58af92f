import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type LookupFunction } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { senderTo, type Outcome } from '@hanlian/gateway/webhooks/send';
import { Targets } from '@hanlian/gateway/webhooks/targets';
import { run, withFolder } from '../../../support/openssl.js';
import { Receiver, type Answering } from '../../../support/receiver.js';

const LOCAL = { networks: ['127.0.0.1'], plain: true };
const never = new AbortController().signal;

const post = (url: string, targets = new Targets(LOCAL), timeout?: number): Promise<Outcome> =>
  senderTo(targets, timeout)(url, { 'webhook-id': 'evt_1' }, '{"type":"license.changed"}', never);

describe('what one delivery comes to', () => {
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await Receiver.open();
  });
  afterEach(() => receiver.close());

  const answered = async (answering: Answering, timeout?: number): Promise<Outcome> => {
    receiver.answering = answering;
    return post(receiver.url, undefined, timeout);
  };

  it('is sent as JSON, with its headers', async () => {
    expect(await post(receiver.url)).deep.equal({ delivered: true });
    const [{ headers, body }] = receiver.got as [Receiver['got'][number]];
    expect(headers).to.include({ 'webhook-id': 'evt_1', 'content-type': 'application/json' });
    expect(body).equal('{"type":"license.changed"}');
  });

  for (const status of [200, 201, 202, 204, 299]) {
    it(`is delivered by ${status}`, async () => {
      expect(await answered(() => status)).deep.equal({ delivered: true });
    });
  }

  for (const status of [304, 400, 401, 404, 410, 429, 500, 503]) {
    it(`has failed by ${status}`, async () => {
      expect(await answered(() => status)).deep.equal({
        delivered: false,
        failure: { reason: 'answered', status },
      });
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`has failed by ${status}, and goes nowhere else`, async () => {
      const other = await Receiver.open();
      const outcome = await answered((_got, response) => {
        response.writeHead(status, { location: other.url }).end();
        return undefined;
      });
      expect(outcome).deep.equal({ delivered: false, failure: { reason: 'answered', status } });
      expect(other.got).deep.equal([]);
      await other.close();
    });
  }

  it('takes over for how long the receiver asks to be left alone', async () => {
    const outcome = await answered((_got, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end('later');
      return undefined;
    });
    expect(outcome).to.deep.include({ retryAfter: 120_000, answer: 'later' });
  });

  it('ends in time when the receiver never answers', async () => {
    expect(await answered(() => undefined, 50)).deep.equal({
      delivered: false,
      failure: { reason: 'timeout' },
    });
  });

  it('ends in time when the answer comes drop by drop', async () => {
    const outcome = await answered((_got, response) => {
      response.writeHead(500).write('x');
      return undefined;
    }, 100);
    expect(outcome).deep.equal({
      delivered: false,
      failure: { reason: 'answered', status: 500 },
      answer: 'x',
    });
  });

  for (const [status, delivered] of [
    [200, true],
    [500, false],
  ] as const) {
    it(`reads no more than the beginning of a body without end that follows ${status}`, async () => {
      let sent = 0;
      const ended = new Promise<void>((resolve) => {
        receiver.answering = (_got, response) => {
          response.writeHead(status);
          const pour = (): void => {
            while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 'x'))) sent += 64 * 1024;
          };
          response.on('drain', pour).on('close', resolve);
          pour();
          return undefined;
        };
      });
      const outcome = await post(receiver.url);
      await ended;
      expect(outcome.delivered).equal(delivered);
      if (!outcome.delivered) expect(outcome.answer).equal('x'.repeat(512));
      expect(sent).lessThan(16 * 1024 * 1024);
    });
  }

  it('has failed when the connection breaks, is refused, or switches protocols', async () => {
    const failed = { delivered: false, failure: { reason: 'connection' } };
    const broken = await answered((_got, response) => {
      response.destroy();
      return undefined;
    });
    expect(broken).deep.equal(failed);
    const raw = createServer((socket) => {
      socket
        .resume()
        .end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(raw, 'listening');
    const { port } = raw.address() as { port: number };
    expect(await post(`http://127.0.0.1:${port}/`)).deep.equal(failed);
    raw.close();
    await once(raw, 'close');
    expect(await post(`http://127.0.0.1:${port}/`)).deep.equal(failed);
  });
});

describe('a delivery to a name', () => {
  const target = { delivered: false, failure: { reason: 'target' } };
  const resolving =
    (...answers: string[]): LookupFunction =>
    (_host, _options, answer) => {
      answer(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]);
    };

  it('that leads inside makes no connection', async () => {
    const receiver = await Receiver.open();
    const closed = new Targets({ networks: [], plain: false }, resolving('127.0.0.1'));
    expect(await post(`https://events.example.cn:${receiver.port}/`, closed)).deep.equal(target);
    expect(await post(`https://127.0.0.1:${receiver.port}/`, closed)).deep.equal(target);
    const elsewhere = new Targets({ networks: ['10.20.0.0/16'], plain: true }, resolving('127.0.0.1'));
    expect(await post(`http://events.example.cn:${receiver.port}/`, elsewhere)).deep.equal(target);
    expect(receiver.got).deep.equal([]);
    await receiver.close();
  });

  it('goes to the address that was checked: one that the name leads to afterwards is never asked for', async () => {
    const receiver = await Receiver.open();
    let asked = 0;
    const rebinding = new Targets(LOCAL, (host, options, answer) => {
      asked++;
      resolving(asked === 1 ? '127.0.0.1' : '127.0.0.2')(host, options, answer);
    });
    expect(await post(`http://events.example.cn:${receiver.port}/`, rebinding)).deep.equal({
      delivered: true,
    });
    expect(asked).equal(1);
    expect(await post(`http://events.example.cn:${receiver.port}/`, rebinding)).deep.equal(target);
    expect(receiver.got).to.have.lengthOf(1);
    await receiver.close();
  });

  it('over https goes to whom it trusts alone, by the certificate for that name', async () => {
    const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const named = ['-subj', '/CN=events.example.cn', '-addext', 'subjectAltName=DNS:events.example.cn'];
    const [key, cert] = await withFolder({}, async (folder) => {
      await run(folder, ['req', ...made, ...named, '-keyout', 'key.pem', '-out', 'cert.pem']);
      const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
      return [await read('key.pem'), await read('cert.pem')] as const;
    });
    const receiver = await Receiver.open(undefined, { key, cert });
    const trusting = new Targets({ ...LOCAL, roots: cert }, resolving());
    const url = `https://events.example.cn:${receiver.port}/`;
    expect(await post(url, trusting)).deep.equal({ delivered: true });
    const untrusted = { delivered: false, failure: { reason: 'connection' } };
    expect(await post(url, new Targets(LOCAL, resolving()))).deep.equal(untrusted);
    expect(await post(url.replace('events', 'other'), trusting)).deep.equal(untrusted);
    expect(receiver.got).to.have.lengthOf(1);
    await receiver.close();
  });
});
