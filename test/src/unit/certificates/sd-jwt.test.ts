import { expect } from 'chai';
import {
  discloseOnly,
  drawSigner,
  issueSdJwt,
  POLICIES,
  verifySdJwt,
  type CheckName,
  type PresentationQuestion,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, SEALED_AT, transition } from '../../support/evidence.js';
import { refusalOf, rejectionOf } from '../../support/refusal.js';
import { AUDIENCE, NONCE, sdJwtWorld, type SdJwtWorld } from '../../support/sd-jwt.js';

const NOW = SEALED_AT + DAY;

const decoded = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What tests change of a credential's claims. */
interface Claims {
  fields?: { _sd: string[] };
  facts: { _sd: string[] };
  vct: string;
  license: string;
  exp: number;
  _sd_alg: string;
  rating?: string;
}

describe('SD-JWT VC of a certificate', () => {
  let here: SdJwtWorld;
  beforeEach(async () => {
    here = await sdJwtWorld();
  });

  const verify = (text: string, changed: Partial<VerificationContext> = {}): Promise<Verification> =>
    verifySdJwt(text, { ...here.context, ...changed });
  const expectInvalid = async (text: string, name: CheckName, code: string): Promise<void> => {
    const { verdict, checks, presented } = await verify(text);
    expect(checks.find((check) => check.name === name)?.code).to.equal(code);
    expect([verdict, presented]).to.deep.equal(['INVALID', undefined]);
  };

  /** Signs other claims with the genuine seal: what a department's own mistake, or a thief of its key, would make. */
  const resigned = async (change: (claims: Claims) => unknown, header = {}): Promise<string> => {
    const [jwt = '', ...disclosures] = here.sdJwt.split('~');
    const [head = '', payload = ''] = jwt.split('.');
    const claims = decoded(payload) as unknown as Claims;
    change(claims);
    const input = `${encoded({ ...decoded(head), ...header })}.${encoded(claims)}`;
    const der = await here.city.department.sealer.sign(Buffer.from(input));
    const signature = rawOf(Buffer.from(der));
    return [`${input}.${signature}`, ...disclosures].join('~');
  };

  it('is valid with everything disclosed, and shows it', async () => {
    const { verdict, checks, presented } = await verify(here.sdJwt);
    expect(verdict, JSON.stringify(checks)).to.equal('VALID');
    expect(presented).to.deep.include({ license: here.credential.id, validOn: '2026-11-20' });
    expect(presented?.facts).to.deep.equal({ over18: true, rich: true });
    expect(presented?.fields).to.include({ grade: '100', specialty: null });
  });

  it('shows only what its holder chose', async () => {
    const { verdict, presented } = await verify(discloseOnly(here.sdJwt, ['over18']));
    expect(verdict).to.equal('VALID');
    expect(presented).to.include.keys('license', 'type').and.not.include.keys('holders', 'validOn');
    expect([presented?.fields, presented?.facts]).to.deep.equal([{}, { over18: true }]);
  });

  it('tells nothing of what was kept back: not its name, not its place', () => {
    const kept = discloseOnly(here.sdJwt, []);
    expect(kept).to.not.include(encoded('grade').slice(0, 6));
    expect(Buffer.from(kept.split('.')[1] ?? '', 'base64url').toString()).to.not.match(
      /grade|employer|over18/,
    );
  });

  it('refuses to disclose what it does not have', () => {
    const refused = refusalOf(() => discloseOnly(here.sdJwt, ['salary']));
    expect(refused.code).to.equal('FIELD_UNKNOWN');
  });

  describe('with its disclosures changed', () => {
    const changed = (change: (parts: string[]) => void): string => {
      const parts = here.sdJwt.split('~');
      change(parts);
      return parts.join('~');
    };

    it('finds an altered one, one of another certificate, and one that stands twice', async () => {
      const [salt, name] = JSON.parse(
        Buffer.from(here.sdJwt.split('~')[3] ?? '', 'base64url').toString(),
      ) as string[];
      await expectInvalid(
        changed((parts) => (parts[3] = encoded([salt, name, 'other']))),
        'integrity',
        'DISCLOSURE_FOREIGN',
      );
      const other = (await sdJwtWorld()).sdJwt.split('~')[3] ?? '';
      await expectInvalid(
        changed((parts) => parts.splice(3, 0, other)),
        'integrity',
        'DISCLOSURE_FOREIGN',
      );
      await expectInvalid(
        changed((parts) => parts.splice(3, 0, parts[3] ?? '')),
        'integrity',
        'DISCLOSURE_DUPLICATE',
      );
    });

    it('finds what is no disclosure at all', async () => {
      await expectInvalid(
        changed((parts) => (parts[3] = '%%')),
        'integrity',
        'DISCLOSURE_FOREIGN',
      );
      await expectInvalid(
        changed((parts) => (parts[3] = '')),
        'integrity',
        'DISCLOSURE_FOREIGN',
      );
      await expectInvalid('eyJ.~', 'integrity', 'SD_JWT_MALFORMED');
      await expectInvalid('~'.repeat(300_000), 'integrity', 'SD_JWT_MALFORMED');
    });
  });

  describe('with its claims changed by who has the seal key', () => {
    it('finds digests that stand twice, are missing, or are more than the type has', async () => {
      await expectInvalid(
        await resigned(({ fields }) => fields!._sd.splice(1, 1, fields!._sd[0]!)),
        'integrity',
        'DIGEST_DUPLICATE',
      );
      await expectInvalid(
        await resigned(({ fields }) => fields!._sd.pop()),
        'integrity',
        'DISCLOSURE_FOREIGN',
      );
      await expectInvalid(
        await resigned(({ fields }) => fields!._sd.push('A'.repeat(43))),
        'integrity',
        'CLAIMS_NOT_OF_TYPE',
      );
      await expectInvalid(await resigned((claims) => delete claims.fields), 'integrity', 'SD_JWT_MALFORMED');
    });

    it('finds a field hidden beside the schema, and one told in clear', async () => {
      const hidden = await resigned(({ facts }) => facts._sd.push('B'.repeat(42) + 'A'));
      await expectInvalid(hidden, 'integrity', 'CLAIMS_NOT_OF_TYPE');
      await expectInvalid(await resigned((claims) => (claims.rating = 'A')), 'integrity', 'SD_JWT_MALFORMED');
    });

    it('finds another type, a wrong identifier and another period than the ledger has', async () => {
      await expectInvalid(
        await resigned((claims) => (claims.vct = '11100000000013338W001')),
        'integrity',
        'STATEMENT_FOREIGN',
      );
      await expectInvalid(
        await resigned((claims) => (claims.license = `${claims.license.slice(0, -1)}?`)),
        'integrity',
        'IDENTIFIER_INVALID',
      );
      await expectInvalid(await resigned((claims) => (claims.exp += 1)), 'anchor', 'ANCHOR_DIFFERS');
    });

    it('takes no other algorithm or kind of token, and no unknown critical header', async () => {
      for (const alg of ['none', 'HS256', 'RS256', 'ES384', 'SM2']) {
        await expectInvalid(await resigned(() => undefined, { alg }), 'seal', 'SEAL_UNSUPPORTED');
      }
      await expectInvalid(
        await resigned(() => undefined, { typ: 'vc+sd-jwt' }),
        'integrity',
        'SD_JWT_MALFORMED',
      );
      await expectInvalid(await resigned(() => undefined, { crit: ['x'] }), 'integrity', 'SD_JWT_MALFORMED');
      await expectInvalid(
        await resigned((claims) => (claims._sd_alg = 'sha-512')),
        'integrity',
        'SD_JWT_MALFORMED',
      );
    });
  });

  it('finds a seal that is not over it, of nobody known, reported stolen, or not in the issuer’s name', async () => {
    const [jwt = '', ...rest] = here.sdJwt.split('~');
    const [header, payload] = jwt.split('.');
    const claims = { ...decoded(payload ?? ''), iat: SEALED_AT - 1 };
    const unsigned = [`${header}.${encoded(claims)}.${jwt.split('.')[2]}`, ...rest].join('~');
    await expectInvalid(unsigned, 'seal', 'SEAL_SIGNATURE_WRONG');

    const [key] = here.city.sealKeys.keys();
    here.city.sealKeys.set(key!, { since: SEALED_AT - DAY, compromisedSince: SEALED_AT + 10 });
    await expectInvalid(here.sdJwt, 'issuer', 'SEAL_TIME_UNPROVEN');
    here.city.sealKeys.clear();
    await expectInvalid(here.sdJwt, 'issuer', 'SEAL_KEY_UNKNOWN');
    const other = (await sdJwtWorld()).city.department.sealer;
    const foreign = await issueSdJwt(other, here.credential);
    await expectInvalid(foreign, 'issuer', 'SEAL_KEY_UNKNOWN');
  });

  it('follows the ledger: suspended, unknown, expired', async () => {
    const { id } = here.credential;
    const view = here.city.views.get(id)!;
    here.city.views.set(id, { ...view, transitions: [transition('suspend', '02', SEALED_AT + 1)] });
    await expectInvalid(here.sdJwt, 'status', 'SUSPENDED');
    here.city.views.set(id, view);
    const late = await verify(here.sdJwt, { at: SEALED_AT + 400 * DAY });
    expect(late.checks.find(({ name }) => name === 'validity')?.code).to.equal('EXPIRED');
    here.city.views.clear();
    await expectInvalid(here.sdJwt, 'anchor', 'LICENSE_UNKNOWN');
  });

  it('is unknown without a ledger, and valid by the seal alone where the policy says so', async () => {
    const offline = { ledger: undefined };
    expect((await verify(here.sdJwt, offline)).verdict).to.equal('UNKNOWN');
    expect((await verify(here.sdJwt, { ...offline, policy: POLICIES.sealOnly })).verdict).to.equal('VALID');
  });

  it('is sealed on P-256 only', async () => {
    const { sealer } = here.city.department;
    const refused = await rejectionOf(issueSdJwt({ ...sealer, algorithm: 'SM2' }, here.credential));
    expect(refused.code).to.equal('FIELD_INVALID');
  });

  describe('shown by its holder', () => {
    const seen = new Set<string>();
    const question = (changed: Partial<PresentationQuestion> = {}): PresentationQuestion => ({
      audience: AUDIENCE,
      nonce: NONCE,
      now: NOW,
      isRequired: true,
      once: (name) => Promise.resolve(!seen.has(name) && seen.add(name).size > 0),
      ...changed,
    });
    const show = async (text: string, asked = question()): Promise<[string, string | undefined]> => {
      const { verdict, checks } = await verify(text, { presentation: asked });
      return [verdict, checks.find(({ name }) => name === 'presentation')?.code];
    };

    it('is valid once, for whom and for what it was shown', async () => {
      const text = await here.present();
      const { verdict, presented } = await verify(text, { presentation: question() });
      expect(verdict).to.equal('VALID');
      expect(presented).to.deep.include({ purpose: '办理开户', expiresAt: NOW + 300 });
      expect([presented?.fields, presented?.facts]).to.deep.equal([{ grade: '100' }, { over18: true }]);
      expect(await show(text)).to.deep.equal(['INVALID', 'PRESENTATION_REPLAYED']);
    });

    it('is used up under the twin of its signature as well', async () => {
      const text = await here.present();
      expect(await show(text)).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
      const at = text.lastIndexOf('.') + 1;
      const twin = text.slice(0, at) + twinOf(text.slice(at));
      expect(twin).to.not.equal(text);
      expect(await show(twin)).to.deep.equal(['INVALID', 'PRESENTATION_REPLAYED']);
    });

    it('is not used up by a verification that fails', async () => {
      const text = await here.present();
      const view = here.city.views.get(here.credential.id)!;
      here.city.views.clear();
      expect((await show(text))[0]).to.equal('INVALID');
      here.city.views.set(here.credential.id, view);
      expect(await show(text)).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    });

    it('holds for five minutes, and not before', async () => {
      const text = await here.present();
      expect(await show(text, question({ now: NOW + 300 }))).to.deep.equal([
        'INVALID',
        'PRESENTATION_EXPIRED',
      ]);
      expect(await show(text, question({ now: NOW - 61 }))).to.deep.equal(['INVALID', 'PRESENTATION_EARLY']);
      expect(await show(text, question({ now: NOW + 299 }))).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    });

    it('is for one verifier and one nonce', async () => {
      const text = await here.present();
      expect(await show(text, question({ audience: 'somebody' }))).to.deep.equal([
        'INVALID',
        'AUDIENCE_WRONG',
      ]);
      expect(await show(text, question({ nonce: 'another-nonce' }))).to.deep.equal([
        'INVALID',
        'NONCE_WRONG',
      ]);
      expect(await show(text, question({ audience: undefined }))).to.deep.equal([
        'UNKNOWN',
        'AUDIENCE_UNKNOWN',
      ]);
      expect(await show(text, question({ once: undefined }))).to.deep.equal(['UNKNOWN', 'REPLAY_UNCHECKED']);
      const unasked = await verify(text);
      expect(unasked.verdict).to.equal('UNKNOWN');
    });

    it('is by the holder’s key, over what is shown', async () => {
      expect(await show(await here.present({}, drawSigner('ES256')))).to.deep.equal([
        'INVALID',
        'HOLDER_SIGNATURE_WRONG',
      ]);
      const [jwt, first, second, proof] = (await here.present()).split('~');
      expect(await show([jwt, first, proof].join('~'))).to.deep.equal(['INVALID', 'DISCLOSURES_CHANGED']);
      expect(await show([jwt, second, first, proof].join('~'))).to.deep.equal([
        'INVALID',
        'DISCLOSURES_CHANGED',
      ]);
      expect(await show([jwt, first, second, ''].join('~'))).to.deep.equal([
        'INVALID',
        'HOLDER_PROOF_MISSING',
      ]);
      expect(await show([jwt, first, second, 'a.b.c'].join('~'))).to.deep.equal([
        'INVALID',
        'HOLDER_PROOF_MALFORMED',
      ]);
      const unbound = await issueSdJwt(here.city.department.sealer, {
        ...here.credential,
        holderKey: undefined,
      });
      expect(await show(await here.present({}, here.holder, unbound))).to.deep.equal([
        'INVALID',
        'HOLDER_KEY_MISSING',
      ]);
    });
  });
});

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** (R, N − S) for (R, S). */
const twinOf = (signature: string): string => {
  const bytes = Buffer.from(signature, 'base64url');
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  return Buffer.concat([
    bytes.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
  ]).toString('base64url');
};

/** R ‖ S of a DER signature, as JWS has it. */
const rawOf = (der: Buffer): string => {
  const numbers: Buffer[] = [];
  for (let at = 2; at < der.length; at += 2 + (der[at + 1] ?? 0)) {
    const number = der.subarray(at + 2, at + 2 + (der[at + 1] ?? 0));
    numbers.push(Buffer.concat([Buffer.alloc(32), number]).subarray(-32));
  }
  return Buffer.concat(numbers).toString('base64url');
};
