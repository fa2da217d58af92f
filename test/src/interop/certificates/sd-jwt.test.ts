import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { drawSigner, verifySdJwt } from '@hanlian/certificates';
import { DAY, SEALED_AT } from '../../support/evidence.js';
import { AUDIENCE, NONCE, otherTool, sdJwtWorld, type SdJwtWorld } from '../../support/sd-jwt.js';

const NOW = SEALED_AT + DAY;

describe('SD-JWT beside @sd-jwt/core', () => {
  let here: SdJwtWorld;
  let other: ReturnType<typeof otherTool>;
  before(async () => {
    here = await sdJwtWorld();
    const { privateKey, certificate } = here.city.department;
    other = otherTool(privateKey, certificate, here.holder.publicKey);
  });

  const refuses = async (text: string, options: object = {}): Promise<boolean> =>
    other.verify(text, { currentDate: NOW, ...options }).then(
      () => false,
      () => true,
    );
  const verdictOf = async (text: string): Promise<string> =>
    (
      await verifySdJwt(text, {
        ...here.context,
        ...(text.endsWith('~')
          ? {}
          : {
              presentation: {
                audience: AUDIENCE,
                nonce: NONCE,
                now: NOW,
                isRequired: true,
                once: () => Promise.resolve(true),
              },
            }),
      })
    ).verdict;

  it('it verifies ours and reads the same claims', async () => {
    const { payload, header } = await other.verify(here.sdJwt, { currentDate: NOW });
    const claims = payload as Record<string, Record<string, unknown>>;
    expect(claims.fields).to.include({ grade: '100', specialty: null });
    expect(claims.facts).to.deep.equal({ over18: true, rich: true });
    expect(claims.holders).to.deep.equal(here.credential.holders);
    expect(header).to.include({ alg: 'ES256', typ: 'dc+sd-jwt' });
  });

  it('it verifies a presentation of ours, with the holder’s proof', async () => {
    const text = await here.present();
    const { payload, kb } = await other.verify(text, { currentDate: NOW, keyBindingNonce: NONCE });
    expect((payload as Record<string, unknown>).fields).to.deep.equal({ grade: '100' });
    expect(kb?.payload).to.include({ aud: AUDIENCE, nonce: NONCE });
  });

  it('we verify what it presents of ours', async () => {
    const holder = drawSigner('ES256');
    expect(holder.algorithm).to.equal('ES256');
    const shown = await other.present(here.sdJwt, { fields: { grade: true }, facts: { over18: true } });
    expect(await verdictOf(shown)).to.equal('VALID');
  });

  it('we verify what it issues to our profile', async () => {
    const { credential, city } = here;
    const raw = new X509Certificate(city.department.certificate).raw.toString('base64');
    const fields = Object.fromEntries(credential.fields.map(({ name, value }) => [name, value]));
    const claims = {
      vct: credential.type.code,
      typeRevision: 0,
      license: credential.id,
      iat: SEALED_AT,
      nbf: credential.validity.from,
      exp: credential.validity.to!,
      holders: credential.holders,
      validOn: null,
      fields,
      facts: { over18: true, rich: null },
    };
    const frame = {
      _sd: ['holders', 'validOn'],
      fields: { _sd: Object.keys(fields) },
      facts: { _sd: ['over18', 'rich'] },
    };
    const text = await other.issue(claims, frame as never, { header: { typ: 'dc+sd-jwt', x5c: [raw] } });
    expect(await verdictOf(text)).to.equal('VALID');
  });

  it('both refuse an altered disclosure, a disclosure that stands twice, an altered payload and a foreign proof', async () => {
    const text = await here.present();
    const [jwt = '', first = '', second = '', proof = ''] = text.split('~');
    const altered = Buffer.from(
      Buffer.from(first, 'base64url').toString().replace('"100"', '"101"'),
    ).toString('base64url');
    const [head, payload = '', signature] = jwt.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...claims, iat: 1 })).toString('base64url');
    const wrong = [
      [jwt, altered, second, proof],
      [jwt, first, first, second, proof],
      [`${head}.${forged}.${signature}`, first, second, proof],
      [jwt, first, second, proof.slice(0, -8) + 'AAAAAAAA'],
      [jwt, first, proof],
    ].map((parts) => parts.join('~'));
    for (const [index, each] of wrong.entries()) {
      expect(await refuses(each, { keyBindingNonce: NONCE }), `theirs ${index}`).to.equal(true);
      expect(await verdictOf(each), `ours ${index}`).to.equal('INVALID');
    }
  });

  it('both refuse another nonce, and what has expired', async () => {
    const text = await here.present({ nonce: 'another-nonce' });
    expect(await refuses(text, { keyBindingNonce: NONCE })).to.equal(true);
    expect(await verdictOf(text)).to.equal('INVALID');
    const late = { ...here.context, at: SEALED_AT + 400 * DAY };
    expect(await refuses(here.sdJwt, { currentDate: late.at })).to.equal(true);
    expect((await verifySdJwt(here.sdJwt, late)).verdict).to.equal('INVALID');
  });
});
