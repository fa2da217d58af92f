import { expect } from 'chai';
import { encode } from 'cborg';
import {
  COMPACT_PREFIX,
  compactPresentation,
  decodeBase45,
  drawSigner,
  encodeBase45,
  issueSdJwt,
  MAX_COMPACT,
  openFile,
  presentationCode,
  type CheckName,
  type PresentationQuestion,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, SEALED_AT } from '../../support/evidence.js';
import { scan } from '../../support/qr.js';
import { refusalOf } from '../../support/refusal.js';
import { AUDIENCE, NONCE, sdJwtWorld, type SdJwtWorld } from '../../support/sd-jwt.js';

const NOW = SEALED_AT + DAY;

describe('base45', () => {
  const EXAMPLES: readonly (readonly [string, string])[] = [
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ];

  it('is that of RFC 9285 §4.3 and §4.4', () => {
    for (const [text, encoded] of EXAMPLES) {
      expect(encodeBase45(Buffer.from(text))).to.equal(encoded);
      expect(Buffer.from(decodeBase45(encoded) ?? []).toString()).to.equal(text);
    }
  });

  it('takes nothing that encodes no bytes', () => {
    expect(decodeBase45('FGW')).to.deep.equal(Uint8Array.of(255, 255));
    for (const wrong of ['GGW', ':::', 'A', 'BB8A', '::', 'bb8', 'BB8\n', 'ÄÖÜ']) {
      expect(decodeBase45(wrong), JSON.stringify(wrong)).to.equal(undefined);
    }
  });
});

describe('a presentation as QR code', () => {
  let here: SdJwtWorld;
  let shown: string;
  let code: string;
  before(async () => {
    here = await sdJwtWorld();
    shown = await here.present();
    code = compactPresentation(shown);
  });

  const question = (changed: Partial<PresentationQuestion> = {}): PresentationQuestion => ({
    audience: AUDIENCE,
    nonce: NONCE,
    now: NOW,
    isRequired: true,
    once: () => Promise.resolve(true),
    ...changed,
  });
  const verify = async (
    text: string,
    presentation = question(),
    changed: Partial<VerificationContext> = {},
  ): Promise<Verification> =>
    (await openFile(Buffer.from(text))).verify({ ...here.context, presentation, ...changed });
  const codeOf = ({ checks }: Verification, name: CheckName): string | undefined =>
    checks.find((check) => check.name === name)?.code;
  const found = async (text: string, asked?: PresentationQuestion): Promise<[string, string | undefined]> => {
    const verification = await verify(text, asked);
    return [verification.verdict, codeOf(verification, 'presentation')];
  };

  it('says what the text says, to the last check', async () => {
    const [ofCode, ofText] = [await verify(code), await verify(shown)];
    expect(ofCode).to.deep.equal(ofText);
    expect(ofCode.verdict).to.equal('VALID');
    expect(ofCode.presented?.fields).to.deep.equal({ grade: '100' });
  });

  it('is a third of the text, and a scanner reads it off a code of version 20 at most', async () => {
    const three = compactPresentation(await here.present({ names: ['grade', 'issuedOn', 'over18'] }));
    expect(three.length).to.be.lessThan(shown.length * 0.4);
    const { text, version } = await scan(presentationCode(three));
    expect(text).to.equal(three);
    expect(version).to.be.at.most(20);
  });

  it('is of the holder, for one verifier, one nonce and five minutes', async () => {
    expect(await found(code, question({ audience: 'somebody' }))).to.deep.equal([
      'INVALID',
      'AUDIENCE_WRONG',
    ]);
    expect(await found(code, question({ nonce: 'another-nonce' }))).to.deep.equal(['INVALID', 'NONCE_WRONG']);
    expect(await found(code, question({ now: NOW + 300 }))).to.deep.equal([
      'INVALID',
      'PRESENTATION_EXPIRED',
    ]);
    const bytes = decodeBase45(code.slice(COMPACT_PREFIX.length))!;
    bytes[bytes.length - 1]! ^= 1;
    const forged = COMPACT_PREFIX + encodeBase45(bytes);
    expect(await found(forged)).to.deep.equal(['INVALID', 'HOLDER_SIGNATURE_WRONG']);
  });

  it('is the same presentation in either form, shown once', async () => {
    const names = new Set<string>();
    const once = (name: string): Promise<boolean> =>
      Promise.resolve(!names.has(name) && names.add(name).size > 0);
    expect(await found(shown, question({ once }))).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    expect(await found(code, question({ once }))).to.deep.equal(['INVALID', 'PRESENTATION_REPLAYED']);
  });

  it('cannot be told from anything where the registry has no certificates of the seal', async () => {
    const { issuers, ...nobody } = here.context;
    for (const context of [
      { ...nobody, issuers: undefined },
      { ...nobody, issuers: { ...issuers!, sealKey: () => Promise.resolve(undefined) } },
      { ...nobody, issuers: { ...issuers!, sealKey: () => Promise.reject(new Error('gone')) } },
    ]) {
      const verification = await verify(code, question(), context);
      expect([verification.verdict, codeOf(verification, 'seal')]).to.deep.equal([
        'UNKNOWN',
        'SEAL_CERTIFICATE_UNKNOWN',
      ]);
    }
  });

  it('is INVALID under certificates other than those it was sealed with', async () => {
    const other = await sdJwtWorld();
    const certificates = other.city.department.sealer.chain.map((each) =>
      Buffer.from(each).toString('base64url'),
    );
    const sealKey = (): Promise<never> => Promise.resolve({ certificates } as never);
    const issuers = { ...here.context.issuers!, sealKey };
    const verification = await verify(code, question(), { issuers });
    expect([verification.verdict, codeOf(verification, 'seal')]).to.deep.equal([
      'INVALID',
      'SEAL_SIGNATURE_WRONG',
    ]);
  });

  it('names the place in the status lists by the address they are under', async () => {
    for (const publicUrl of ['https://hub.example.gov.cn/market', undefined]) {
      const place = { publicUrl, department: here.city.department.code, list: 3, index: 77_001 };
      const sdJwt = await issueSdJwt(here.city.department.sealer, { ...here.credential, place });
      const presented = await here.present({}, here.holder, sdJwt);
      expect(await found(compactPresentation(presented))).to.deep.equal(['VALID', 'PRESENTATION_VALID']);
    }
  });

  it('is made of a presentation alone, in the order in which a hub writes it', async () => {
    const [jwt, first, second, proof] = shown.split('~');
    const unbound = await issueSdJwt(here.city.department.sealer, {
      ...here.credential,
      holderKey: undefined,
    });
    const foreign = await here.present({}, drawSigner('ES256'));
    for (const wrong of [
      here.sdJwt,
      unbound,
      foreign,
      [jwt, second, first, proof].join('~'),
      `${shown}x`,
      'eyJ',
      '',
    ]) {
      expect(refusalOf(() => compactPresentation(wrong)).code).to.equal('PRESENTATION_NOT_COMPACT');
    }
    const long = await here.present({ purpose: '用'.repeat(200), names: ['holders', 'grade'] });
    expect(compactPresentation(long).length).to.be.lessThan(MAX_COMPACT);
  });

  it('is malformed as anything else than this one form, however deep or long', async () => {
    const cbor = (value: unknown): string => COMPACT_PREFIX + encodeBase45(encode(value));
    const nested = Uint8Array.from({ length: 2800 }, () => 0x81);
    const parts = decodeBase45(code.slice(COMPACT_PREFIX.length))!;
    for (const wrong of [
      COMPACT_PREFIX,
      `${COMPACT_PREFIX}A`,
      `${COMPACT_PREFIX}äöü`,
      `${code}00`,
      cbor([]),
      cbor({}),
      cbor('text'),
      COMPACT_PREFIX + encodeBase45(nested),
      COMPACT_PREFIX + encodeBase45(Uint8Array.of(0x9f, 0xff)),
      COMPACT_PREFIX + encodeBase45(parts.subarray(0, -1)),
    ]) {
      const verification = await verify(wrong);
      expect([verification.verdict, codeOf(verification, 'integrity')], wrong).to.deep.equal([
        'INVALID',
        'SD_JWT_MALFORMED',
      ]);
    }
  });
});
