import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import type * as shim from 'fabric-shim';
import { requireShim } from '@hanlian/gateway/ledger/embedded/shim';
import {
  createAuthority,
  createRequest,
  ecdsaSigner,
  provenPublicKey,
  type Authority,
} from '@hanlian/certificates';
import { needsOpenssl, openssl, run, withFolder } from '../../support/openssl.js';

const { ClientIdentity } = requireShim('./index.js') as typeof shim;
const DEPARTMENT = '11430000006122244L';
const newSigner = (): ReturnType<typeof ecdsaSigner> =>
  ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);

describe('certificates of the authority', () => {
  before(needsOpenssl);
  let authority: Authority;
  before(async () => {
    authority = await createAuthority({ organization: '湖南省住房和城乡建设厅', signer: newSigner() });
  });

  const issueIdentity = (): Promise<string> =>
    authority.issueIdentity({
      commonName: 'clerk-1',
      publicKey: newSigner().publicKey,
      kind: 'client',
      attributes: { role: 'clerk', dept: DEPARTMENT },
    });

  const issueSeal = (): Promise<string> =>
    authority.issueSeal({
      department: '湖南省住房和城乡建设厅',
      departmentCode: DEPARTMENT,
      publicKey: newSigner().publicKey,
    });

  it('pass openssl verify with strict X.509 rules', async () => {
    const files = {
      'root.pem': authority.certificate,
      'leaf.pem': await issueIdentity(),
      'seal.pem': await issueSeal(),
    };
    const outcome = await openssl(
      files,
      'verify',
      '-x509_strict',
      '-CAfile',
      'root.pem',
      'leaf.pem',
      'seal.pem',
    );
    expect(outcome.output).to.equal('leaf.pem: OK\nseal.pem: OK\n');
  });

  it('carry what Fabric’s MSP looks at', async () => {
    const { output } = await openssl(
      { 'leaf.pem': await issueIdentity() },
      'x509',
      '-in',
      'leaf.pem',
      '-noout',
      '-text',
    );
    expect(output).to.match(/Basic Constraints: critical\s+CA:FALSE/);
    expect(output).to.match(/Key Usage: critical\s+Digital Signature\n/);
    expect(output).to.match(/Subject Key Identifier/);
    expect(output).to.match(/Authority Key Identifier/);
    expect(output).to.match(/Signature Algorithm: ecdsa-with-SHA256/);
    const root = await openssl(
      { 'root.pem': authority.certificate },
      'x509',
      '-in',
      'root.pem',
      '-noout',
      '-text',
    );
    expect(root.output).to.match(/Basic Constraints: critical\s+CA:TRUE, pathlen:1/);
    expect(root.output).to.match(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
  });

  it('show fabric-shim’s ClientIdentity the role and the department', async () => {
    const certificate = await issueIdentity();
    const creator = { mspid: 'BureauMSP', idBytes: Buffer.from(certificate) };
    const stub = {
      getChannelID: () => 'city',
      getTxID: () => 'tx',
      getCreator: () => creator,
    } as unknown as shim.ChaincodeStub;
    const client = new ClientIdentity(stub);
    expect(client.getMSPID()).to.equal('BureauMSP');
    expect(client.getAttributeValue('role')).to.equal('clerk');
    expect(client.getAttributeValue('dept')).to.equal(DEPARTMENT);
    expect(client.getAttributeValue('hf.EnrollmentID')).to.equal('clerk-1');
    expect(client.getAttributeValue('hf.Type')).to.equal('client');
  });

  it('name the department and its code on a seal', async () => {
    const { output } = await openssl(
      { 'seal.pem': await issueSeal() },
      'x509',
      '-in',
      'seal.pem',
      '-noout',
      '-subject',
      '-nameopt',
      'utf8,sep_comma_plus',
    );
    expect(output)
      .to.contain('O=湖南省住房和城乡建设厅')
      .and.to.contain(`organizationIdentifier=${DEPARTMENT}`);
  });
});

describe('certification requests', () => {
  before(needsOpenssl);
  it('of ours are accepted by openssl', async () => {
    const request = await createRequest(newSigner(), { commonName: 'clerk-1', organization: 'Bank' });
    const outcome = await openssl(
      { 'request.pem': request },
      'req',
      '-in',
      'request.pem',
      '-verify',
      '-noout',
    );
    expect(outcome.output).to.match(/verify OK/);
  });

  it('of openssl are accepted by us', async () => {
    const request = await withFolder({}, async (folder) => {
      await run(folder, ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'key.pem']);
      return (await run(folder, ['req', '-new', '-key', 'key.pem', '-subj', '/O=Bank/CN=officer-1'])).output;
    });
    expect(provenPublicKey(request).asymmetricKeyType).to.equal('ec');
  });

  it('for an RSA key are refused', async () => {
    const request = await withFolder({}, async (folder) => {
      await run(folder, ['genrsa', '-out', 'key.pem', '2048']);
      return (await run(folder, ['req', '-new', '-key', 'key.pem', '-subj', '/CN=officer-1'])).output;
    });
    expect(() => provenPublicKey(request))
      .to.throw()
      .with.property('code', 'KEY_UNSUPPORTED');
  });
});
