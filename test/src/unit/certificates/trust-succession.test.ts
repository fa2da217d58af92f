import { generateKeyPairSync } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import {
  createAuthority,
  ecdsaSigner,
  readTrust,
  successionStatement,
  toPem,
  TRUST_FORMAT,
  trustStatement,
  type Signer,
  type TrustSuccession,
} from '@hanlian/certificates';
import { utf8Encode, type HanlianError, type JsonObject } from '@hanlian/chaincode/domain';

/** A key that signs trust files, and its certificate. */
interface Holder {
  readonly signer: Signer;
  readonly certificate: string;
}

const newSigner = (): Signer => ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const EMPTY = {
  v: TRUST_FORMAT,
  madeAt: 1_795_000_000,
  departments: [],
  types: [],
  accreditations: [],
  sealKeys: [],
  stampRoots: [],
};

describe('a trust file whose signing key was handed on', () => {
  let first: Holder;
  let second: Holder;
  let third: Holder;
  let thief: Holder;

  before(async () => {
    const authority = await createAuthority({
      organization: 'test',
      now: () => new Date(EMPTY.madeAt * 1000),
      signer: newSigner(),
    });
    const hold = async (): Promise<Holder> => {
      const signer = newSigner();
      const { publicKey } = signer;
      return {
        signer,
        certificate: await authority.issueIdentity({ commonName: 'hub', publicKey, kind: 'client' }),
      };
    };
    [first, second, third, thief] = [await hold(), await hold(), await hold(), await hold()];
  });

  const link = async (from: Holder, to: Holder, by = from): Promise<TrustSuccession> => ({
    certificate: from.certificate,
    successor: to.certificate,
    value: Buffer.from(await by.signer.sign(successionStatement(to.certificate))).toString('base64'),
  });
  const read = async (by: Holder, successions: TrustSuccession[], pinned: Holder): Promise<unknown> => {
    const bundle = { ...EMPTY, successions } as unknown as JsonObject;
    const value = Buffer.from(await by.signer.sign(trustStatement(bundle))).toString('base64');
    const signature = { algorithm: 'ecdsa-p256-sha256', certificate: by.certificate, value };
    const bytes = utf8Encode(JSON.stringify({ ...bundle, signature }));
    try {
      return readTrust(bytes, [new X509Certificate(pinned.certificate).raw]).madeAt;
    } catch (error) {
      return (error as HanlianError).code;
    }
  };

  it('is believed by whoever pinned the first key or the last, over every link', async () => {
    const chain = [await link(first, second), await link(second, third)];
    for (const pinned of [first, second, third])
      expect(await read(third, chain, pinned)).to.equal(EMPTY.madeAt);
  });

  // Found by changing bytes at random: such a certificate is read, and throws only when it is asked for its key.
  it('is refused where a certificate bears a key that nobody can use', async () => {
    const unusable = Buffer.from(new X509Certificate(first.certificate).raw);
    unusable.write('2a8648ce3d02ff', unusable.indexOf('2a8648ce3d0201', 'hex'), 'hex');
    const certificate = toPem('CERTIFICATE', unusable);
    expect(() => new X509Certificate(certificate).publicKey).to.throw();
    expect(await read({ ...first, certificate }, [], first)).to.equal('TRUST_SIGNATURE_WRONG');
    const broken = { ...(await link(first, second)), certificate };
    expect(await read(second, [broken], first)).to.equal('TRUST_SIGNER_UNKNOWN');
  });

  it('is refused where a link is missing, out of order, altered or signed by another', async () => {
    const [one, two] = [await link(first, second), await link(second, third)];
    const altered = { ...one, value: two.value };
    const forged = await link(first, thief, thief);
    for (const [by, chain] of [
      [third, []],
      [third, [two]],
      [third, [two, one]],
      [third, [altered, two]],
      [thief, [forged]],
      [thief, [{ ...one, successor: thief.certificate }]],
      [thief, [{ ...one, certificate: 'none' }]],
      [thief, [{ ...one, successor: 'none' }]],
    ] as const)
      expect(await read(by, [...chain], first)).to.equal('TRUST_SIGNER_UNKNOWN');
  });

  it('is not led back: a successor vouches for nobody before it', async () => {
    expect(await read(first, [await link(first, second)], second)).to.equal('TRUST_SIGNER_UNKNOWN');
  });
});
