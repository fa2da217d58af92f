import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CaClient } from '@hanlian/ca-client';
import { ecdsaSigner, type Signer } from '@hanlian/certificates';
import { FabricEnroller } from '@hanlian/gateway/callers/fabric-enroller';
import { readConnection, identityOf } from '@hanlian/gateway/ledger/fabric/index';
import { sharedNetwork } from './shared-network.js';

const newSigner = (): Signer => ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const clerk = { role: 'clerk', department: '11420100MB9A000223' };

/** A hub as the registrar of its callers, at its organisation's real authority. */
describe('enrolment at Fabric CA', () => {
  const name = `clerk-${randomBytes(4).toString('hex')}`;
  const signer = newSigner();
  let client: CaClient;
  let enroller: FabricEnroller;
  let certificate: string;

  const refusal = (work: Promise<unknown>): Promise<{ code?: string; message?: string }> =>
    work.then(
      () => ({}),
      (error: unknown) => error as { code: string; message: string },
    );

  before(async () => {
    const connection = readConnection((await sharedNetwork()).connection('bureau'));
    const { name: authority, url, tlsRootCert } = connection.ca!;
    const place = { name: authority, host: 'localhost', port: Number(new URL(url).port), caName: 'ca' };
    client = new CaClient({ ...place, tlsRoot: readFileSync(tlsRootCert, 'utf8') });
    enroller = new FabricEnroller(client, await identityOf(connection, 'hub'), 'bureau');
  });
  after(() => client.close());

  it("certifies the caller's own key, under its name", async () => {
    certificate = await enroller.enrol(name, signer, clerk);
    const { publicKey, subject } = new X509Certificate(certificate);
    expect(publicKey.equals(signer.publicKey)).equal(true);
    expect(subject).include(`CN=${name}`);
  });

  it('gives the certificate again whose way to the hub was cut off', async () => {
    expect(await enroller.enrol(name, signer, clerk)).equal(certificate);
  });

  it("renews the caller's certificate over its key, with what it says of the caller", async () => {
    const renewed = await enroller.renew(name, { certificate, signer });
    const [before, after] = [new X509Certificate(certificate), new X509Certificate(renewed)];
    expect(after.serialNumber).not.equal(before.serialNumber);
    expect(after.publicKey.equals(signer.publicKey)).equal(true);
    expect(after.subject).equal(before.subject);
    expect(after.raw.toString('latin1')).include('"role":"clerk"').and.include(clerk.department);
  });

  it('renews nothing for whoever has not the key', async () => {
    const { code } = await refusal(enroller.renew(name, { certificate, signer: newSigner() }));
    expect(code).equal('ENROLMENT_REFUSED');
  });

  it('goes on where an earlier attempt had registered only', async () => {
    const half = `${name}-half`;
    const connection = readConnection((await sharedNetwork()).connection('bureau'));
    const registrar = await identityOf(connection, 'hub');
    await client.register(registrar, { id: half, type: 'client', attributes: { role: 'auditor' } });
    expect(new X509Certificate(await enroller.enrol(half, newSigner(), clerk)).subject).include(`CN=${half}`);
  });

  it('refuses another key for a name that is certified', async () => {
    const { code, message } = await refusal(enroller.enrol(name, newSigner(), clerk));
    expect(code).equal('ENROLMENT_REFUSED');
    expect(message).include(name);
  });

  it('lets the hub make clients only, with the attributes contracts decide by', async () => {
    const connection = readConnection((await sharedNetwork()).connection('bureau'));
    const registrar = await identityOf(connection, 'hub');
    const [admin, revoker] = await Promise.all([
      refusal(client.register(registrar, { id: `${name}-admin`, type: 'admin' })),
      refusal(
        client.register(registrar, { id: `${name}-r`, type: 'client', attributes: { 'hf.Revoker': 'true' } }),
      ),
    ]);
    expect([admin.code, revoker.code]).deep.equal(['CA_REFUSED', 'CA_REFUSED']);
  });

  it('says so when the authority does not answer', async () => {
    const place = { name: 'ca.gone', host: 'localhost', port: 1, caName: 'ca' };
    const gone = new CaClient({ ...place, tlsRoot: certificate });
    const lost = new FabricEnroller(gone, { certificate, privateKey: PRIVATE_KEY }, 'bureau');
    expect((await refusal(lost.enrol(name, signer, clerk))).code).equal('AUTHORITY_UNAVAILABLE');
    gone.close();
  });
});

const PRIVATE_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
