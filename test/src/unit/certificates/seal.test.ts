import { expect } from 'chai';
import { verifySeal, type SealResult } from '@hanlian/certificates';
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

  it('of a key that takes another certificate of the same name does not hold', async () => {
    const twin = await sealingDepartment();
    const der = (pem: string): Buffer => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');
    const [mine, theirs] = [der(department.certificate), der(twin.certificate)];
    if (mine.length !== theirs.length) return;
    const at = Buffer.from(seal).indexOf(mine);
    const swapped = Buffer.from(seal);
    theirs.copy(swapped, at);
    expect(outcome(verifySeal(swapped, CONTENT))).to.equal('SEAL_CERTIFICATE_MISSING');
  });
});
