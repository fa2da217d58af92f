import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { generateSm2Key, isSm2Key, sm2Signer, verifySm2 } from '@hanlian/certificates';

/** The example of GB/T 32918.5-2017, Annex A: curve, key, message and signature. */
const STANDARD = {
  message: Buffer.from('message digest'),
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  point:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const ORDER = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
const SPKI = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const PKCS8 = '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420';

const fromHex = (hex: string): Buffer => Buffer.from(hex, 'hex');
const publicKeyOf = (point: string): KeyObject =>
  createPublicKey({ key: fromHex(SPKI + point), format: 'der', type: 'spki' });
const privateKeyOf = (scalar: string, point: string): KeyObject =>
  createPrivateKey({ key: fromHex(`${PKCS8}${scalar}a144034200${point}`), format: 'der', type: 'pkcs8' });

/** INTEGER of the digits as they are: the caller decides on a leading zero. */
const integer = (digits: string): string => `02${(digits.length / 2).toString(16).padStart(2, '0')}${digits}`;
const pair = (...integers: string[]): Buffer => {
  const body = integers.join('');
  return fromHex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
};
const { message, r, s, point } = STANDARD;
const signature = pair(integer(`00${r}`), integer(`00${s}`));

describe('SM2 with SM3', () => {
  it('accepts the example of the standard', () => {
    expect(verifySm2(message, publicKeyOf(point), signature)).to.equal(true);
  });

  it('signs with the standard’s key what the standard’s public key verifies', async () => {
    const signer = sm2Signer(privateKeyOf(STANDARD.privateKey, point));
    expect(verifySm2(message, publicKeyOf(point), await signer.sign(message))).to.equal(true);
  });

  it('refuses another message, another key and a changed number', () => {
    const key = publicKeyOf(point);
    expect(verifySm2(Buffer.from('message digesu'), key, signature)).to.equal(false);
    expect(verifySm2(message, createPublicKey(generateSm2Key()), signature)).to.equal(false);
    expect(verifySm2(message, key, pair(integer(`00${s}`), integer(`00${r}`)))).to.equal(false);
  });

  // Of a key that comes back its multiples are kept; among many others, it is forgotten.
  it('judges alike however often a key comes, read anew each time, and after many others', () => {
    const judged = (): boolean[] => [
      verifySm2(message, publicKeyOf(point), signature),
      verifySm2(Buffer.from('message digesu'), publicKeyOf(point), signature),
    ];
    for (let time = 0; time < 3; time += 1) expect(judged()).to.deep.equal([true, false]);
    for (let other = 0; other < 40; other += 1) {
      expect(verifySm2(message, createPublicKey(generateSm2Key()), signature)).to.equal(false);
    }
    for (let time = 0; time < 3; time += 1) expect(judged()).to.deep.equal([true, false]);
  });

  const beyond = (digits: string): string =>
    (BigInt(`0x${digits}`) + BigInt(`0x${ORDER}`)).toString(16).padStart(66, '0');
  const malformed: Readonly<Record<string, Buffer>> = {
    'nothing at all': Buffer.alloc(0),
    'a number padded with zeros': pair(integer(`0000${r}`), integer(`00${s}`)),
    'a negative number': pair(integer(r), integer(`00${s}`)),
    'r as zero': pair(integer('00'), integer(`00${s}`)),
    's as zero': pair(integer(`00${r}`), integer('00')),
    'an empty number': pair(integer(''), integer(`00${s}`)),
    's as the order': pair(integer(`00${r}`), integer(`00${ORDER}`)),
    'r plus the order': pair(integer(beyond(r)), integer(`00${s}`)),
    's plus the order': pair(integer(`00${r}`), integer(beyond(s))),
    'a third number': pair(integer(`00${r}`), integer(`00${s}`), integer('01')),
    'trailing bytes': Buffer.concat([signature, Buffer.of(0)]),
    'a cut end': signature.subarray(0, -1),
    'an indefinite length': Buffer.concat([fromHex('3080'), signature.subarray(2), fromHex('0000')]),
    'a length in its long form': Buffer.concat([fromHex('3081'), signature.subarray(1)]),
    'bare r and s': fromHex(r + s),
  };
  for (const [what, bytes] of Object.entries(malformed)) {
    it(`refuses a signature with ${what}`, () => {
      expect(verifySm2(message, publicKeyOf(point), bytes)).to.equal(false);
    });
  }

  it('refuses a point off the curve before any signature is looked at', () => {
    expect(() => publicKeyOf(point.slice(0, -2) + '14')).to.throw();
    expect(() => publicKeyOf(`04${'00'.repeat(64)}`)).to.throw();
  });

  it('tells its keys from those of other curves', () => {
    expect(isSm2Key(generateSm2Key())).to.equal(true);
    expect(isSm2Key(publicKeyOf(point))).to.equal(true);
    expect(isSm2Key(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)).to.equal(false);
    expect(isSm2Key(generateKeyPairSync('ed25519').privateKey)).to.equal(false);
  });
});
