import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Writable } from 'node:stream';
import { execFileSync } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  keys,
  receiptDigest,
  receiptsRoot,
  responseDigest,
  schemas,
  type AnchorRecord,
  type JsonObject,
  type QueryAnswer,
  type ReleaseReceipt,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { subjectHolder } from '@hanlian/gateway/sharing/openings';
import { expect } from 'chai';
import { compactDecrypt } from 'jose';
import { pino } from 'pino';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { demandOf, nameSources, NEIGHBOUR, PROVIDER, SharingCity } from '../support/sharing-city.js';

const ENTERPRISE = '91350100M000100Y43';
const OTHER = '91350100M000100Y51';
const ROW = { uscc: ENTERPRISE, name: '示例餐饮有限公司', status: '在业' };
const { sha256 } = nodeHashes;

/** A department's own service, which answers as a test wants. */
class Service {
  readonly #server: Server;
  #answer: (response: ServerResponse) => void = () => undefined;
  asked = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      request.resume().once('end', () => {
        this.asked += 1;
        this.#answer(response);
      });
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/query`;
  }

  gives(...rows: readonly JsonObject[]): void {
    this.#answer = (response) => response.end(JSON.stringify({ rows }));
  }

  says(status: number, text: string): void {
    this.#answer = (response) => {
      response.statusCode = status;
      response.end(text);
    };
  }

  answersAfter(moment: Promise<void>, ...rows: readonly JsonObject[]): void {
    this.#answer = (response) => void moment.then(() => response.end(JSON.stringify({ rows })));
  }

  keepsSilent(): void {
    this.#answer = () => undefined;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('a provider’s service that answers wrongly', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let here: SharingCity;
  let grant: string;
  const service = new Service();
  const logged: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged.push(chunk.toString());
      done();
    },
  });

  before(async () => {
    folder = await newFolder();
    const url = await service.listen();
    await nameSources(folder, { kind: 'http', url, subject: 'uscc', mostRows: 2, timeoutSeconds: 4 });
    city = await runCity(folder, { logger: pino(sink) });
    here = new SharingCity(city);
    await here.prepare();
    grant = await here.grant();
  });

  after(async () => {
    await city.stop();
    service.close();
    await removeFolder(folder);
  });

  const clerk = (): ReturnType<SharingCity['named']> => here.named('housing-clerk');
  const answerOf = ({ status, body }: Answer): QueryAnswer => {
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as unknown as QueryAnswer;
  };
  /** By which code nothing went out, and that this is on record. */
  const refusedWith = async (code: string, more: object = {}): Promise<void> => {
    const { status, body } = await here.ask(grant, more);
    expect(body['code'], JSON.stringify(body)).to.equal(code);
    expect(status).to.be.greaterThan(399);
    const { chain } = await exported();
    const { record } = chain.at(-1)!;
    expect(record).to.include({ kind: 'refusal', code });
  };
  const exported = async (): Promise<{ chain: SignedReceipt[]; lines: string[] }> => {
    const query = `provider=${PROVIDER}&requester=${NEIGHBOUR}`;
    const response = await fetch(`${clerk().url}/v1/sharing/receipts?${query}`, {
      headers: { authorization: `Bearer ${clerk().key}` },
    });
    const lines = (await response.text()).trim().split('\n');
    const parsed = lines.map((line) => schemas.receiptLine.parse(JSON.parse(line)));
    return { lines, chain: parsed.filter((line): line is SignedReceipt => 'record' in line) };
  };

  it('with more fields gets none of them out', async () => {
    service.gives({ ...ROW, owner: '张三', phone: '1' });
    const { data, release } = answerOf(await here.ask(grant));
    const { name, status } = ROW;
    expect(data).to.have.property('rows').that.deep.equals([{ name, status }]);
    expect(release.record).to.include({ removed: 2, rows: 1 });
  });

  it('with nothing is a release of nothing, on record like any other', async () => {
    service.gives();
    const { data, release } = answerOf(await here.ask(grant));
    expect(data).to.have.property('rows').that.deep.equals([]);
    expect(release.record).to.include({ kind: 'release', rows: 0 });
  });

  it('with more rows, another subject, nonsense, an error or too late releases nothing', async () => {
    service.gives(ROW, ROW, ROW);
    await refusedWith('SOURCE_ROWS_TOO_MANY');
    service.gives(ROW, { ...ROW, uscc: OTHER });
    await refusedWith('SOURCE_SUBJECT_OTHER');
    service.gives({ name: '示例餐饮有限公司' });
    await refusedWith('SOURCE_SUBJECT_OTHER');
    service.says(200, '{"rows":');
    await refusedWith('SOURCE_FAILED');
    service.says(500, '');
    await refusedWith('SOURCE_FAILED');
    service.keepsSilent();
    await refusedWith('SOURCE_LATE');
  });

  it('tells the operator why it could not be asked, and of nobody', async () => {
    logged.length = 0;
    service.says(500, `${ENTERPRISE} 张三`);
    await refusedWith('SOURCE_FAILED');
    expect(logged).to.have.length(1);
    const line = JSON.parse(logged[0]!) as { error: JsonObject };
    expect(line).to.include({ msg: 'nothing released', hub: 'bureau', code: 'SOURCE_FAILED' });
    expect(line.error).to.have.property('cause').that.has.property('name', 'Error');
    expect(logged.join('')).not.to.match(/91350100M000100Y43|张三|核验/);
    service.gives();
    await here.ask(grant);
    await refusedWith('GRANT_NOT_COVERED', { fields: ['capital'] });
    expect(logged, 'what the law refuses is no fault').to.have.length(1);
  });

  it('is not even asked for what the grant does not cover', async () => {
    service.gives(ROW);
    const { asked } = service;
    await refusedWith('GRANT_NOT_COVERED', { fields: ['name', 'capital'] });
    await refusedWith('GRANT_NOT_COVERED', { purpose: '其他用途' });
    await refusedWith('GRANT_NOT_COVERED', { matter: '其他事项' });
    expect(service.asked).to.equal(asked);
  });

  it('is not asked for a resource that the hub has no source for, and that is on record too', async () => {
    // The refusal came before the query was received: whoever was refused had nothing to show for it.
    const resource = '307013/2';
    await here.stand(undefined, { code: resource });
    const { register } = city.hub('bureau').administration;
    await register('housing-clerk', 'catalogue:putDemands', {
      entries: [{ ...demandOf(NEIGHBOUR), id: 'D2', resource }],
    });
    const unserved = await here.grant({ demand: { department: NEIGHBOUR, id: 'D2' } });
    const { asked } = service;
    await refusedWith('RESOURCE_NOT_SERVED', { grant: unserved });
    expect(service.asked).to.equal(asked);
  });

  it('is not asked from outside of the grant’s networks, nor more often than the grant allows', async () => {
    service.gives(ROW);
    const elsewhere = await here.grant({ networks: ['10.1.0.0/16'] });
    expect((await here.ask(elsewhere)).body['code']).to.equal('QUERY_NETWORK_NOT_ALLOWED');
    const few = await here.grant({ quota: { limit: 3, per: 'term', lease: 2 } });
    const codes = await Promise.all(
      Array.from({ length: 5 }, async () => (await here.ask(few)).body['code']),
    );
    expect(codes.filter((code) => code === undefined)).to.have.length(3);
    expect(codes.filter((code) => code === 'GRANT_QUOTA_EXHAUSTED')).to.have.length(2);
    const slow = await here.grant({ rate: 1 });
    const rates = await Promise.all(
      Array.from({ length: 6 }, async () => (await here.ask(slow)).body['code']),
    );
    expect(rates).to.include('QUERY_RATE_EXCEEDED');
  });

  it('lets a grant that ends while it is asked bite before anything goes out', async () => {
    const ending = await here.grant();
    const asked = service.asked;
    let letGo: () => void = () => undefined;
    const withdrawn = new Promise<void>((resolve) => (letGo = resolve));
    service.answersAfter(withdrawn, ROW);
    const query = here.ask(ending);
    while (service.asked === asked) await new Promise((resolve) => setImmediate(resolve));
    await here.act('withdraw', ending);
    letGo();
    expect((await query).body['code']).to.equal('GRANT_WITHDRAWN');
  });

  it('answers for the eyes of a certificate’s owner alone', async () => {
    service.gives(ROW);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
        ...['-keyout', 'reader.key', '-out', 'reader.pem', '-subj', '/CN=reader', '-days', '1'],
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    const certificate = new X509Certificate(readFileSync(join(folder, 'reader.pem')));
    const { data, release } = answerOf(
      await here.ask(grant, { encryptTo: certificate.raw.toString('base64') }),
    );
    expect(data).to.have.all.keys('encrypted');
    const key = createPrivateKey(readFileSync(join(folder, 'reader.key')));
    const { plaintext } = await compactDecrypt((data as { encrypted: string }).encrypted, key);
    const { salt, rows } = JSON.parse(Buffer.from(plaintext).toString()) as {
      salt: string;
      rows: JsonObject[];
    };
    const { name, status } = ROW;
    expect(rows).to.deep.equal([{ name, status }]);
    expect((release.record as ReleaseReceipt).responseDigest).to.equal(responseDigest(sha256, salt, rows));
    await refusedWith('ENCRYPTION_CERTIFICATE_UNUSABLE', { encryptTo: 'AAAA' });
  });

  it('leaves a chain whose every record an anchor on the ledger holds', async () => {
    await city.hub('bureau').administration.sharing.turn();
    expect(city.hub('bureau').administration.sharing.failure()).to.equal(undefined);
    const { chain } = await exported();
    const digests = chain.map((receipt) => receiptDigest(sha256, receipt));
    const { licenses } = city.hub('bureau').administration;
    await licenses.caughtUp();
    const row = licenses.model.get(keys.anchor(PROVIDER, 1))!;
    const anchor = JSON.parse(row.value.toString()) as AnchorRecord;
    expect(anchor.root).to.equal(receiptsRoot(sha256, digests));
    expect(anchor.stretches).to.deep.equal([
      {
        ...{ requester: NEIGHBOUR, first: 1, last: chain.length, head: digests.at(-1) },
        calls: chain.filter(({ record }) => record.kind === 'request').length,
        refusals: chain.filter(({ record }) => record.kind === 'refusal').length,
      },
    ]);
    await city.hub('bureau').administration.sharing.turn();
    await licenses.caughtUp();
    expect(licenses.model.get(keys.anchor(PROVIDER, 2))).to.equal(undefined);
  });

  it('leaves nothing of whom it was about in receipts, and after an erasure nowhere', async () => {
    service.gives(ROW);
    const { id } = answerOf(await here.ask(grant));
    const { lines } = await exported();
    expect(lines.join('\n')).not.to.include(ENTERPRISE);
    expect(lines.join('\n')).not.to.include('核验申请人的登记状态');
    const { sharing, holderKeys } = city.hub('bureau').administration;
    expect(sharing.openings.read(NEIGHBOUR, id).subject.value).to.equal(ENTERPRISE);
    await holderKeys.erase(subjectHolder(ENTERPRISE));
    expect(() => sharing.openings.read(NEIGHBOUR, id)).to.throw(/erased/);
    expect((await exported()).lines).to.deep.equal(lines);
  });
});
