import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateSm2Key, sm2Signer, verifySm2 } from '@hanlian/certificates';
import { needsOpenssl, run, withFolder } from '../../support/openssl.js';

const MESSAGE = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":1}');
const USER_ID = '1234567812345678';
const rawWith = (userId: string): string[] => ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${userId}`];

describe('SM2 and openssl', () => {
  before(needsOpenssl);

  const signedByOpenssl = (userId: string): Promise<{ verified: boolean }> =>
    withFolder({ message: MESSAGE }, async (folder) => {
      await run(folder, ['ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'key.pem']);
      const sign = ['pkeyutl', '-sign', '-in', 'message', '-inkey', 'key.pem', '-out', 'signature'];
      const { ok, output } = await run(folder, [...sign, ...rawWith(userId)]);
      if (!ok) throw new Error(output);
      const key = createPublicKey(createPrivateKey(await readFile(join(folder, 'key.pem'))));
      return { verified: verifySm2(MESSAGE, key, await readFile(join(folder, 'signature'))) };
    });

  it('we accept what pkeyutl signs with the national user id', async () => {
    expect(await signedByOpenssl(USER_ID)).to.deep.equal({ verified: true });
  });

  it('we refuse what pkeyutl signs with another user id, or none', async () => {
    expect(await signedByOpenssl('1234567812345679')).to.deep.equal({ verified: false });
    expect(await signedByOpenssl('')).to.deep.equal({ verified: false });
  });

  it('pkeyutl accepts ours with the national user id, and no other', async () => {
    const signer = sm2Signer(generateSm2Key());
    const files = {
      message: MESSAGE,
      'key.pem': signer.publicKey.export({ format: 'pem', type: 'spki' }),
    };
    await withFolder(files, async (folder) => {
      // Many times, since a short number is written in fewer bytes about once in 128 signatures.
      for (let round = 0; round < 20; round += 1) {
        await writeFile(join(folder, 'signature'), await signer.sign(MESSAGE));
        const verify = ['pkeyutl', '-verify', '-in', 'message', '-pubin', '-inkey', 'key.pem'];
        const own = await run(folder, [...verify, '-sigfile', 'signature', ...rawWith(USER_ID)]);
        expect(own.ok, own.output).to.equal(true);
        const other = await run(folder, [...verify, '-sigfile', 'signature', ...rawWith('')]);
        expect(other.ok).to.equal(false);
      }
    });
  });
});
