import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { verifySeal, type SealResult } from '@hanlian/certificates';
import { needsOpenssl, openssl, run, withFolder, type Outcome } from '../../support/openssl.js';
import { sealingDepartment, type SealingDepartment } from '../../support/seals.js';

const CONTENT = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":1}');
const AT = new Date();
const outcome = (result: SealResult): string => (result.ok ? 'ok' : result.fault);

describe('seals and openssl', () => {
  before(needsOpenssl);
  let department: SealingDepartment;
  before(async () => {
    department = await sealingDepartment();
  });

  const verifyWithOpenssl = async (content: Uint8Array): Promise<Outcome> =>
    openssl(
      { 'seal.der': await department.sealer.seal(CONTENT, AT), 'root.pem': department.root, content },
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'seal.der'],
      ...['-content', 'content', '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out'],
    );

  /** Seals with openssl until S is in the lower half, which it is half of the time. */
  const sealWithOpenssl = (
    wanted: (result: SealResult) => boolean,
    ...options: string[]
  ): Promise<SealResult> =>
    withFolder(
      {
        content: CONTENT,
        'key.pem': department.privateKey.export({ format: 'pem', type: 'pkcs8' }),
        'seal.pem': department.certificate,
      },
      async (folder) => {
        for (let attempt = 0; attempt < 40; attempt += 1) {
          const { ok, output } = await run(folder, [
            ...['cms', '-sign', '-binary', '-md', 'sha256', '-in', 'content', '-signer', 'seal.pem'],
            ...['-inkey', 'key.pem', '-outform', 'DER', '-out', 'seal.der', ...options],
          ]);
          if (!ok) throw new Error(output);
          const result = verifySeal(await readFile(join(folder, 'seal.der')), CONTENT);
          if (wanted(result)) return result;
        }
        throw new Error('not in 40 attempts');
      },
    );

  it('openssl cms accepts ours, as CAdES', async () => {
    expect(await verifyWithOpenssl(CONTENT)).to.have.property('ok', true);
  });

  it('openssl cms refuses ours over other content', async () => {
    const { ok, output } = await verifyWithOpenssl(Buffer.from('{}'));
    expect(ok).to.equal(false);
    expect(output).to.match(/digest|verif/i);
  });

  it('we accept what openssl cms makes', async () => {
    const result = await sealWithOpenssl((seal) => seal.ok, '-cades');
    expect(result.ok && result.keyDigest).to.equal(department.sealer.keyDigest);
  });

  it('we refuse S in the upper half', async () => {
    const result = await sealWithOpenssl((seal) => !seal.ok, '-cades');
    expect(outcome(result)).to.equal('SEAL_SIGNATURE_WRONG');
  });

  it('we accept SHA-384 by the general way', async () => {
    const result = await sealWithOpenssl((seal) => seal.ok, '-cades', '-md', 'sha384');
    expect(result.ok && result.keyDigest).to.equal(department.sealer.keyDigest);
  });

  it('we refuse attached content, and a seal that does not name its certificate', async () => {
    const any = (): boolean => true;
    expect(outcome(await sealWithOpenssl(any, '-cades', '-nodetach'))).to.equal('SEAL_UNSUPPORTED');
    expect(outcome(await sealWithOpenssl(any))).to.equal('SEAL_UNSUPPORTED');
    expect(outcome(await sealWithOpenssl(any, '-cades', '-nocerts'))).to.not.equal('ok');
    expect(outcome(await sealWithOpenssl(any, '-cades', '-keyid'))).to.not.equal('ok');
  });
});

describe('seals of an RSA key', () => {
  before(needsOpenssl);
  const seal = (bits: string): Promise<SealResult> =>
    withFolder({ content: CONTENT }, async (folder) => {
      const key = [
        'req',
        '-x509',
        '-newkey',
        `rsa:${bits}`,
        '-nodes',
        '-keyout',
        'key.pem',
        '-subj',
        '/CN=seal',
      ];
      await run(folder, [...key, '-out', 'seal.pem']);
      const sign = [
        'cms',
        '-sign',
        '-binary',
        '-cades',
        '-md',
        'sha256',
        '-in',
        'content',
        '-signer',
        'seal.pem',
      ];
      await run(folder, [...sign, '-inkey', 'key.pem', '-outform', 'DER', '-out', 'seal.der']);
      return verifySeal(await readFile(join(folder, 'seal.der')), CONTENT);
    });

  it('are accepted from 2048 bits on', async () => {
    expect(outcome(await seal('2048'))).to.equal('ok');
  });

  it('are refused below', async () => {
    expect(outcome(await seal('1024'))).to.equal('SEAL_UNSUPPORTED');
  });
});
