import { execFile } from 'node:child_process';
import { randomUUID, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { expect } from 'chai';
import {
  createSealer,
  drawSigner,
  fromPem,
  issueCertificate,
  issueRoot,
  keysBeside,
  lowS,
  openFileKeyStore,
  openTokenKeyStore,
  toPem,
  verifySeal,
  type KeyStore,
} from '@hanlian/certificates';
import { withFolder } from '../../support/openssl.js';
import { rejectionOf } from '../../support/refusal.js';
import { loseSessions, needsSoftHsm, softToken } from '../../support/softhsm.js';

const MESSAGE = Buffer.from('电子印章');

const codeOf = async (promise: Promise<unknown>): Promise<string> => (await rejectionOf(promise)).code;

describe('keys in a hardware module (PKCS #11, SoftHSM)', () => {
  before(needsSoftHsm);
  let prefix: string;
  const open = (): Promise<KeyStore> => openTokenKeyStore({ ...softToken(), prefix });
  beforeEach(() => {
    prefix = `${randomUUID()}/`;
  });

  it('draws a key in the token and finds it again by its name', async () => {
    const created = await (await open()).create('seal-a');
    const reopened = await (await open()).signer('seal-a');
    expect(reopened.publicKey.equals(created.publicKey)).to.equal(true);
    expect(verify('sha256', MESSAGE, created.publicKey, await reopened.sign(MESSAGE))).to.equal(true);
  });

  it('signs in DER with S in the lower half, also many times at once', async () => {
    const signer = await (await open()).create('seal-a');
    const messages = Array.from({ length: 64 }, (_, i) => Buffer.from([i]));
    const signatures = await Promise.all(messages.map((message) => signer.sign(message)));
    signatures.forEach((signature, i) => {
      expect(verify('sha256', messages[i]!, signer.publicKey, signature)).to.equal(true);
      expect(Buffer.compare(lowS(signature), signature)).to.equal(0);
    });
  });

  it('sets seals that verify as any other', async () => {
    const root = drawSigner('ES256');
    const subject = { commonName: 'Bureau', organization: 'Bureau' };
    const now = new Date();
    const issuer = { signer: root, certificate: await issueRoot(subject, root, now) };
    const signer = await (await open()).create('seal-a');
    const body = { profile: 'seal', subject, publicKey: signer.publicKey } as const;
    const { bytes } = await issueCertificate(body, issuer, now);
    const seal = await createSealer(signer, [toPem('CERTIFICATE', bytes)]).seal(MESSAGE, now);
    const verified = verifySeal(seal, MESSAGE);
    expect(
      verified.ok && verified.certificate.raw.equals(fromPem('CERTIFICATE', toPem('CERTIFICATE', bytes))),
    ).to.equal(true);
  });

  it('never replaces a key, says which are missing, and refuses what it cannot keep', async () => {
    const store = await open();
    await store.create('seal-b');
    await store.create('seal-a');
    expect(await codeOf(store.create('seal-a'))).to.equal('KEY_EXISTS');
    expect(await codeOf(store.signer('seal-c'))).to.equal('KEY_NOT_FOUND');
    expect(await codeOf(store.create('log', 'Ed25519'))).to.equal('KEY_UNSUPPORTED');
    expect(await codeOf(store.create('../seal'))).to.equal('KEY_NAME_INVALID');
    expect([await store.has('seal-a'), await store.has('seal-c')]).to.deep.equal([true, false]);
    expect(await store.list()).to.deep.equal(['seal-a', 'seal-b']);
  });

  it('keeps organisations that share a token apart', async () => {
    const bureau = await (await open()).create('root');
    const bank = await openTokenKeyStore({ ...softToken(), prefix: `${randomUUID()}/` });
    expect(await bank.has('root')).to.equal(false);
    expect((await bank.create('root')).publicKey.equals(bureau.publicKey)).to.equal(false);
  });

  // The hubs of one process open it at once; the library failed at that in one start of six, and sometimes ended the process.
  it('is asked by several organisations at once, for keys that others are drawing and looking for', async () => {
    const stores = await Promise.all(
      Array.from({ length: 3 }, () => openTokenKeyStore({ ...softToken(), prefix: `${randomUUID()}/` })),
    );
    const names = Array.from({ length: 12 }, (_, i) => `seal-${i}`);
    for (const listed of await Promise.all(
      stores.map(async (store) => {
        for (const name of names) {
          const signer = await store.create(name);
          expect(verify('sha256', MESSAGE, signer.publicKey, await signer.sign(MESSAGE))).to.equal(true);
          expect(await store.has(name)).to.equal(true);
        }
        return store.list();
      }),
    )) {
      expect(listed).to.deep.equal([...names].sort());
    }
  });

  it('logs in anew when its session was lost, and signs on with the same key', async () => {
    const store = await open();
    const signer = await store.create('seal-a');
    loseSessions();
    expect(verify('sha256', MESSAGE, signer.publicKey, await signer.sign(MESSAGE))).to.equal(true);
    loseSessions();
    expect(await store.has('seal-a')).to.equal(true);
    loseSessions();
    expect((await store.create('seal-b')).algorithm).to.equal('ES256');
  });

  it('names what is wrong: no library, no token, a wrong PIN', async () => {
    const wrong = (change: object): Promise<string> =>
      codeOf(openTokenKeyStore({ ...softToken(), prefix, ...change }));
    expect(await wrong({ library: '/nonexistent/p11.so' })).to.equal('PKCS11_MODULE_MISSING');
    expect(await wrong({ label: 'elsewhere' })).to.equal('PKCS11_TOKEN_ABSENT');
    expect(await wrong({ serial: 'another' })).to.equal('PKCS11_TOKEN_ABSENT');
    loseSessions();
    expect(await wrong({ pin: '000000' })).to.equal('PKCS11_PIN_REFUSED');
    expect(await (await open()).has('seal')).to.equal(false);
  });

  it('goes on with keys that lie in files, and draws new ones in the token', () =>
    withFolder({}, async (folder) => {
      const files = await openFileKeyStore({ folder, passphrase: 'correct horse' });
      const earlier = await files.create('root');
      const token = await open();
      const both = keysBeside(token, files, (name) => name !== 'clerk');
      expect((await both.signer('root')).publicKey.equals(earlier.publicKey)).to.equal(true);
      await both.create('seal-a');
      await both.create('seal-sm2', 'SM2');
      await both.create('clerk');
      expect(await token.list()).to.deep.equal(['seal-a']);
      expect(await both.list()).to.deep.equal(['clerk', 'root', 'seal-a', 'seal-sm2']);
      expect((await both.signer('seal-sm2')).algorithm).to.equal('SM2');
      expect(await both.has('seal-b')).to.equal(false);
    }));

  it('loads native code only where a token is configured', () =>
    withFolder({}, async (folder) => {
      const files = `openFileKeyStore(${JSON.stringify({ folder, passphrase: 'correct horse' })})`;
      expect(await sharedObjects(`await (await ${files}).create('seal');`)).to.not.match(/pkcs11|softhsm/);
      const token = `openTokenKeyStore(${JSON.stringify({ ...softToken(), prefix })})`;
      expect(await sharedObjects(`await ${token};`))
        .to.match(/pkcs11\.node/)
        .and.match(/libsofthsm2/);
    }));
});

/** What a child process has mapped after it did some work with the library. */
const sharedObjects = async (work: string): Promise<string> => {
  const certificates = new URL('../../../../certificates/dist/index.js', import.meta.url).href;
  const script = `
    const { readFileSync } = await import('node:fs');
    const { openFileKeyStore, openTokenKeyStore } = await import(${JSON.stringify(certificates)});
    ${work}
    process.stdout.write(readFileSync('/proc/self/maps', 'utf8'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    maxBuffer: 2 ** 24,
  });
  return stdout;
};
