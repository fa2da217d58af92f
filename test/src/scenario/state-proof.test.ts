import { expect } from 'chai';
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

describe('proofs of the state, taken from a hub and checked without it', () => {
  let folder: string;
  let city: RunningCity;
  let policy: LogPolicy;
  let id: string;

  const clerk = (): SampleCallerKey => city.callers.find(({ role }) => role === 'clerk')!;
  const turns = async (): Promise<void> => {
    for (const name of ['bureau', 'bank', 'auditor', 'bureau'] as const) {
      await city.hub(name).administration.log.turn();
    }
  };
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
    const { status, body } = await city.ask(clerk(), '/v1/licenses', ORDER);
    expect(status, JSON.stringify(body)).to.equal(201);
    id = (body.certificates as { id: string }[])[0]!.id;
    await turns();
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

  it('stand on a map that fsck compares with the ledger', async () => {
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
