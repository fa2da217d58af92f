import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import {
  formatCertificateIdentifier,
  parseCertificateIdentifier,
  parseCheckpoint,
  parseNote,
  requireCode,
  type LogPolicy,
  type StateProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  noteVerifiers,
  provenLedger,
  trustBy,
  verifyIdentifier,
  type Verification,
} from '@hanlian/certificates';
import { runCommand } from '@hanlian/gateway/commands/index';
import { readConfig } from '@hanlian/gateway/config';
import { mapFolder } from '@hanlian/gateway/log/index';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { StateMap } from '@hanlian/gateway/statemap/state-map';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const BASIS = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const ORDER = {
  type: '11100000MB0143028R901',
  basis: BASIS,
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

const TOMORROW = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
const GUIDE = join(import.meta.dirname, '../../../docs/verification.md');
const VERIFIER = fileURLToPath(new URL('../../../certificates/dist/command/main.js', import.meta.url));

interface Check {
  readonly name: string;
  readonly status: string;
  readonly code: string;
  readonly data?: Record<string, unknown>;
}

describe('proofs of the state, taken from a hub and checked without it', () => {
  let folder: string;
  let city: RunningCity;
  let policy: LogPolicy;
  let id: string;
  /** The size of the first checkpoint. */
  let first: number;

  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const turns = async (): Promise<void> => {
    for (const name of ['bureau', 'bank', 'auditor', 'bureau'] as const) {
      await city.hub(name).administration.log.turn();
    }
  };
  const issued = async (): Promise<string> => {
    const { status, body } = await city.ask(clerk(), '/v1/licenses', ORDER);
    expect(status, JSON.stringify(body)).to.equal(201);
    await turns();
    return (body.certificates as { id: string }[])[0]!.id;
  };
  // Bureau and bank have signed a checkpoint that the auditor's map has not come to: its hub could not prove anything then.
  it('come from a hub that two others have overtaken, under what all have signed', async () => {
    const auditor = city.callers.find(({ role }) => role === 'auditor')!;
    const known = await issued();
    const path = `/v1/licenses/${known}/proof`;
    const before = await city.ask(auditor, path);
    expect(before.status, JSON.stringify(before.body)).to.equal(200);
    expect((await city.ask(clerk(), '/v1/licenses', ORDER)).status).to.equal(201);
    for (const name of ['bureau', 'bank'] as const) await city.hub(name).administration.log.turn();
    const sizeIn = (name: 'bureau' | 'auditor'): number => city.hub(name).administration.log.findings().size;
    await eventually(() => expect(sizeIn('auditor')).to.be.at.least(sizeIn('bureau')));
    const after = await city.ask(auditor, path);
    expect(after.status, JSON.stringify(after.body)).to.equal(200);
    expect(after.body['checkpoint']).to.equal(before.body['checkpoint']);
    await turns();
    expect((await city.ask(auditor, path)).body['checkpoint']).not.to.equal(before.body['checkpoint']);
  });

  const proofOf = async (of: string, query = ''): Promise<StateProof> => {
    const { status, body } = await city.ask(clerk(), `/v1/licenses/${of}/proof${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as unknown as StateProof;
  };
  const sizeOf = ({ checkpoint }: StateProof): number => parseCheckpoint(parseNote(checkpoint).text).size;

  /** What a verifier without a line says, with the type known as one that only organisations hold. */
  const verified = async (of: string, proof: StateProof): Promise<Record<string, string>> => {
    const { checks }: Verification = await verifyIdentifier(of, {
      hashes: nodeHashes,
      at: Math.floor(Date.now() / 1000) - 1,
      types: { type: () => Promise.resolve({ holderKinds: ['organisation'] } as never) },
      ledger: provenLedger(proof, trustBy(policy, noteVerifiers), nodeHashes),
    });
    return Object.fromEntries(checks.map(({ name, code }) => [name, code]));
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    id = await issued();
    first = sizeOf(await proofOf(id));
    const { published, origin } = city.hub('auditor').administration.log;
    policy = await published.policy((await origin())!);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('tell an anchored certificate, at a checkpoint two organisations have signed', async () => {
    expect(await verified(id, await proofOf(id))).to.include({ anchor: 'ANCHOR_VALID' });
  });

  it('tell that the ledger has no such certificate', async () => {
    const { type, issuer } = requireCode(parseCertificateIdentifier(id), 'id');
    const never = formatCertificateIdentifier({ type, issuer, serial: 'NEVER1', version: '001' });
    expect(await verified(never, await proofOf(never))).to.include({ anchor: 'LICENSE_UNKNOWN' });
  });

  it('are given at an older checkpoint too, which knows nothing of what came later', async () => {
    const before = await proofOf(id);
    const { status, body } = await city.ask(clerk(), `/v1/licenses/${id}/revoke`, { basis: BASIS });
    expect(status, JSON.stringify(body)).to.be.within(200, 202);
    await turns();
    const after = await proofOf(id);
    expect(sizeOf(after)).to.be.greaterThan(sizeOf(before));
    expect(await proofOf(id, `?checkpoint=${sizeOf(before)}`)).to.deep.equal(before);
    expect(after.records[0]!.value).not.to.equal(before.records[0]!.value);
    const unknown = await city.ask(clerk(), `/v1/licenses/${id}/proof?checkpoint=999999`);
    expect([unknown.status, unknown.body.code]).to.deep.equal([404, 'CHECKPOINT_UNKNOWN']);
  });

  describe('given to hanlian verify beside the document and the trust file', () => {
    const put = (name: string, value: unknown): Promise<void> =>
      writeFile(join(folder, name), JSON.stringify(value));
    const verify = (...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> =>
      new Promise((resolve) => {
        execFile(process.execPath, [VERIFIER, 'verify', ...args], { cwd: folder }, (error, stdout, stderr) =>
          resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
        );
      });
    const checksOf = async (...args: string[]): Promise<{ exit: number; checks: Map<string, Check> }> => {
      const { exit, stdout, stderr } = await verify(
        'license.json',
        '--trust',
        'trust.json',
        '--json',
        ...args,
      );
      expect(stderr).to.equal('');
      const { files } = JSON.parse(stdout) as { files: { checks: Check[] }[] };
      return { exit, checks: new Map(files[0]!.checks.map((check) => [check.name, check])) };
    };
    let proof: StateProof;
    let own: string;

    before(async () => {
      own = await issued();
      proof = await proofOf(own);
      await put('proof.json', proof);
      await put('license.json', (await city.ask(clerk(), `/v1/licenses/${own}/document`)).body);
      await put('trust.json', (await city.ask(clerk(), '/v1/trust')).body);
    });

    it('prove record and status without a line, until the time the witnesses give', async () => {
      const late = await checksOf('--proof', 'proof.json', '--at', TOMORROW);
      expect(late.exit).to.equal(2);
      const { code, data } = late.checks.get('status')!;
      expect([code, data?.checkpoint]).to.deep.equal(['STATUS_NOT_PROVEN', sizeOf(proof)]);
      const until = String(data?.provenUntil);
      const { exit, checks } = await checksOf('--proof', 'proof.json', '--at', until);
      expect(checks.get('anchor')?.code).to.equal('ANCHOR_VALID');
      expect(checks.get('status')?.code).to.equal('STATUS_VALID');
      expect(exit).to.equal(0);
      const args = ['license.json', '--trust', 'trust.json', '--proof', 'proof.json', '--at', until];
      const { stdout } = await verify(...args, '--lang', 'en');
      expect(stdout).to.include(`Proven until ${until} (checkpoint ${sizeOf(proof)})`);
    });

    it('are asked about as late as they reach by --at proven, which the text says how to do', async () => {
      const usual = ['license.json', '--trust', 'trust.json', '--proof', 'proof.json', '--lang', 'en'];
      const late = await verify(...usual, '--at', TOMORROW);
      expect(late.stdout).to.match(
        /STATUS_NOT_PROVEN .* Proven until \S+ \(checkpoint \d+\); --at proven asks as of then/,
      );
      const { exit, stdout } = await verify(...usual, '--at', 'proven');
      const [, until] = /Proven until (\S+) /.exec(late.stdout)!;
      expect(stdout)
        .to.include(`license.json: VALID as of ${until}`)
        .and.include('as of the moment each proof reaches');
      expect(exit).to.equal(0);
      const { files } = JSON.parse((await verify(...usual, '--at', 'proven', '--json')).stdout) as {
        files: { at: number }[];
      };
      expect(files[0]!.at).to.equal(Date.parse(until!) / 1000);
    });

    it('are of no use to --at proven for a document they are not about, nor when there are none', async () => {
      const { type, issuer } = requireCode(parseCertificateIdentifier(own), 'id');
      const other = formatCertificateIdentifier({ type, issuer, serial: 'OTHER1', version: '001' });
      await put('other.json', await proofOf(other));
      const foreign = await checksOf('--proof', 'other.json', '--at', 'proven');
      expect([foreign.exit, foreign.checks.get('status')?.code]).to.deep.equal([2, 'NO_SOURCE']);
      const { exit, stderr } = await verify('license.json', '--trust', 'trust.json', '--at', 'proven');
      expect(exit).to.equal(2);
      expect(stderr).to.match(/ARGUMENTS_INVALID.*--at proven needs --proof/);
    });

    it('prove record and status of a certificate as SD-JWT too, suspended or not', async () => {
      const of = await issued();
      const { body } = await city.ask(clerk(), `/v1/licenses/${of}/sd-jwt`, {});
      await writeFile(join(folder, 'license.jwt'), body.sdJwt as string);
      const found = async (...proofs: string[]): Promise<(string | number | undefined)[]> => {
        const given = proofs.flatMap((name) => ['--proof', name]);
        const asked = ['license.jwt', '--trust', 'trust.json', ...given, '--at', 'proven', '--json'];
        const { exit, stdout } = await verify(...asked);
        const { files } = JSON.parse(stdout) as { files: { checks: Check[] }[] };
        const code = (name: string): string => files[0]!.checks.find((check) => check.name === name)!.code;
        return [exit, code('anchor'), code('status')];
      };
      await put('standing.json', await proofOf(of));
      expect(await found('proof.json', 'standing.json')).to.deep.equal([0, 'ANCHOR_VALID', 'STATUS_VALID']);
      await city.ask(clerk(), `/v1/licenses/${of}/suspend`, { basis: BASIS });
      await turns();
      await put('suspended.json', await proofOf(of));
      expect(await found('standing.json', 'suspended.json')).to.deep.equal([1, 'ANCHOR_VALID', 'SUSPENDED']);
    });

    it('are taken and checked by the commands of the guide', async () => {
      const blocks = (await readFile(GUIDE, 'utf8')).matchAll(/^```sh\n(.*?)^```/gms);
      const commands = [...blocks].map(([, block]) => block!).find((block) => block.includes('--at proven'))!;
      const { key, url } = clerk();
      const env = { ...process.env, KEY: key, HUB: url, ID: own };
      const script = commands.replace(
        'npm run verify --',
        `${process.execPath} ${VERIFIER} verify --lang en`,
      );
      const place = await newFolder();
      const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
        cwd: place,
        env,
      });
      expect(stdout).to.include('license.json: VALID as of ');
      await removeFolder(place);
    });

    it('are refused with the reason when a record in them was altered or too few have signed', async () => {
      const [record, ...others] = proof.records;
      await put('altered.json', {
        ...proof,
        records: [{ ...record!, value: record!.value!.replace('"v":1', '"v":2') }, ...others],
      });
      const altered = await checksOf('--proof', 'altered.json');
      expect(altered.checks.get('status')).to.deep.include({
        code: 'STATE_PROOF_REFUSED',
        data: { reason: 'MAP_PROOF_ROOT_DIFFERS' },
      });
      const [text, signatures] = proof.checkpoint.split('\n\n') as [string, string];
      const own = signatures.split('\n').filter((line) => !line.includes('/witness/'));
      await put('unsigned.json', { ...proof, checkpoint: `${text}\n\n${own.join('\n')}` });
      const unsigned = await checksOf('--proof', 'unsigned.json');
      expect(unsigned.checks.get('status')?.data).to.deep.equal({ reason: 'QUORUM_MISSING' });
      expect(unsigned.exit).not.to.equal(0);
    });

    it('change nothing for a document they are not about, and are no use without a trust file', async () => {
      const { type, issuer } = requireCode(parseCertificateIdentifier(own), 'id');
      const other = formatCertificateIdentifier({ type, issuer, serial: 'OTHER1', version: '001' });
      await put('other.json', await proofOf(other));
      expect((await checksOf('--proof', 'other.json')).checks.get('status')?.code).to.equal('NO_SOURCE');
      const { exit, stderr } = await verify('license.json', '--proof', 'proof.json');
      expect(exit).to.equal(2);
      expect(stderr).to.match(/ARGUMENTS_INVALID.*--proof needs --trust/);
    });

    it('name what is wrong with a file that is no proof', async () => {
      const { exit, stderr } = await verify(
        'license.json',
        '--trust',
        'trust.json',
        '--proof',
        'license.json',
      );
      expect(exit).to.equal(2);
      expect(stderr).to.match(/[A-Z]+_[A-Z]+/);
    });
  });

  describe('stand on a map', () => {
    it('that is rebuilt from the ledger with the proofs of every published checkpoint', async () => {
      const now = await proofOf(id);
      const older = await proofOf(id, `?checkpoint=${first}`);
      await city.stop();
      const { ok, lines } = await runCommand(readConfig({ HANLIAN_DATA: folder }), 'rebuild', []);
      expect(ok).to.equal(true);
      expect(lines.join('\n')).to.match(
        /bureau: the state map was made anew, with proofs for [2-9] checkpoints/,
      );
      city = await runCity(folder);
      expect(await proofOf(id, `?checkpoint=${first}`)).to.deep.equal(older);
      expect(await proofOf(id, `?checkpoint=${sizeOf(now)}`)).to.deep.equal(now);
    });

    it('that fsck compares with the ledger', async () => {
      await city.stop();
      const config = readConfig({ HANLIAN_DATA: folder });
      const [own] = config.hubs;
      const right = await runCommand(config, 'fsck', []);
      expect(right.lines.join('\n')).to.match(/the state map is right/);
      const map = await StateMap.open(mapFolder(own!.folder), { sha256: nodeHashes.sha256 });
      await map.step({
        block: map.head.block,
        changes: [['lic~forged', new Uint8Array([1])]],
        keep: false,
      });
      await map.close();
      const { lines, ok } = await runCommand(config, 'fsck', []);
      expect(ok).to.equal(false);
      expect(lines.join('\n')).to.match(/the state map has root/);
    });
  });
});
