import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parseCheckpoint, parseNote, utf8Encode, type HanlianError } from '@hanlian/chaincode/domain';
import { readTrust, type TrustBundle } from '@hanlian/certificates';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const run = promisify(execFile);
const GUIDE = join(import.meta.dirname, '../../../docs/verification.md');

describe("a hub's trust file", () => {
  let folder: string;
  let city: RunningCity;
  let bundle: TrustBundle;

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    for (const name of ['bureau', 'bank', 'auditor'] as const) await city.hub(name).administration.log.turn();
    bundle = (await city.ask('auditor', '/v1/trust')).body as unknown as TrustBundle;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const certificateOf = ({ signature }: TrustBundle): Uint8Array =>
    new X509Certificate(signature!.certificate).raw;
  const read = (file: object, ...signers: Uint8Array[]): unknown => {
    try {
      const bytes = utf8Encode(JSON.stringify(file));
      return readTrust(bytes, signers.length === 0 ? undefined : signers).madeAt;
    } catch (error) {
      return (error as HanlianError).code;
    }
  };

  it('says whose seals count, which log, who must have signed it, and how far it had come', () => {
    const now = Math.floor(Date.now() / 1000);
    expect(bundle.madeAt).to.be.within(now - 120, now);
    for (const part of ['departments', 'types', 'accreditations', 'sealKeys'] as const)
      expect(bundle[part], part).to.not.be.empty;
    const [log] = bundle.logs!;
    expect(log!.log.keys).to.have.lengthOf(2);
    expect(log!.witnesses.map(({ organisation }) => organisation)).to.have.members([
      'BureauMSP',
      'BankMSP',
      'AuditorMSP',
    ]);
    expect(log!.quorum).to.equal(2);
    expect(parseCheckpoint(parseNote(log!.checkpoint!).text).origin).to.equal(log!.origin);
  });

  it('is believed by its signer, who is pinned by certificate', async () => {
    const other = (await city.ask('bank', '/v1/trust')).body as unknown as TrustBundle;
    expect(read(bundle)).to.equal(bundle.madeAt);
    expect(read(bundle, certificateOf(other), certificateOf(bundle))).to.equal(bundle.madeAt);
    expect(read(bundle, certificateOf(other))).to.equal('TRUST_SIGNER_UNKNOWN');
  });

  it('is refused when anything in it was changed since it was signed, whether or not a signer is named', () => {
    const [log] = bundle.logs!;
    for (const changed of [
      { ...bundle, madeAt: bundle.madeAt + 1 },
      { ...bundle, sealKeys: bundle.sealKeys.slice(1) },
      { ...bundle, logs: [{ ...log!, quorum: 1 }] },
      { ...bundle, signature: { ...bundle.signature!, value: 'AAAA' } },
      { ...bundle, signature: { ...bundle.signature!, certificate: 'none' } },
    ]) {
      expect(read(changed)).to.equal('TRUST_SIGNATURE_WRONG');
      expect(read(changed, certificateOf(bundle))).to.equal('TRUST_SIGNATURE_WRONG');
    }
  });

  it('may be made by hand, but not where a signer is named', () => {
    const unsigned = { ...bundle, signature: undefined };
    expect(read(unsigned)).to.equal(bundle.madeAt);
    expect(read(unsigned, certificateOf(bundle))).to.equal('TRUST_SIGNER_UNKNOWN');
  });

  it('verifies with openssl, as the guide says', async () => {
    const blocks = (await readFile(GUIDE, 'utf8')).matchAll(/^```sh\n(.*?)^```/gms);
    const commands = [...blocks].map(([, block]) => block!).find((block) => block.includes('openssl dgst'))!;
    await writeFile(join(folder, 'trust.json'), JSON.stringify(bundle));
    await writeFile(join(folder, 'signer.pem'), bundle.signature!.certificate);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder });
    expect(stdout.trim()).to.equal('Verified OK');
  });
});
