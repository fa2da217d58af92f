import { runCity, type RunningCity } from '../support/city.js';
import { expect } from 'chai';
import {
  base64Decode,
  decodeBundle,
  leafHash,
  parseCheckpoint,
  parseLogEntry,
  parseLogProof,
  parseNote,
  trustedCheckpoint,
  utf8Encode,
  verifyConsistency,
  verifyInclusion,
  type Checkpoint,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import {
  noteVerifiers,
  POLICIES,
  readTrust,
  sourcesOf,
  verifyDocument,
  type EvidenceDocument,
} from '@hanlian/certificates';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { runCommand } from '@hanlian/gateway/commands/index';
import { readConfig } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { newFolder, removeFolder } from '../support/folders.js';

const ORGANISATIONS = ['bureau', 'bank', 'auditor'] as const;
const { sha256 } = nodeHashes;
const ORDER = {
  type: '11100000MB0143028R901',
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

describe('the log of a city', () => {
  let folder: string;
  let city: RunningCity;

  const text = async (name: OrganisationName, path: string): Promise<string> =>
    (await fetch(city.url(name) + path)).text();
  const turns = async (): Promise<void> => {
    for (const name of ORGANISATIONS) await city.hub(name).administration.log.turn();
  };
  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const issue = async (): Promise<string> => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', ORDER);
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body.certificates as { id: string }[])[0]!.id;
  };
  const newest = async (name: OrganisationName): Promise<Checkpoint> =>
    parseCheckpoint(parseNote(await text(name, '/v1/log/checkpoint')).text);

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    await turns();
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is the same at every hub, and signed by all three', async () => {
    await turns();
    const notes = await Promise.all(ORGANISATIONS.map((name) => text(name, '/v1/log/checkpoint')));
    expect(new Set(notes.map((note) => parseNote(note).text)).size).to.equal(1);
    const { published, origin } = city.hub('auditor').administration.log;
    const policy = { ...(await published.policy((await origin())!)), quorum: 3 };
    const { size, mapRoot } = trustedCheckpoint(parseNote(notes[2]!), policy, noteVerifiers);
    expect(size).to.be.greaterThan(50);
    expect(mapRoot).to.have.lengthOf(32);
  });

  it('can be read whole from any hub, by tiles and bundles', async () => {
    const { size } = await newest('bank');
    const leaves: Uint8Array[] = [];
    for (let index = 0; index * 256 < size; index++) {
      const width = Math.min(256, size - index * 256);
      const path = `${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`;
      const response = await fetch(`${city.url('bank')}/v1/log/tile/entries/${path}`);
      expect(response.headers.get('cache-control')).to.include('immutable');
      const entries = decodeBundle(new Uint8Array(await response.arrayBuffer()), width);
      for (const entry of entries) expect(parseLogEntry(entry).event.type).not.to.match(/^log\./);
      leaves.push(...entries.map((entry) => leafHash(sha256, entry)));
      const tile = await fetch(`${city.url('bank')}/v1/log/tile/0/${path}`);
      expect(new Uint8Array(await tile.arrayBuffer())).to.deep.equal(
        new Uint8Array(Buffer.concat(leaves.slice(index * 256))),
      );
    }
    expect(leaves).to.have.lengthOf(size);
  });

  it('grows with each act, and proves that it only grew', async () => {
    const before = await newest('bureau');
    await issue();
    await turns();
    const after = await newest('bureau');
    expect(after.size).to.equal(before.size + 1);
    const answer = await fetch(`${city.url('bank')}/v1/log/proofs/consistency/${before.size}/${after.size}`);
    const { path } = (await answer.json()) as { path: string[] };
    const proof = { olderSize: before.size, newerSize: after.size, path: path.map(base64Decode) };
    expect(verifyConsistency(sha256, proof, before.root, after.root)).to.equal(true);
  });

  it('proves the issue of a certificate in its document, once others have signed', async () => {
    const id = await issue();
    const fetched = async (): Promise<EvidenceDocument> =>
      (await city.ask(clerk(), `/v1/licenses/${id}/document`)).body as unknown as EvidenceDocument;
    expect((await fetched()).logProof).to.equal(null);
    const waited = city.ask(clerk(), `/v1/licenses/${id}/document?proof=log`);
    await turns();
    const { logProof, statement, anchor } = (await waited).body as unknown as EvidenceDocument;
    const { index, path, checkpoint } = parseLogProof(logProof!.proof);
    const { size, root } = parseCheckpoint(checkpoint.text);
    const entry = utf8Encode(logProof!.entry);
    const leaf = leafHash(sha256, entry);
    expect(verifyInclusion(sha256, { treeSize: size, index, leaf, path }, root)).to.equal(true);
    expect(parseLogEntry(entry)).to.deep.include({ tx: anchor.transactionId });
    expect(parseLogEntry(entry).event).to.deep.include({
      batch: statement.batch,
      root: statement.root,
      start: 0,
    });
    const alone = await text('auditor', `/v1/log/proofs/inclusion/${anchor.transactionId}`);
    expect(parseLogProof(alone).index).to.equal(index);
  });

  it('anchors a document without a line, by the trust file alone', async () => {
    const id = await issue();
    await turns();
    const document = (await city.ask(clerk(), `/v1/licenses/${id}/document?proof=log`)).body;
    const trust = readTrust(utf8Encode(JSON.stringify((await city.ask('auditor', '/v1/trust')).body)));
    const anchorOf = async (shown: JsonObject, bundle = trust): Promise<string | undefined> => {
      const at = Math.floor(Date.now() / 1000);
      const context = { hashes: nodeHashes, at, policy: POLICIES.sealOnly, ...sourcesOf(bundle) };
      const { checks } = await verifyDocument(shown, context);
      return checks.find(({ name }) => name === 'anchor')?.code;
    };
    expect(await anchorOf(document)).to.equal('ANCHOR_LOGGED');
    const { entry, proof } = document.logProof as { entry: string; proof: string };
    const shown = (more: object): JsonObject => ({ ...document, logProof: { v: 1, entry, proof, ...more } });
    expect(await anchorOf({ ...document, logProof: null })).to.equal('NO_SOURCE');
    expect(await anchorOf(shown({ entry: entry.replace('"count":1', '"count":2') }))).to.equal(
      'LOG_PROOF_WRONG',
    );
    expect(await anchorOf(shown({ proof: proof.replaceAll('\n', '\r\n') }))).to.equal('LOG_PROOF_WRONG');
    expect(await anchorOf(shown({ proof: proof.replace('index ', 'index 1') }))).to.equal('LOG_PROOF_WRONG');
    expect(await anchorOf(shown({ proof: proof.replace(/block \d+/, 'block 1') }))).to.equal(
      'LOG_PROOF_WRONG',
    );
    const unsigned = proof.replaceAll(/— \S+witness\S+ \S+\n/g, '');
    expect(await anchorOf(shown({ proof: unsigned }))).to.equal('LOG_PROOF_UNTRUSTED');
    expect(await anchorOf(document, { ...trust, logs: [] })).to.equal('LOG_PROOF_UNTRUSTED');
    const other = (await city.ask(clerk(), `/v1/licenses/${await issue()}/document`)).body;
    expect(await anchorOf({ ...other, logProof: document.logProof! })).to.equal('LOG_PROOF_FOREIGN');
  });

  for (const [path, status] of [
    ['/v1/log/tile/0/999', 404],
    ['/v1/log/tile/00/000', 400],
    ['/v1/log/tile/0/000.p/256', 400],
    ['/v1/log/tile/0/..%2f..%2fstate.json', 400],
    ['/v1/log/proofs/consistency/5/3', 400],
    ['/v1/log/proofs/consistency/1/999999', 404],
    [`/v1/log/proofs/inclusion/${'0'.repeat(64)}`, 404],
  ] as const) {
    it(`answers ${status} to ${path}`, async () => {
      expect((await city.ask('bank', path)).status).to.equal(status);
    });
  }

  it('answers 404 to a tile that is not full yet', async () => {
    const note = await (await fetch(`${city.url('bank')}/v1/log/checkpoint`)).text();
    const growing = Math.floor(Number(note.split('\n')[1]) / 256);
    const path = `/v1/log/tile/0/${String(growing).padStart(3, '0')}`;
    expect((await city.ask('bank', path)).status).to.equal(404);
  });

  it('goes on after a restart where it was', async () => {
    await turns();
    const before = await text('bank', '/v1/log/checkpoint');
    await city.stop();
    city = await runCity(folder);
    await turns();
    expect(await text('bank', '/v1/log/checkpoint')).to.equal(before);
    await issue();
    await turns();
    expect((await newest('auditor')).size).to.equal(parseCheckpoint(parseNote(before).text).size + 1);
  });

  it('halts every hub when one computes another root, with the evidence at hand, until a person accepts it', async () => {
    await issue();
    const { log } = city.hub('bank').administration;
    const right = log.store.roots.bind(log.store);
    log.store.roots = async (size) => ({ ...(await right(size)), sha256: new Uint8Array(32) });
    await turns();
    await turns();
    for (const name of ORGANISATIONS) {
      const { body } = await city.ask(name, '/v1/log/witnesses');
      expect(body.halted, name).to.equal(true);
      const [fork] = body.forks as { organisation: string; note: string }[];
      expect(fork!.organisation).to.equal('BankMSP');
      expect(parseCheckpoint(parseNote(fork!.note).text).root).to.deep.equal(new Uint8Array(32));
      expect((await city.ask(name, '/health/ready')).status).to.equal(503);
    }
    const refused = await city.ask(clerk(), '/v1/licenses', ORDER);
    expect([refused.status, refused.body.code]).to.deep.equal([503, 'LOG_HALTED']);
    expect((await city.ask('bureau', '/v1/types?limit=1')).status).to.equal(200);
    await city.stop();
    const config = readConfig({ HANLIAN_DATA: folder, HANLIAN_PORT: '0' });
    const { lines } = await runCommand(config, 'accept-fork', ['1']);
    expect(lines).to.have.lengthOf(3);
    city = await runCity(folder);
    await issue();
    await turns();
    expect((await city.ask('bank', '/v1/log/witnesses')).body.halted).to.equal(false);
    expect((await newest('bank')).size).to.equal(city.hub('bank').administration.log.store.size);
  });
});
