import { expect } from 'chai';
import { join } from 'node:path';
import {
  createAuthority,
  drawSigner,
  fromPem,
  openFileKeyStore,
  readCertificate,
  revocationStatus,
  writeOcspRequest,
  type Authority,
  type KeyStore,
} from '@hanlian/certificates';
import { openPki, type Pki } from '@hanlian/gateway/pki/index';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { RegistryView } from '@hanlian/gateway/services/registry-view';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { newFolder, removeFolder } from '../../support/folders.js';

describe('an organisation’s own authority', () => {
  let folder: string;
  let store: Store;
  let writer: GroupWriter;
  let model: ReadModel;
  let keys: KeyStore;
  let authority: Authority;

  before(async () => {
    folder = await newFolder();
    store = await openStore(join(folder, 'store'));
    writer = new GroupWriter(store);
    model = await ReadModel.open(join(folder, 'index'), 'hanlian');
    keys = await openFileKeyStore({ folder: join(folder, 'keys'), passphrase: 'correct horse' });
    authority = await createAuthority({ organization: 'Bureau', signer: await keys.create('root') });
  });
  after(async () => {
    await model.close();
    await store.close();
    await removeFolder(folder);
  });

  /** As a hub that has just started finds it. */
  const open = (): Promise<Pki> =>
    openPki({ store, writer, keys, authority, registry: new RegistryView(model), clock: Date.now });

  // The row of a new authority once stood on disk before the answer did: a kill in between left an authority that
  // nobody had been told of, and the repeated request made another.
  it('has no authority more when it stopped before the answer was on disk', async () => {
    const { issuers } = await open();
    const first = await issuers.current('ES256');
    await issuers.prepare('ES256');
    await issuers.adopt();
    expect(issuers.list().map(({ id }) => id)).to.deep.equal([first.id]);
    const restarted = (await open()).issuers;
    expect(restarted.list().map(({ id }) => id)).to.deep.equal([first.id]);
    const [{ made, changes }, again] = await Promise.all([
      restarted.prepare('ES256'),
      restarted.prepare('ES256'),
    ]);
    expect(again.made).to.equal(made);
    await writer.write(changes);
    await restarted.adopt();
    await restarted.adopt();
    for (const each of [restarted, (await open()).issuers]) {
      expect(each.list().map(({ id }) => id)).to.deep.equal(['es256-1', 'es256-2']);
      expect((await each.current('ES256')).certificate).to.equal(made.certificate);
    }
  });

  it('does not call a certificate good whose key the ledger has not taken', async () => {
    const { certificates, publication, issuers } = await open();
    const owner = { code: '11410800MB18523953', name: '示例局' };
    const { given, changes } = await certificates.issue(owner, drawSigner('ES256').publicKey, 'ES256');
    await writer.write(changes);
    const certificate = readCertificate(fromPem('CERTIFICATE', given.certificate));
    const { certificate: issuer } = issuers.find(given.issuer)!.issuer;
    const { request } = writeOcspRequest(certificate, issuer);
    const evidence = await publication.answer(request);
    const status = revocationStatus({ evidence, certificate, issuer, at: new Date() });
    expect(status).to.deep.equal({ status: 'unknown', fault: 'CERTIFICATE_UNKNOWN' });
  });
});
