import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openTokenKeyStore } from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { needsOpenssl, openssl } from '../support/openssl.js';
import { rejectionOf } from '../support/refusal.js';
import { loseSessions, needsSoftHsm, softToken, tokenSettings } from '../support/softhsm.js';

const order = {
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

describe('a hub whose seals lie in a hardware module', () => {
  before(needsOpenssl);
  before(needsSoftHsm);
  const settings = (): Record<string, string> => ({
    ...tokenSettings(softToken()),
    HANLIAN_PUBLIC_URL: 'http://{hub}.example.cn/chain/',
  });
  let folder: string;
  let city: RunningCity;
  let clerk: SampleCallerKey;

  const open = async (): Promise<void> => {
    city = await runCity(folder, {}, settings());
    clerk = city.callers.find(({ role }) => role === 'clerk')!;
  };
  before(async () => {
    folder = await newFolder();
    await open();
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  /** Issues one, and asks another hub, which has no token of this organisation, what it is worth. */
  const issued = async (): Promise<{ verdict: unknown; document: JsonObject }> => {
    const { status, body } = await city.ask(clerk, '/v1/licenses', order);
    expect(status, JSON.stringify(body)).to.equal(201);
    const { id } = (body.certificates as { id: string }[])[0]!;
    const { body: document } = await city.ask(clerk, `/v1/licenses/${id}/document`);
    const { body: verification } = await city.ask('bank', '/v1/verifications', { document });
    return { verdict: verification.verdict, document };
  };
  const valid = async (): Promise<JsonObject> => {
    const { verdict, document } = await issued();
    expect(verdict).to.equal('VALID');
    return document;
  };

  it('draws its P-256 keys there and keeps none of them in its folder', async () => {
    const token = await openTokenKeyStore({ ...softToken(), prefix: 'bureau/' });
    expect(await token.list()).to.include.members(['issuing-es256-1', 'root', `seal-${clerk.department}`]);
    const files = await readdir(join(folder, 'bureau', 'key-store'));
    const kept = files.filter((name) => /^(root|issuing|seal)/.test(name));
    expect(kept.filter((name) => !name.includes('sm2'))).to.deep.equal([]);
  });

  it('issues certificates that another hub, without the module, finds valid', async () => {
    await valid();
  });

  it('goes on after the module ended every session', async () => {
    loseSessions();
    await valid();
  });

  it('seals with the same keys after a restart', async () => {
    const sealedBy = ({ seal }: JsonObject): Promise<string> => sealCertificate(seal as string);
    const earlier = await sealedBy(await valid());
    await city.stop();
    await open();
    expect(await sealedBy(await valid())).to.equal(earlier);
  });

  it('names in a seal’s certificate where its list and its OCSP responder are', async () => {
    const shown = await sealCertificate((await valid()).seal as string);
    expect(shown).to.include('URI:http://bureau.example.cn/chain/v1/pki/issuers/es256-1/crl');
    expect(shown).to.include('OCSP - URI:http://bureau.example.cn/chain/v1/pki/ocsp');
  });

  it('does not start when the token is gone, and says so', async () => {
    const elsewhere = { ...settings(), ...tokenSettings({ ...softToken(), label: 'unplugged' }) };
    const empty = await newFolder();
    try {
      const { code } = await rejectionOf(runCity(empty, {}, elsewhere));
      expect(code).to.equal('PKCS11_TOKEN_ABSENT');
    } finally {
      await removeFolder(empty);
    }
  });
});

/** The first certificate of a seal, as openssl prints it. */
const sealCertificate = async (seal: string): Promise<string> => {
  const files = { 'seal.der': Buffer.from(seal, 'base64') };
  const { ok, output } = await openssl(
    files,
    'pkcs7',
    '-inform',
    'DER',
    '-in',
    'seal.der',
    '-print_certs',
    '-text',
  );
  expect(ok, output).to.equal(true);
  return output;
};
