import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { HanlianError } from '@hanlian/chaincode/domain';
import {
  createAuthority,
  createRequest,
  ecdsaSigner,
  openAuthority,
  provenPublicKey,
  type Authority,
  type Signer,
} from '@hanlian/certificates';

const NOW = new Date('2026-03-01T00:00:00.500Z');
const newSigner = (): Signer => ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

describe('authority', () => {
  const signer = newSigner();
  let authority: Authority;

  before(async () => {
    authority = await createAuthority({ organization: 'Bureau', signer, now: () => NOW });
  });

  const identity = async (now = NOW): Promise<X509Certificate> =>
    new X509Certificate(
      await openAuthority({
        organization: 'Bureau',
        certificate: authority.certificate,
        signer,
        now: () => now,
      }).issueIdentity({ commonName: 'clerk-1', publicKey: newSigner().publicKey, kind: 'client' }),
    );

  it('signs identities that its root vouches for, with the kind as organisational unit', async () => {
    const certificate = await identity();
    const root = new X509Certificate(authority.certificate);
    expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).to.equal(true);
    expect(certificate.subject.split('\n')).to.deep.equal(['O=Bureau', 'OU=client', 'CN=clerk-1']);
    expect([root.ca, certificate.ca]).to.deep.equal([true, false]);
  });

  it('dates a certificate a little back, in whole seconds', async () => {
    expect((await identity()).validFromDate.toISOString()).to.equal('2026-02-28T23:55:00.000Z');
  });

  it('lets no certificate outlive its root', async () => {
    const certificate = await identity(new Date('2045-12-01T00:00:00Z'));
    const root = new X509Certificate(authority.certificate);
    expect(certificate.validToDate.toISOString()).to.equal(root.validToDate.toISOString());
  });

  it('draws a new positive serial of 128 bits each time', async () => {
    const serials = (await Promise.all([identity(), identity()])).map(({ serialNumber }) => serialNumber);
    expect(new Set(serials).size).to.equal(2);
    for (const serial of serials) expect(serial).to.match(/^[4-7][0-9A-F]{31}$/);
  });
});

describe('certification request', () => {
  it('gives the key whose holder signed it', async () => {
    const signer = newSigner();
    const request = await createRequest(signer, { commonName: 'clerk-1', organization: 'Bank' });
    expect(provenPublicKey(request).equals(signer.publicKey)).to.equal(true);
  });

  it('is refused when another key signed it', async () => {
    const thief = { ...newSigner(), publicKey: newSigner().publicKey };
    const request = await createRequest(thief, { commonName: 'clerk-1', organization: 'Bank' });
    expect(() => provenPublicKey(request))
      .to.throw(HanlianError)
      .with.property('code', 'REQUEST_INVALID');
  });

  for (const [what, text, code] of [
    ['no PEM', 'hello', 'PEM_INVALID'],
    [
      'not a request',
      '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----',
      'REQUEST_INVALID',
    ],
  ] as const) {
    it(`is refused when it is ${what}`, () => {
      expect(() => provenPublicKey(text))
        .to.throw(HanlianError)
        .with.property('code', code);
    });
  }
});
