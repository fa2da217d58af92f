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
