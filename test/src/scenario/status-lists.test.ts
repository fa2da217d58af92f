import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { encodeList, type EvidenceDocument, type Purpose } from '@hanlian/certificates';
import { keys, type JsonObject } from '@hanlian/chaincode/domain';
import { CHAINCODE } from '@hanlian/gateway/places';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { catchUp } from '@hanlian/gateway/readmodel/rebuild';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { parseRow } from '@hanlian/gateway/services/registry-view';
import { ListEntries } from '@hanlian/gateway/status-lists/entries';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore } from '@hanlian/gateway/storage/store';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { send, type Received } from '../support/http-client.js';

const VERIFIER = fileURLToPath(new URL('../../../certificates/dist/command/main.js', import.meta.url));
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const BASIS = { law: '食品安全法第三十五条', document: '示例决〔2026〕9号' };
const certificate = (n: number): object => ({
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: `示例餐饮有限公司${n}`, unitCode: '91350100M000100Y43', premises: `示例路${n}号` },
});

interface Check {
  readonly name: string;
  readonly code: string;
  readonly source?: string;
}

interface Judged {
  readonly exit: number;
  readonly status: Check;
  readonly verdicts: object;
}

describe('status lists of a city', () => {
  let folder: string;
  let city: RunningCity;
  let offset = 0;
  const clock = (): number => Date.now() + offset * 1000;
  const now = (): number => Math.floor(clock() / 1000);

  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const issue = async (count: number): Promise<string[]> => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', {
      type: '11100000MB0143028R901',
      basis: BASIS,
      certificates: Array.from({ length: count }, (_, n) => certificate(n)),
    });
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body.certificates as { id: string }[]).map(({ id }) => id);
  };
  const act = async (id: string, operation: string, more: object = {}): Promise<void> => {
    const { status, body } = await city.ask(clerk(), `/v1/licenses/${id}/${operation}`, {
      basis: BASIS,
      ...more,
    });
    expect(status, JSON.stringify(body)).to.be.within(200, 202);
  };
  const documentOf = async (id: string): Promise<EvidenceDocument> =>
    (await city.ask(clerk(), `/v1/licenses/${id}/document`)).body as unknown as EvidenceDocument;
  const placeOf = async (id: string): Promise<{ department: string; list: number; index: number }> =>
    (await documentOf(id)).status as never;
  /** A minute goes by, with a look in it. */
  const aMinute = async (): Promise<void> => {
    offset += MINUTE;
    const { statusLists } = city.hub('bureau').administration;
    await statusLists.turn();
    expect(statusLists.failure()).to.equal(undefined);
  };
  const get = (path: string, headers = {}): Promise<Received> =>
    send(city.url('bureau'), { method: 'GET', path, headers });
  const fetched = (purpose: string, list = 0, headers = {}): Promise<Received> =>
    get(`/v1/status-lists/${clerk().department}/${list}/${purpose}`, headers);
  const snapshot = (digest: string): Promise<Received> => get(`/v1/status-lists/snapshots/${digest}`);
  const textOf = async (purpose: Purpose): Promise<string> => (await fetched(purpose)).text;
  const credentialIn = (jwt: string): { validFrom: string; credentialSubject: { encodedList: string } } =>
    JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as never;

  /** What `hanlian verify` says of a certificate by its document, the trust file and the list alone. */
  const offline = async (id: string, at = now()): Promise<Judged> =>
    judged(JSON.stringify(await documentOf(id)), at);
  const judged = async (file: string, at = now()): Promise<Judged> => {
    const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
    await put('license.json', file);
    await put('trust.json', JSON.stringify((await city.ask(clerk(), '/v1/trust')).body));
    await put('list.jwt', await textOf('message'));
    const instant = new Date(at * 1000).toISOString().replace('.000', '');
    const given = [
      'license.json',
      '--trust',
      'trust.json',
      '--status-list',
      'list.jwt',
      '--at',
      instant,
      '--json',
    ];
    return new Promise((resolve) => {
      execFile(process.execPath, [VERIFIER, 'verify', ...given], { cwd: folder }, (error, stdout, stderr) => {
        expect(stderr).to.equal('');
        const { files } = JSON.parse(stdout) as { files: { checks: Check[] }[] };
        const checks = files[0]!.checks;
        resolve({
          exit: typeof error?.code === 'number' ? error.code : 0,
          status: checks.find(({ name }) => name === 'status')!,
          verdicts: Object.fromEntries(checks.map(({ name, code }) => [name, code])),
        });
      });
    });
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { clock });
    await aMinute();
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('give each certificate a place of its own, which its document tells in a field of its own', async () => {
    const ids = await issue(30);
    const places = await Promise.all(ids.map(placeOf));
    for (const { department, list } of places) {
      expect([department, list]).to.deep.equal([clerk().department, 0]);
    }
    const indices = places.map(({ index }) => index);
    expect(new Set(indices).size).to.equal(30);
    expect(indices.toSorted((a, b) => a - b)).to.not.deep.equal(indices);
  });

  it('are downloaded by anyone, kept by whoever wants to, and the same by their digest on the ledger', async () => {
    const { status, headers, text } = await fetched('message');
    expect(status).to.equal(200);
    expect(headers['content-type']).to.equal('application/vc+jwt');
    expect(headers['cache-control']).to.equal('public, max-age=20');
    const digest = createHash('sha256').update(text).digest('base64url');
    expect(headers.etag).to.equal(`"${digest}"`);
    // What fetches with a condition sends Cache-Control: no-cache beside it, for which Express answers it all again.
    const again = await fetch(`${city.url('bureau')}/v1/status-lists/${clerk().department}/0/message`, {
      headers: { 'if-none-match': headers.etag! },
    });
    expect([again.status, await again.text()]).to.deep.equal([304, '']);

    const { model } = city.hub('bank').administration.licenses;
    const record = parseRow(model.get(keys.statusList(clerk().department, 0))!) as { digests: object };
    expect(record.digests).to.include({ message: digest });
    const kept = await snapshot(digest);
    expect(kept.headers['cache-control']).to.include('immutable');
    expect(kept.text).to.equal(text);
  });

  it('are not there where nobody publishes them', async () => {
    expect((await fetched('message', 7)).status).to.equal(404);
    expect((await snapshot('A'.repeat(43))).status).to.equal(404);
    expect((await fetched('refresh')).status).to.equal(400);
  });

  it('tell a suspension, and its end, within a minute of each', async () => {
    const [id = ''] = await issue(1);
    await aMinute();
    expect((await offline(id)).status).to.deep.include({ code: 'STATUS_VALID' });
    await act(id, 'suspend');
    await aMinute();
    const { exit, status } = await offline(id);
    expect([exit, status.code, status.source]).to.deep.equal([1, 'SUSPENDED', 'list']);
    await act(id, 'reinstate');
    await aMinute();
    expect((await offline(id)).status.code).to.equal('STATUS_VALID');
  });

  it('tell what ends by itself when it does, without anybody’s act', async () => {
    const [id = ''] = await issue(1);
    const until = new Date((now() + DAY / 2) * 1000).toISOString().replace(/\.\d+Z/, 'Z');
    await act(id, 'suspend', { until });
    await aMinute();
    expect((await offline(id)).status.code).to.equal('SUSPENDED');
    offset += DAY / 2;
    await aMinute();
    expect((await offline(id)).status.code).to.equal('STATUS_VALID');
  });

  it('tell of a certificate as SD-JWT, which names the place that its document has', async () => {
    const [id = ''] = await issue(1);
    const { body } = await city.ask(clerk(), `/v1/licenses/${id}/sd-jwt`, {});
    const sdJwt = body.sdJwt as string;
    const claims = JSON.parse(Buffer.from(sdJwt.split('.')[1]!, 'base64url').toString()) as object;
    const { department, list, index } = await placeOf(id);
    // As any reader of the standard knows it; this city has told nobody its address.
    const credentialStatus = ['revocation', 'suspension'].map((statusPurpose) => ({
      type: 'BitstringStatusListEntry',
      statusPurpose,
      statusListIndex: String(index),
      statusListCredential: `urn:hanlian:status-list:${department}:${list}:${statusPurpose}`,
    }));
    expect(claims).to.deep.include({ credentialStatus });
    await aMinute();
    const { status, verdicts } = await judged(sdJwt);
    expect([status.code, status.source]).to.deep.equal(['STATUS_VALID', 'list']);
    expect(verdicts).to.include({ integrity: 'INTEGRITY_VALID', seal: 'SEAL_VALID', issuer: 'ISSUER_VALID' });
    const asked = { file: Buffer.from(sdJwt).toString('base64') };
    expect((await city.ask('bureau', '/v1/verifications', asked)).body).to.include({ verdict: 'VALID' });
    await act(id, 'suspend');
    await aMinute();
    expect((await judged(sdJwt)).status).to.deep.include({ code: 'SUSPENDED', source: 'list' });
  });

  it('tell each end of a certificate by its legal name', async () => {
    const [revoked = '', annulled = '', deregistered = '', renewed = '', untouched = ''] = await issue(5);
    await act(revoked, 'revoke');
    await act(annulled, 'annul');
    await act(deregistered, 'deregister');
    await act(renewed, 'amend', { certificate: certificate(9) });
    await aMinute();
    const codes = [];
    for (const id of [revoked, annulled, deregistered, renewed, untouched]) {
      codes.push((await offline(id)).status.code);
    }
    expect(codes).to.deep.equal(['REVOKED', 'ANNULLED', 'DEREGISTERED', 'SUPERSEDED', 'STATUS_VALID']);
  });

  it('are not relied on once they have run out', async () => {
    const [id = ''] = await issue(1);
    await aMinute();
    const { exit, status } = await offline(id, now() + DAY + MINUTE);
    expect([exit, status.code]).to.deep.equal([2, 'STATUS_LIST_STALE']);
  });

  it('are made anew each half day though nothing happened, and let go of what ran out', async () => {
    const text = await textOf('revocation');
    const digest = createHash('sha256').update(text).digest('base64url');
    await aMinute();
    expect(await textOf('revocation')).to.equal(text);
    offset += DAY / 2;
    await aMinute();
    expect(await textOf('revocation')).to.not.equal(text);
    expect((await snapshot(digest)).status).to.equal(200);
    offset += DAY;
    await aMinute();
    expect((await snapshot(digest)).status).to.equal(404);
  });

  it('stand the same when they are made anew from block 0', async () => {
    const { ledger, places } = city.hub('bureau').administration.licenses;
    const fresh = await ReadModel.open(join(folder, 'fresh-index'), CHAINCODE);
    const store = await openStore(join(folder, 'fresh-store'));
    try {
      await catchUp(ledger, fresh, await ledger.latest());
      const entries = new ListEntries({ store, writer: new GroupWriter(store), model: fresh, places });
      await entries.follow();
      for (const purpose of ['revocation', 'suspension', 'message'] as const) {
        const { validFrom, credentialSubject } = credentialIn(await textOf(purpose));
        const { bits } = await entries.at(clerk().department, 0, Date.parse(validFrom) / 1000);
        expect(await encodeList(bits[purpose])).to.equal(credentialSubject.encodedList);
        expect(bits[purpose].bytes.some((byte) => byte !== 0)).to.equal(true);
      }
    } finally {
      await fresh.close();
      await store.close();
    }
  });

  it('go on after a restart, giving no place twice', async () => {
    const before = await Promise.all((await issue(3)).map(placeOf));
    await city.stop();
    city = await runCity(folder, { clock });
    const after = await Promise.all((await issue(3)).map(placeOf));
    expect(new Set([...before, ...after].map(({ index }) => index)).size).to.equal(6);
    await aMinute();
    expect((await fetched('message')).status).to.equal(200);
  });

  // A list was signed with a key that had ended, which no verifier takes, in the place of one that still held.
  it('are not signed by a seal that ended: the last one stays, a gauge tells, and the next seal goes on', async () => {
    const registrar = city.callers.find(({ role }) => role === 'registrar')!;
    const pki = async (path: string, input?: object): Promise<JsonObject> => {
      const { status, body } = await city.ask(registrar, `/v1/pki/certificates${path}`, input);
      expect(status, JSON.stringify(body)).to.be.within(200, 201);
      return body;
    };
    const failing = async (): Promise<string> =>
      /^hanlian_status_lists_failing (\d+)$/m.exec((await get('/metrics')).text)![1]!;
    const { department } = clerk();
    const { keyDigest } = await city.hub('bureau').administration.seals.liveAt(department, now());
    const { items } = await pki('?limit=200');
    const { serial } = (items as { serial: string; key: string }[]).find(({ key }) => key === keyDigest)!;
    await pki(`/${serial}/revoke`, { reason: 'superseded' });
    const last = await textOf('message');
    const look = async (): Promise<void> => {
      offset += DAY / 2 + MINUTE;
      await city.hub('bureau').administration.statusLists.turn();
    };
    await look();
    expect([await failing(), await textOf('message')]).to.deep.equal(['1', last]);
    await pki(`/${serial}/renew`, {});
    await look();
    expect(await failing()).to.equal('0');
    expect(await textOf('message')).to.not.equal(last);
  });

  it('name the ledger as the source where the hub verifies', async () => {
    const [id = ''] = await issue(1);
    const { body } = await city.ask('bureau', '/v1/verifications', { document: await documentOf(id) });
    const checks = body.checks as { name: string; source?: string }[];
    expect(checks.find(({ name }) => name === 'status')).to.include({ source: 'ledger' });
    expect(checks.filter(({ source }) => source !== undefined)).to.have.lengthOf(1);
  });
});
