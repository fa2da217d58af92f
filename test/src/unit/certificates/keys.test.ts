import { verify } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HanlianError } from '@hanlian/chaincode/domain';
import { openFileKeyStore, verifySm2, type KeyStore } from '@hanlian/certificates';

const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
const MESSAGE = Buffer.from('二级建造师注册证书');

const codeOf = async (action: Promise<unknown>): Promise<string> => {
  try {
    await action;
  } catch (error) {
    return error instanceof HanlianError ? error.code : String(error);
  }
  return 'no error';
};

/** S of a DER signature. */
const sOf = (signature: Uint8Array): bigint => {
  const rLength = signature[3]!;
  const s = signature.subarray(4 + rLength + 2);
  return BigInt(`0x${Buffer.from(s).toString('hex')}`);
};

describe('file key store', () => {
  let folder: string;
  const open = (passphrase = 'correct horse'): Promise<KeyStore> => openFileKeyStore({ folder, passphrase });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gives the same key after it was closed and opened again', async () => {
    const created = await (await open()).create('11430000006122244L');
    const reopened = await (await open()).signer('11430000006122244L');
    expect(reopened.publicKey.equals(created.publicKey)).to.equal(true);
    expect(verify('sha256', MESSAGE, created.publicKey, await reopened.sign(MESSAGE))).to.equal(true);
  });

  it('signs with S in the lower half, as Fabric demands', async () => {
    const signer = await (await open()).create('clerk');
    for (let i = 0; i < 64; i += 1) {
      const message = Buffer.from([i]);
      const signature = await signer.sign(message);
      expect(verify('sha256', message, signer.publicKey, signature)).to.equal(true);
      expect(sOf(signature) <= HALF_ORDER).to.equal(true);
    }
  });

  it('keeps Ed25519 keys beside the others', async () => {
    const created = await (await open()).create('log', 'Ed25519');
    const reopened = await (await open()).signer('log');
    expect(reopened.algorithm).to.equal('Ed25519');
    expect(verify(null, MESSAGE, created.publicKey, await reopened.sign(MESSAGE))).to.equal(true);
  });

  it('keeps SM2 keys beside the others', async () => {
    const created = await (await open()).create('seal', 'SM2');
    const reopened = await (await open()).signer('seal');
    expect(reopened.algorithm).to.equal('SM2');
    expect(verifySm2(MESSAGE, created.publicKey, await reopened.sign(MESSAGE))).to.equal(true);
  });

  it('says that the passphrase is wrong', async () => {
    await (await open()).create('clerk');
    expect(await codeOf(open('battery staple'))).to.equal('KEYSTORE_PASSPHRASE_WRONG');
  });

  it('never replaces a key', async () => {
    const store = await open();
    const first = await store.create('clerk');
    expect(await codeOf(store.create('clerk'))).to.equal('KEY_EXISTS');
    expect((await (await open()).signer('clerk')).publicKey.equals(first.publicKey)).to.equal(true);
  });

  it('lists its keys by name and knows which are missing', async () => {
    const store = await open();
    await store.create('seal');
    await store.create('clerk');
    await store.create('x'.repeat(64));
    expect(await store.list()).to.deep.equal(['clerk', 'seal', 'x'.repeat(64)]);
    expect([await store.has('seal'), await store.has('node')]).to.deep.equal([true, false]);
    expect(await codeOf(store.signer('node'))).to.equal('KEY_NOT_FOUND');
  });

  for (const name of ['', '../clerk', 'a/b', '.hidden', 'x'.repeat(65)]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 10))}`, async () => {
      expect(await codeOf((await open()).create(name))).to.equal('KEY_NAME_INVALID');
    });
  }

  it('finds out that two key files were exchanged', async () => {
    const store = await open();
    await store.create('clerk');
    await store.create('seal');
    await copyFile(join(folder, 'seal.key.json'), join(folder, 'clerk.key.json'));
    expect(await codeOf((await open()).signer('clerk'))).to.equal('KEYSTORE_DAMAGED');
  });

  it('finds out that a file was cut short', async () => {
    await (await open()).create('clerk');
    const path = join(folder, 'clerk.key.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -20));
    expect(await codeOf((await open()).signer('clerk'))).to.equal('KEYSTORE_DAMAGED');
  });

  it('leaves files only the owner can read, and no drafts', async () => {
    await chmod(folder, 0o700);
    await (await open()).create('clerk');
    const files = await readdir(folder);
    expect(files.sort()).to.deep.equal(['clerk.key.json', 'keystore.json']);
    for (const file of files) {
      expect((await stat(join(folder, file))).mode & 0o777).to.equal(0o600);
    }
  });
});
