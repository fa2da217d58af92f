import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  compactPresentation,
  drawSigner,
  presentationCode,
  presentSdJwt,
  type Signer,
} from '@hanlian/certificates';
import {
  generateCitizenNumber,
  holderKeyDigest,
  type JsonObject,
  type VerificationAnswer,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { scan } from '../support/qr.js';

const CARD = '11100000000013127D001';
const basis = { law: '居民身份证法第三条', document: '示例〔2026〕3号' };
const code = generateCitizenNumber({ region: '420100', birthDate: '1990-05-20', sequence: '001' });
const person = { typeCode: '111', code, name: '赵安宁' };
const PURPOSE = '办理开户';
const BANK = DEPARTMENTS.bankOne.code;
const random32 = (): string => randomBytes(32).toString('base64url');

/** What a person shows at a bank's counter, from the issue to the counter's restart. */
describe('a certificate shown by its holder', function () {
  this.timeout(120_000);

  let folder: string;
  let city: RunningCity;
  let id: string;
  let holder: Signer;
  let sdJwt: string;

  const callerOf = ({ code: department }: { code: string }, role: string): SampleCallerKey =>
    city.callers.find((one) => one.department === department && one.role === role)!;
  const police = (): SampleCallerKey => callerOf(DEPARTMENTS.police, 'clerk');
  const bankOne = (): SampleCallerKey => callerOf(DEPARTMENTS.bankOne, 'officer');
  const start = async (): Promise<void> => {
    city = await runCity(folder);
  };

  before(async () => {
    folder = await newFolder();
    await start();
    const issued = await city.ask(police(), '/v1/licenses', {
      type: CARD,
      basis,
      certificates: [
        {
          holders: [person],
          fields: { name: person.name, citizenNumber: code, address: '武汉市示例路1号' },
        },
      ],
    });
    expect(issued.status, JSON.stringify(issued.body)).to.equal(201);
    id = (issued.body.certificates as { id: string }[])[0]!.id;
    holder = drawSigner('ES256');
    const exported = await exportFor(police(), await bind(police(), holder));
    expect(exported.status, JSON.stringify(exported.body)).to.equal(200);
    sdJwt = exported.body.sdJwt as string;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  /** Binds a person's key: the ledger gets its salted digest, the holder's department keeps the rest. */
  const bind = async (by: SampleCallerKey, signer: Signer): Promise<JsonObject> => {
    const publicKey = signer.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    const salt = randomBytes(16).toString('base64url');
    const keyId = random32();
    const bound = await city.put(by, `/v1/holder-keys/${keyId}`, {
      holder: { kind: 'person', keyDigest: holderKeyDigest(nodeHashes.sha256, salt, publicKey) },
      evidence: { kind: 'identityProvider', digest: random32() },
      since: '2026-01-01',
    });
    expect(bound.status, JSON.stringify(bound.body)).to.be.oneOf([200, 201]);
    return { id: keyId, person: { publicKey, salt } };
  };
  const exportFor = (
    by: SampleCallerKey,
    holderKey: JsonObject,
  ): Promise<{ status: number; body: JsonObject }> =>
    city.ask(by, `/v1/licenses/${id}/sd-jwt`, { holderKey });
  const show = (names: readonly string[] = ['over18']): Promise<string> => {
    const nonce = randomBytes(12).toString('base64url');
    const at = Math.floor(Date.now() / 1000);
    return presentSdJwt(sdJwt, { names, audience: BANK, nonce, purpose: PURPOSE, at }, holder);
  };
  const verify = async (
    text: string,
    by: SampleCallerKey | 'bank' | 'bureau',
  ): Promise<VerificationAnswer> => {
    const answer = await city.ask(by, '/v1/verifications', { file: Buffer.from(text).toString('base64') });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body as unknown as VerificationAnswer;
  };
  const presentationIn = ({ verdict, checks }: VerificationAnswer): [string, string | undefined] => [
    verdict,
    checks.find(({ name }) => name === 'presentation')?.code,
  ];

  it('tells the bank of age and nothing else, once', async () => {
    const text = await show();
    const answer = await verify(text, bankOne());
    expect(presentationIn(answer), JSON.stringify(answer)).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    expect(answer.presented).to.deep.include({
      license: id,
      fields: {},
      facts: { over18: true },
      purpose: PURPOSE,
    });
    expect(JSON.stringify(answer)).to.not.contain(person.name);
    expect(presentationIn(await verify(text, bankOne()))).to.deep.equal(['INVALID', 'PRESENTATION_REPLAYED']);
  });

  it('is refused a second time after the bank’s hub was restarted, and of two at once one is', async () => {
    const text = await show();
    const officer = bankOne();
    const both = await Promise.all([verify(text, officer), verify(text, officer)]);
    expect(both.map(({ verdict }) => verdict).sort()).to.deep.equal(['INVALID', 'VALID']);
    await city.stop();
    await start();
    expect(presentationIn(await verify(text, bankOne()))).to.deep.equal(['INVALID', 'PRESENTATION_REPLAYED']);
  });

  it('is as good as a QR code, once, whatever form it comes back in', async () => {
    const text = await show(['name', 'citizenNumber', 'over18']);
    const { text: scanned, version } = await scan(presentationCode(compactPresentation(text)));
    expect(version).to.be.at.most(20);
    const answer = await verify(scanned, bankOne());
    expect(presentationIn(answer), JSON.stringify(answer)).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    expect(answer.presented).to.deep.include({
      license: id,
      fields: { name: person.name, citizenNumber: person.code },
    });
    await city.stop();
    await start();
    for (const again of [scanned, text]) {
      expect(presentationIn(await verify(again, bankOne()))).to.deep.equal([
        'INVALID',
        'PRESENTATION_REPLAYED',
      ]);
    }
    const other = compactPresentation(await show());
    expect(presentationIn(await verify(other, callerOf(DEPARTMENTS.bankTwo, 'officer')))).to.deep.equal([
      'INVALID',
      'AUDIENCE_WRONG',
    ]);
  });

  it('is for the bank it was made for, and for nobody who does not say who they are', async () => {
    const text = await show(['address']);
    expect(presentationIn(await verify(text, callerOf(DEPARTMENTS.bankTwo, 'officer')))).to.deep.equal([
      'INVALID',
      'AUDIENCE_WRONG',
    ]);
    expect(presentationIn(await verify(text, 'bank'))).to.deep.equal(['UNKNOWN', 'AUDIENCE_UNKNOWN']);
    const answer = await verify(text, bankOne());
    expect(answer.presented?.fields).to.deep.equal({ address: '武汉市示例路1号' });
  });

  it('is no presentation where the verifier drew a nonce and got a file', async () => {
    const file = Buffer.from(sdJwt).toString('base64');
    const asked = { file, nonce: 'drawn-by-the-bank' };
    const { body } = await city.ask(bankOne(), '/v1/verifications', asked);
    expect(presentationIn(body as unknown as VerificationAnswer)).to.deep.equal([
      'INVALID',
      'HOLDER_PROOF_MISSING',
    ]);
  });

  it('leaves the hub only for the department in charge, with a key that is bound', async () => {
    const foreign = await city.ask(callerOf(DEPARTMENTS.market, 'clerk'), `/v1/licenses/${id}/sd-jwt`, {});
    expect([foreign.status, foreign.body.code]).to.deep.equal([404, 'NOT_FOUND']);
    const bound = await bind(police(), drawSigner('ES256'));
    const swapped = { ...bound, person: (await bind(police(), drawSigner('ES256'))).person! };
    for (const wrong of [swapped, { ...bound, id: random32() }, { id: bound.id! }]) {
      const refused = await exportFor(police(), wrong);
      expect([refused.status, refused.body.code]).to.deep.equal([422, 'HOLDER_KEY_REFUSED']);
    }
    const future = await city.ask(police(), `/v1/licenses/${id}/sd-jwt`, { validOn: '2999-01-01' });
    expect(future.body).to.include({ code: 'FIELD_INVALID', field: 'validOn' });
  });

  it('says on which day it was in force', async () => {
    const { body } = await city.ask(police(), `/v1/licenses/${id}/sd-jwt`, {
      validOn: '2020-01-01',
    });
    const answer = await verify(body.sdJwt as string, 'bureau');
    expect([answer.verdict, answer.presented?.validOn]).to.deep.equal(['VALID', null]);
    const today = await verify(sdJwt, 'bureau');
    expect(today.presented?.validOn).to.match(/^\d{4}-\d\d-\d\d$/);
  });

  it('is INVALID from when the certificate is suspended', async () => {
    const suspended = await city.ask(police(), `/v1/licenses/${id}/suspend`, { basis });
    expect(suspended.status, JSON.stringify(suspended.body)).to.equal(200);
    const answer = await verify(await show(), bankOne());
    expect(answer.checks.find(({ name }) => name === 'status')?.code).to.equal('SUSPENDED');
    expect(answer.presented).to.equal(undefined);
  });
});
