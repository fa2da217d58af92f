import { runCity, type RunningCity } from '../support/city.js';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  POLICIES,
  readTrust,
  sourcesOf,
  trustLogs,
  verifyDocument,
  type TrustBundle,
} from '@hanlian/certificates';
import {
  formatNoteKey,
  parseLogProof,
  parseNote,
  parseNoteKey,
  parseSignatures,
  utf8Encode,
  type JsonObject,
  type WitnessesAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { openCity } from '@hanlian/gateway/city';
import { ConfigError, readConfig } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { newFolder, removeFolder } from '../support/folders.js';
import { openFront, type Front } from '../support/front.js';
import { newWitness, signedNote } from '../support/log.js';
import { refusalOf } from '../support/refusal.js';
import { startWitness, type WitnessProcess } from '../support/witness-process.js';

const ORGANISATIONS = ['bureau', 'bank', 'auditor'] as const;
const NAME = 'witness.court.example/w1';
const ORDER = {
  type: '11100000MB0143028R901',
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕6号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

describe('witnesses beyond the ledger, asked over HTTP', () => {
  let folder: string;
  let court: string;
  let front: Front;
  let witness: WitnessProcess;
  let policy: string;
  let logs: string[];
  let city: RunningCity;

  const open = (): Promise<RunningCity> => runCity(folder, {}, { HANLIAN_WITNESSES: policy });
  const turns = async (): Promise<void> => {
    for (const name of ORGANISATIONS) await city.hub(name).administration.log.turn();
  };
  const clerk = (): RunningCity['callers'][number] => city.callers.find(({ role }) => role === 'clerk')!;
  const issue = async (): Promise<string> => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', ORDER);
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body.certificates as { id: string }[])[0]!.id;
  };
  const documentOf = async (id: string, query = ''): Promise<JsonObject> =>
    (await city.ask(clerk(), `/v1/licenses/${id}/document${query}`)).body;
  const note = async (name: OrganisationName = 'bureau'): Promise<string> =>
    (await fetch(`${city.url(name)}/v1/log/checkpoint`)).text();
  const trust = async (): Promise<TrustBundle> =>
    readTrust(utf8Encode(JSON.stringify((await city.ask('bureau', '/v1/trust')).body)));
  const external = async (): Promise<WitnessesAnswer['external']['witnesses'][number]> => {
    const { body } = await city.ask('bureau', '/v1/log/witnesses');
    return (body as unknown as WitnessesAnswer).external.witnesses[0]!;
  };
  const gauge = async (name: string): Promise<number> => {
    const text = await (await fetch(`${city.url('bureau')}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const anchorOf = async (document: JsonObject, bundle: TrustBundle): Promise<string | undefined> => {
    const at = Math.floor(Date.now() / 1000);
    const context = { hashes: nodeHashes, at, policy: POLICIES.sealOnly, ...sourcesOf(bundle) };
    const { checks } = await verifyDocument(document, context);
    return checks.find(({ name }) => name === 'anchor')?.code;
  };

  before(async function () {
    this.timeout(60_000);
    [folder, court, front] = [await newFolder(), await newFolder(), await openFront()];
    city = await runCity(folder);
    await turns();
    logs = (await trust()).logs![0]!.log.keys.filter(
      (text) => parseNoteKey(nodeHashes.sha256, text).type === 'ed25519',
    );
    await city.stop();
    witness = await startWitness({ folder: court, name: NAME, logs });
    front.handTo(witness.url);
    policy = join(court, 'policy');
    await writeFile(policy, `witness court ${witness.key} ${front.url}/\nquorum court\n`);
    city = await open();
  });
  after(async () => {
    await city.stop();
    await witness.end();
    await front.close();
    await removeFolder(folder);
    await removeFolder(court);
  });

  it('cosign the newest checkpoint, and every hub publishes what they signed', async () => {
    await turns();
    const key = parseNoteKey(nodeHashes.sha256, witness.key);
    for (const name of ORGANISATIONS) {
      const { signatures } = parseNote(await note(name));
      expect(signatures.filter((one) => one.name === key.name && one.keyId === key.id)).to.have.lengthOf(1);
    }
    const now = Date.now() / 1000;
    const { name, key: shown, cosignedAt, refusal } = await external();
    expect({ name, key: shown, refusal }).to.deep.equal({ name: 'court', key: witness.key, refusal: null });
    expect(cosignedAt).to.be.within(now - 60, now);
  });

  it('stand in the trust file, which counts on them: a proof without them is refused', async () => {
    const id = await issue();
    await turns();
    const document = await documentOf(id, '?proof=log');
    const bundle = await trust();
    expect(bundle.logs![0]!.external).to.deep.equal({
      witnesses: [{ organisation: 'court', keys: [witness.key] }],
      quorum: 1,
    });
    expect(await anchorOf(document, bundle)).to.equal('ANCHOR_LOGGED');
    const { proof, ...rest } = document.logProof as { proof: string };
    const without = proof.replace(new RegExp(`— ${NAME} \\S+\\n`), '');
    expect(without).to.not.equal(proof);
    const shown = { ...document, logProof: { ...rest, proof: without } };
    expect(await anchorOf(shown, bundle)).to.equal('LOG_PROOF_UNTRUSTED');
    const { checkpoint } = parseLogProof(without);
    const refused = refusalOf(() => trustLogs(bundle.logs!)(checkpoint));
    expect([refused.code, refused.details.expected]).to.deep.equal(['QUORUM_MISSING', 1]);
  });

  it('may be killed: the hub serves, proves nothing new without them, says so, and goes on when they are back', async () => {
    const before = await note();
    await witness.end('SIGKILL');
    const id = await issue();
    await turns();
    expect((await city.ask('bureau', '/health/ready')).status).to.equal(200);
    expect((await external()).refusal).to.equal('WITNESS_UNAVAILABLE');
    expect(await gauge('hanlian_witnesses_silent')).to.equal(1);
    expect((await documentOf(id)).logProof).to.equal(null);
    await city.stop();
    city = await open();
    expect(parseNote(await note()).text).to.not.equal(parseNote(before).text);
    witness = await startWitness({ folder: court, name: NAME, logs });
    front.handTo(witness.url);
    await turns();
    expect((await documentOf(id)).logProof).to.not.equal(null);
    expect([(await external()).refusal, await gauge('hanlian_witnesses_silent')]).to.deep.equal([null, 0]);
  });

  it('are remembered over a restart', async () => {
    const before = await note();
    await city.stop();
    city = await open();
    expect(await note()).to.equal(before);
    expect(parseSignatures(before.split('\n\n')[1]!).some(({ name }) => name === NAME)).to.equal(true);
  });

  it('may lie, sign another tree or claim to hold one: kept once as evidence, nothing taken over, the hub up', async () => {
    const liar = newWitness(NAME);
    const evidence = (): Promise<string[]> => readdir(join(folder, 'bureau', 'evidence'));
    const answers = async (
      status: number,
      text: (submitted: string) => Promise<string> | string,
    ): Promise<void> => {
      front.become((request, response) => {
        const parts: Buffer[] = [];
        request
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', () => {
            const submitted = Buffer.concat(parts).toString().split('\n\n').slice(1).join('\n\n');
            void Promise.resolve(text(submitted)).then((body) => response.writeHead(status).end(body));
          });
      });
      await issue();
      await turns();
      await turns();
    };
    const size = (submitted: string): string => submitted.split('\n')[1]!;
    await answers(
      200,
      async (submitted) => (await signedNote(parseNote(submitted).text, liar)).split('\n\n')[1]!,
    );
    expect((await external()).refusal).to.equal('WITNESS_ANSWER_INVALID');
    expect(await gauge('hanlian_witnesses_contradicting')).to.equal(1);
    const [first] = await evidence();
    const kept = await readFile(join(folder, 'bureau', 'evidence', first!), 'utf8');
    expect(kept).to.contain('WITNESS_ANSWER_INVALID').and.contain(`— ${NAME} `);
    expect(await evidence()).to.have.lengthOf(1);
    await answers(409, (submitted) => `${size(submitted)}\n`);
    expect((await external()).refusal).to.equal('LOG_FORKED');
    expect(await evidence()).to.have.lengthOf(2);
    await answers(409, (submitted) => `${Number(size(submitted)) + 5}\n`);
    expect((await external()).refusal).to.equal('WITNESS_AHEAD');
    expect(await evidence()).to.have.lengthOf(2);
    expect((await city.ask('bureau', '/health/ready')).status).to.equal(200);
    expect(parseNote(await note()).signatures.some(({ name }) => name === NAME)).to.equal(false);
    front.handTo(witness.url);
    await turns();
    expect(parseNote(await note()).signatures.some(({ name }) => name === NAME)).to.equal(true);
  });

  it('are named in a file that is refused with its line when it cannot be right', async () => {
    const bad = join(court, 'bad');
    const started = async (text?: string): Promise<string> => {
      if (text !== undefined) await writeFile(bad, text);
      const config = readConfig({ HANLIAN_DATA: join(court, 'none'), HANLIAN_WITNESSES: bad });
      const error = await openCity(config).then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(error).to.be.instanceOf(ConfigError);
      return (error as ConfigError).message;
    };
    expect(await started()).to.contain('There is no file');
    expect(await started('# none\n\nwitness court\n')).to.contain(`${bad}, line 3: a witness is`);
    expect(await started(`witness court ${formatNoteKey(newWitness(NAME).key)}\n`)).to.contain(
      'without a quorum',
    );
  });
});
