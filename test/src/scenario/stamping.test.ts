import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  POLICIES,
  readTrust,
  sourcesOf,
  verifyBytes,
  verifySeal,
  verifyStamp,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { statementBytes, type JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { StampSources } from '@hanlian/gateway/stamping/client';
import { expect } from 'chai';
import { runCity, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { needsOpenssl, run, withFolder } from '../support/openssl.js';

const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};
const order = { type: '11100000MB0143028R901', basis, certificates: [content] };

/** Milliseconds the queue rests when there is nothing to do. */
const IDLE = 10;

/** Between the hub and the auditor's authority, so that a test can make it fail as authorities do. */
type Mood = 'well' | 'down' | 'noise' | 'stale' | 'refusing' | 'hanging';

class Authority {
  mood: Mood = 'well';
  asked = 0;
  #last: Uint8Array | undefined;
  readonly #server: Server;

  constructor(answer: (request: Uint8Array) => Promise<Uint8Array>) {
    this.#server = createServer((request, response) => {
      void buffer(request).then(async (body) => {
        this.asked += 1;
        if (this.mood === 'down') return response.destroy();
        if (this.mood === 'hanging') return undefined;
        const fresh = await answer(this.mood === 'refusing' ? Buffer.from('3000', 'hex') : body);
        const sent = this.mood === 'stale' ? (this.#last ?? fresh) : fresh;
        this.#last = fresh;
        return response.end(this.mood === 'noise' ? Buffer.alloc(5000, 0x30) : sent);
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }
}

describe('stamping', function () {
  this.timeout(60_000);

  let folder: string;
  let city: RunningCity;
  let authority: Authority;
  let sources: StampSources;

  const open = async (): Promise<void> => {
    city = await runCity(folder);
    const auditor = city.hub('auditor');
    authority = new Authority((request) => auditor.services.timestamps.answer(request));
    const root = new X509Certificate(auditor.administration.root).raw;
    sources = { urls: [await authority.open()], roots: [root] };
  };
  const stop = async (): Promise<void> => {
    await city.stop();
    await authority.close();
  };

  beforeEach(async () => {
    folder = await newFolder();
    await open();
  });
  afterEach(async () => {
    await stop();
    await removeFolder(folder);
  });

  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const begin = (more: readonly string[] = []): void =>
    city.hub('bureau').administration.stamps.start({ ...sources, urls: [...more, ...sources.urls] }, IDLE);

  const issue = async (): Promise<string> => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', order);
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body.certificates as JsonObject[])[0]!.id as string;
  };
  const documentOf = async (id: string): Promise<EvidenceDocument> =>
    (await city.ask(clerk(), `/v1/licenses/${id}/document`)).body as unknown as EvidenceDocument;

  const waiting = (): Promise<number> => city.hub('bureau').administration.stamps.waiting(10_000);

  /** Whether what the hub says comes true before long. */
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    await eventually(async () => expect(await holds()).to.equal(true));
  };
  const becomesStamped = (id: string): Promise<void> =>
    until(async () => (await documentOf(id)).stamp !== null);
  const isAskedAgain = async (): Promise<void> => {
    const { asked } = authority;
    await until(() => Promise.resolve(authority.asked > asked + 1));
  };

  it('gives a document its stamp behind the request, and every hub checks it', async () => {
    const id = await issue();
    const before = await documentOf(id);
    expect(before.stamp).to.equal(null);
    begin();
    await becomesStamped(id);
    const document = await documentOf(id);
    const seal = verifySeal(Buffer.from(document.seal, 'base64'), statementBytes(document.statement));
    const stamp = seal.ok && verifyStamp(Buffer.from(document.stamp!.token, 'base64'), seal.signature);
    expect(stamp && stamp.ok).to.equal(true);
    const { body } = await city.ask('bureau', '/v1/verifications', { document });
    const check = (body.checks as { name: string; code: string }[]).find(({ name }) => name === 'stamp');
    expect([body.verdict, check!.code]).to.deep.equal(['VALID', 'STAMP_VALID']);
    await until(async () => (await waiting()) === 0);
  });

  it('gives the seal as one file of its own that openssl verifies, the stamp in it once there is one', async function () {
    needsOpenssl.call(this);
    const id = await issue();
    const seal = async (): Promise<Buffer> => {
      const headers = { authorization: `Bearer ${clerk().key}` };
      const response = await fetch(`${clerk().url}/v1/licenses/${id}/seal`, { headers });
      expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'application/cms']);
      return Buffer.from(await response.arrayBuffer());
    };
    const { statement } = await documentOf(id);
    const { body } = await city.ask('bureau', '/v1/pki/issuers');
    const [{ root }] = body.items as [{ root: string }];
    /** Accepted by openssl as CAdES, over the statement it hands out. */
    const accepted = (file: Buffer): Promise<boolean> =>
      withFolder({ 'seal.p7m': file, 'root.pem': root }, async (work) => {
        const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'seal.p7m'];
        const { ok } = await run(work, [...verify, '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out']);
        return ok && (await readFile(join(work, 'out'))).equals(Buffer.from(statementBytes(statement)));
      });
    const plain = await seal();
    expect(await accepted(plain)).to.equal(true);
    begin();
    await becomesStamped(id);
    const stamped = await seal();
    expect(await accepted(stamped)).to.equal(true);
    const token = Buffer.from((await documentOf(id)).stamp!.token, 'base64');
    expect([plain.includes(token), stamped.includes(token)]).to.deep.equal([false, true]);
    const at = stamped.indexOf('"count":1') + 8;
    expect(await accepted(Buffer.from(stamped.with(at, stamped[at]! ^ 1)))).to.equal(false);
  });

  /** What a hub hands out, as the file it becomes. */
  const trustFile = async (): Promise<Buffer> =>
    Buffer.from(JSON.stringify((await city.ask('bureau', '/v1/trust')).body));

  /** The verdict without any hub, and what it says of stamp and issuer. */
  const offline = async (document: EvidenceDocument, file: Buffer): Promise<string[]> => {
    const trust = readTrust(file);
    const context = { hashes: nodeHashes, at: trust.madeAt, policy: POLICIES.sealOnly, ...sourcesOf(trust) };
    const { verdict, checks } = await verifyBytes(Buffer.from(JSON.stringify(document)), context);
    const codeOf = (wanted: string): string => checks.find(({ name }) => name === wanted)!.code;
    return [verdict, codeOf('stamp'), codeOf('issuer')];
  };

  it('hands out a trust file by which the document verifies with the hub gone, stamp and all', async () => {
    begin();
    const id = await issue();
    await becomesStamped(id);
    const document = await documentOf(id);
    const trust = await trustFile();
    await stop();
    expect(await offline(document, trust)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
    await open();
  });

  it('keeps a document valid offline after its seal key was declared stolen and the hub is gone, and no document without a stamp', async () => {
    const id = await issue();
    const unstamped = await documentOf(id);
    begin();
    await becomesStamped(id);
    const document = await documentOf(id);
    const { issuer } = document.statement;
    const seal = verifySeal(Buffer.from(document.seal, 'base64'), statementBytes(document.statement));
    const registrar = city.callers.find(({ role }) => role === 'registrar')!;
    const path = `/v1/seal-keys/${issuer}/${seal.ok ? seal.keyDigest : ''}/compromise`;
    // A few minutes ahead is the clocks' own doubt, and so after what the key signed here.
    const since = new Date(Date.now() + 600_000).toISOString().replace(/\.\d+/, '');
    expect((await city.ask(registrar, path, { since })).status).to.equal(200);
    const trust = await trustFile();
    await stop();
    await removeFolder(folder);
    expect(await offline(document, trust)).to.deep.equal(['VALID', 'STAMP_VALID', 'ISSUER_VALID']);
    expect(await offline(unstamped, trust)).to.deep.equal(['INVALID', 'NOT_STAMPED', 'SEAL_TIME_UNPROVEN']);
    await open();
  });

  it('recovers from an authority that was down when nothing had ever been stamped', async () => {
    authority.mood = 'down';
    begin();
    const id = await issue();
    await isAskedAgain();
    expect((await documentOf(id)).stamp).to.equal(null);
    expect(city.hub('bureau').administration.stamps.failure).to.be.instanceOf(AggregateError);
    authority.mood = 'well';
    await becomesStamped(id);
    await until(() => Promise.resolve(city.hub('bureau').administration.stamps.failure === undefined));
  });

  for (const mood of ['down', 'noise', 'stale', 'refusing'] as const) {
    it(`goes on issuing while the authority is ${mood}, and stamps when it is well again`, async () => {
      begin();
      await becomesStamped(await issue());
      authority.mood = mood;
      const id = await issue();
      await isAskedAgain();
      expect((await documentOf(id)).stamp).to.equal(null);
      authority.mood = 'well';
      await becomesStamped(id);
    });
  }

  it('asks the next authority when the first gives no stamp', async () => {
    const closed = 'http://127.0.0.1:9/';
    begin([closed]);
    await becomesStamped(await issue());
  });

  it('takes no stamp of an authority that is not trusted', async () => {
    const bank = new X509Certificate(city.hub('bank').administration.root).raw;
    sources = { ...sources, roots: [bank] };
    begin();
    const id = await issue();
    await isAskedAgain();
    expect((await documentOf(id)).stamp).to.equal(null);
  });

  it('stamps what waited more than fits in its window, and what waited over a restart', async () => {
    const ids: string[] = [];
    const ofSample = await waiting();
    for (let left = 70; left > 0; left -= 1) ids.push(await issue());
    expect(await waiting()).to.equal(ofSample + 70);
    authority.mood = 'hanging';
    begin();
    await until(() => Promise.resolve(authority.asked > 0));
    await stop();
    await open();
    expect(await waiting()).to.equal(ofSample + 70);
    begin();
    await until(async () => (await waiting()) === 0);
    const documents = await Promise.all(ids.map(documentOf));
    expect(documents.every(({ stamp }) => stamp !== null)).to.equal(true);
    const tokens = documents.map(({ stamp }) => stamp!.token);
    expect(new Set(tokens).size).to.equal(70);
  });

  it('stamps what was sealed before it kept a list of what waits: an empty queue fills itself', async () => {
    const id = await issue();
    const { store } = city.hub('bureau').administration.licenses;
    const marks = await store.keys({ gt: 'unstamped~', lt: 'unstamped~\uffff' }).all();
    expect(marks.length).to.be.above(0);
    await store.batch(marks.map((key) => ({ type: 'del', key })));
    expect(await waiting()).to.equal(0);
    begin();
    await becomesStamped(id);
    await until(async () => (await waiting()) === 0);
    expect((await store.keys({ gt: 'stamp~', lt: 'stamp~\uffff' }).all()).length).to.equal(marks.length);
  });

  it('runs only where the auditor is: other hubs have nothing there', async () => {
    for (const [name, status] of [
      ['bureau', 404],
      ['auditor', 200],
    ] as const) {
      const response = await fetch(`${city.url(name)}/v1/timestamps`, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: Buffer.from('3000', 'hex'),
      });
      expect(response.status).to.equal(status);
      const type = status === 200 ? 'application/timestamp-reply' : 'application/problem+json; charset=utf-8';
      expect(response.headers.get('content-type')).to.equal(type);
      await response.arrayBuffer();
    }
  });
});
