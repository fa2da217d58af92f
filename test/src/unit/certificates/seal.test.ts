import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { createSealer, ecdsaSigner, verifySeal, type SealResult } from '@hanlian/certificates';
import { sealingDepartment, type SealingDepartment } from '../../support/seals.js';

const CONTENT = Buffer.from('{"batch":"x","count":1}');
const AT = new Date('2026-11-20T08:00:00Z');

const outcome = (result: SealResult): string => (result.ok ? 'ok' : result.fault);

describe('seal', () => {
  let department: SealingDepartment;
  let seal: Uint8Array;

  before(async () => {
    department = await sealingDepartment();
    seal = await department.sealer.seal(CONTENT, AT);
  });

  it('tells who sealed and when', () => {
    const result = verifySeal(seal, CONTENT);
    if (!result.ok) throw new Error(result.fault);
    expect(result.keyDigest).to.equal(department.sealer.keyDigest);
    expect(result.signedAt).to.deep.equal(AT);
    expect(result.certificate.toString()).to.equal(department.certificate);
  });

  it('over other content is foreign', () => {
    expect(outcome(verifySeal(seal, Buffer.from('{"batch":"x","count":2}')))).to.equal('SEAL_FOREIGN');
  });

  it('in the years of GeneralizedTime keeps its time', async () => {
    const later = new Date('2061-01-02T03:04:05Z');
    const result = verifySeal(await department.sealer.seal(CONTENT, later), CONTENT);
    expect(result.ok && result.signedAt).to.deep.equal(later);
  });

  it('with any one byte changed is never accepted', () => {
    const original = verifySeal(seal, CONTENT);
    for (let i = 0; i < seal.length; i += 1) {
      for (const bit of [0x01, 0x80]) {
        const changed = Buffer.from(seal);
        changed[i] = changed[i]! ^ bit;
        const result = verifySeal(changed, CONTENT);
        expect(result.ok, `byte ${i} of ${seal.length}, ${outcome(original)}`).to.equal(false);
      }
    }
  });

  it('cut short or with bytes after it is malformed', () => {
    for (const length of [0, 1, 2, 10, seal.length - 1]) {
      expect(outcome(verifySeal(seal.subarray(0, length), CONTENT))).to.equal('SEAL_MALFORMED');
    }
    expect(outcome(verifySeal(Buffer.concat([seal, Buffer.of(0)]), CONTENT))).to.equal('SEAL_MALFORMED');
  });

  /** The values of one after another, each with tag, length and contents as they stand. */
  const split = (bytes: Buffer): Buffer[] => {
    const values: Buffer[] = [];
    for (let rest = bytes; rest.length > 0; rest = rest.subarray(values.at(-1)!.length)) {
      const octets = rest[1]! < 0x80 ? 0 : rest[1]! & 0x7f;
      const length = octets === 0 ? rest[1]! : rest.readUIntBE(2, octets);
      values.push(rest.subarray(0, 2 + octets + length));
    }
    return values;
  };
  const contentsOf = (value: Buffer): Buffer => value.subarray(value[1]! < 0x80 ? 2 : 2 + (value[1]! & 0x7f));

  const encode = (tag: number, ...parts: Buffer[]): Buffer => {
    const contents = Buffer.concat(parts);
    const length = Buffer.of(contents.length >> 8, contents.length & 0xff);
    if (contents.length < 0x80) return Buffer.concat([Buffer.of(tag, contents.length), contents]);
    const octets = length[0] === 0 ? length.subarray(1) : length;
    return Buffer.concat([Buffer.of(tag, 0x80 | octets.length), octets, contents]);
  };

  /** The seal with more values after those at a place, given by the way down to it. */
  const withMore = (value: Buffer, way: readonly number[], more: Buffer): Buffer => {
    const [step, ...rest] = way;
    const parts = split(contentsOf(value));
    if (step === undefined) parts.push(more);
    else parts[step] = withMore(parts[step]!, rest, more);
    return encode(value[0]!, ...parts);
  };

  const NULL = Buffer.from('0500', 'hex');
  const LONG_TAG = Buffer.from('bf810100', 'hex');
  const places: [string, number[], Buffer][] = [
    ['the content info', [], NULL],
    ['what it wraps', [1], NULL],
    ['the signed data', [1, 0], NULL],
    ['the digest algorithms', [1, 0, 1], NULL],
    ['the certificates, under a tag of several octets', [1, 0, 3], LONG_TAG],
    ['the signer', [1, 0, 4, 0], NULL],
  ];
  for (const [place, way, more] of places) {
    it(`with a value added to ${place} is not accepted, though no signature covers it`, () => {
      expect(outcome(verifySeal(withMore(Buffer.from(seal), way, more), CONTENT))).to.equal('SEAL_MALFORMED');
    });
  }

  it('is malformed when it is far larger than any seal', () => {
    expect(outcome(verifySeal(Buffer.alloc(10_000_000, 0x30), CONTENT))).to.equal('SEAL_MALFORMED');
  });

  /** The seal with the byte at an offset from the end of its certificate changed. */
  const withCertificateByte = (fromEnd: number): Buffer => {
    const certificate = new X509Certificate(department.certificate).raw;
    const changed = Buffer.from(seal);
    const at = changed.indexOf(certificate) + certificate.length - fromEnd;
    changed[at] = changed[at]! ^ 1;
    return changed;
  };

  it('whose certificate is not the one signed over is told', () => {
    expect(outcome(verifySeal(withCertificateByte(1), CONTENT))).to.equal('SEAL_CERTIFICATE_SWAPPED');
  });

  it('without the certificate of its signer is told', () => {
    const certificate = new X509Certificate(department.certificate).raw;
    const changed = Buffer.from(seal);
    // The serial in the certificate only: the signer's own reference names another then.
    const serial = Buffer.from(new X509Certificate(certificate).serialNumber, 'hex');
    const at = changed.indexOf(serial);
    changed[at + 5] = changed[at + 5]! ^ 1;
    expect(outcome(verifySeal(changed, CONTENT))).to.equal('SEAL_CERTIFICATE_MISSING');
  });

  it('whose signature is of another key is told', () => {
    const changed = Buffer.from(seal);
    changed[changed.length - 1] = changed[changed.length - 1]! ^ 1;
    expect(outcome(verifySeal(changed, CONTENT))).to.equal('SEAL_SIGNATURE_WRONG');
  });

  it('of another authority’s certificate of the same name does not hold', async () => {
    const twin = await sealingDepartment();
    const forged = createSealer(ecdsaSigner(twin.privateKey), [department.certificate]);
    expect(outcome(verifySeal(await forged.seal(CONTENT, AT), CONTENT))).to.equal('SEAL_SIGNATURE_WRONG');
  });
});
