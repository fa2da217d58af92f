import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { statementBytes } from '@hanlian/chaincode/domain';
import {
  createSealer,
  readStampResponse,
  verifyBytes,
  verifySeal,
  writeStampRequest,
  type EvidenceDocument,
  type Signer,
} from '@hanlian/certificates';
import { SEALED_AT, world, type World } from '../../support/evidence.js';
import { instantAfter, longTerm, type End, type LongTerm } from '../../support/long-term.js';
import { must } from '../../support/openssl-authority.js';
import { signedAs, sm2SealOf } from '../../support/sm2-seals.js';
import { needsOpenssl, withFolder } from '../../support/openssl.js';
import { sealingDepartment } from '../../support/seals.js';
import { stamper } from '../../support/stamps.js';

/** Milliseconds of processor time: far above what any of these takes, far below what would be a way to stop a verifier. */
const BOUND = 3_000;
/** A busy machine takes longer, and does no more. */
const cpuSince = (started: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
};
const AT = new Date(SEALED_AT * 1000);

/** What the issue lists as bad input, each by its name: a verdict in bounded time, never VALID. */
describe('bad input to the verifier', function () {
  this.timeout(30_000);

  let city: World;
  let document: EvidenceDocument;

  before(async () => {
    city = await world(2);
    document = city.documents[0]!;
  });

  const content = (): Uint8Array => statementBytes(document.statement);
  const ownSeal = (): Buffer => Buffer.from(document.seal, 'base64');

  const codes = async (bytes: Uint8Array): Promise<{ verdict: string; codes: string[] }> => {
    const started = process.cpuUsage();
    const { verdict, checks } = await verifyBytes(bytes, city.context);
    expect(cpuSince(started)).to.be.below(BOUND);
    expect(verdict).to.not.equal('VALID');
    return { verdict, codes: checks.map(({ code }) => code) };
  };
  const bytesOf = (changed: unknown): Buffer => Buffer.from(JSON.stringify(changed));
  const withSeal = async (seal: Uint8Array): Promise<string[]> => {
    const changed = { ...document, seal: Buffer.from(seal).toString('base64') };
    const found = await codes(bytesOf(changed));
    expect(found.verdict).to.equal('INVALID');
    return found.codes;
  };
  /** The seal with one stretch of bytes in place of another of the same length. */
  const replaced = (from: string, to: string): Buffer => {
    const seal = ownSeal();
    const at = seal.indexOf(from, 'hex');
    expect(at).to.be.above(0);
    seal.write(to, at, 'hex');
    return seal;
  };
  /** A seal by the department's certificate, signed as the test likes. */
  const sealedBy = async (
    sign: Signer['sign'],
    certificate = city.department.certificate,
  ): Promise<Uint8Array> => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return createSealer({ algorithm: 'ES256', publicKey, sign }, [certificate]).seal(content(), AT);
  };

  it('the document these are made of is valid', async () => {
    expect((await verifyBytes(bytesOf(document), city.context)).verdict).to.equal('VALID');
  });

  it('truncated DER', async () => {
    const seal = ownSeal();
    for (const length of [1, 2, 40, seal.length >> 1, seal.length - 1]) {
      expect(await withSeal(seal.subarray(0, length))).to.include('SEAL_MALFORMED');
    }
  });

  it('deeply nested DER', async () => {
    let nested = Buffer.alloc(0);
    for (let depth = 0; depth < 5_000; depth += 1) {
      const { length } = nested;
      const header = length < 0x80 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 0xff];
      nested = Buffer.concat([Buffer.from(header), nested]);
    }
    expect(await withSeal(nested)).to.include('SEAL_MALFORMED');
  });

  it('indefinite lengths', async () => {
    const seal = ownSeal();
    // The outermost length is written 30 82 xx xx: the same contents, ended by 00 00 instead.
    const indefinite = Buffer.concat([Buffer.of(0x30, 0x80), seal.subarray(4), Buffer.of(0, 0)]);
    expect(await withSeal(indefinite)).to.include('SEAL_MALFORMED');
  });

  it('trailing bytes', async () => {
    expect(await withSeal(Buffer.concat([ownSeal(), Buffer.of(0)]))).to.include('SEAL_MALFORMED');
    const { verdict } = await codes(Buffer.concat([bytesOf(document), Buffer.from('{}')]));
    expect(verdict).to.equal('INVALID');
  });

  it('wrong object identifiers', async () => {
    // signedData becomes envelopedData; SHA-256 becomes a hash nobody named.
    expect(await withSeal(replaced('2a864886f70d010702', '2a864886f70d010703'))).to.include('SEAL_MALFORMED');
    expect(await withSeal(replaced('608648016503040201', '60864801650304027f'))).to.include(
      'SEAL_UNSUPPORTED',
    );
  });

  it('an algorithm that is not that of the certificate’s key', async () => {
    // ecdsa-with-SHA256 becomes ecdsa-with-SHA512 over a digest of SHA-256; the last one is the seal's own.
    const seal = ownSeal();
    const at = seal.lastIndexOf('2a8648ce3d040302', undefined, 'hex');
    seal.write('2a8648ce3d040304', at, 'hex');
    expect(await withSeal(seal)).to.include('SEAL_UNSUPPORTED');
  });

  it('a signer that had expired, or whose key had ended', async () => {
    const key = `${city.department.code} ${city.department.sealer.keyDigest}`;
    const known = city.sealKeys.get(key)!;
    city.sealKeys.set(key, { ...known, until: SEALED_AT });
    expect((await codes(bytesOf(document))).codes).to.include('SEAL_KEY_NOT_LIVE');
    city.sealKeys.set(key, { ...known, compromisedSince: SEALED_AT });
    expect((await codes(bytesOf(document))).codes).to.include('SEAL_KEY_COMPROMISED');
    city.sealKeys.set(key, known);
  });

  describe('a signer', () => {
    let kept: LongTerm;
    before(async () => {
      kept = await longTerm();
    });
    const MINUTE = 60;
    const judged = async (own: End | undefined, issuing: End | undefined): Promise<string[]> => {
      const list = await kept.stampList();
      const revocation = [await kept.answer(own), await kept.rootList(issuing)];
      const bytes = bytesOf({ ...(await kept.stamped([list])), revocation });
      const { verdict, checks } = await verifyBytes(bytes, kept.context());
      return [verdict, ...checks.flatMap(({ status, code }) => (status === 'INVALID' ? [code] : []))];
    };
    const ended = (after: number): End => ({ at: instantAfter(after), reason: 'superseded' });

    it('revoked before the stamp', async () => {
      expect(await judged(ended(0), undefined)).to.deep.equal(['INVALID', 'SEAL_REVOKED']);
      expect(await judged(undefined, ended(0))).to.deep.equal(['INVALID', 'SEAL_AUTHORITY_REVOKED']);
    });

    it('revoked after the stamp is none: what was stamped before stays valid', async () => {
      expect(await judged(ended(2 * MINUTE), undefined)).to.deep.equal(['VALID']);
    });
  });

  it('an SM2 seal with a wrong or an empty user id', async () => {
    const { code } = city.department;
    for (const userId of ['1234567812345679', '8765432187654321', '']) {
      const own = await sm2SealOf(code, '部门', (signer, key) => ({
        ...signer,
        sign: (message) => Promise.resolve(signedAs(userId, key, message)),
      }));
      const both = await world(1, { department: city.department, sm2: own });
      const started = process.cpuUsage();
      const { verdict, checks } = await verifyBytes(bytesOf(both.documents[0]), both.context);
      expect(cpuSince(started)).to.be.below(BOUND);
      expect(verdict).to.equal('INVALID');
      expect(checks.find(({ name }) => name === 'seal')).to.deep.include({ code: 'SEAL_SIGNATURE_WRONG' });
    }
  });

  it('a signature by another key in the department’s name', async () => {
    const other = await sealingDepartment();
    const forged = await sealedBy((message) => other.sealer.seal(message, AT));
    expect(await withSeal(forged)).to.include('SEAL_SIGNATURE_WRONG');
  });

  it('high S, and numbers that are not in their shortest form', async () => {
    const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const own = verifySeal(ownSeal(), content());
    if (!own.ok) throw new Error(own.fault);
    const { signature } = own;
    const r = signature.subarray(2, 4 + signature[3]!);
    const s = BigInt(`0x${signature.subarray(6 + signature[3]!).toString('hex')}`);
    const high = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
    const highS = Buffer.concat([r, Buffer.of(0x02, 33, 0), high]);
    const padded = Buffer.concat([
      Buffer.of(0x02, r[1]! + 1, 0),
      r.subarray(2),
      signature.subarray(4 + signature[3]!),
    ]);
    for (const pair of [highS, padded]) {
      const bent = Buffer.concat([Buffer.of(0x30, pair.length), pair]);
      expect(await withSeal(await sealedBy(() => Promise.resolve(bent)))).to.include('SEAL_SIGNATURE_WRONG');
    }
  });

  it('base64 noise, and what is no base64', async () => {
    for (let round = 0; round < 50; round += 1) {
      expect(await withSeal(randomBytes(1 + round * 40))).to.include('SEAL_MALFORMED');
    }
    expect((await codes(bytesOf({ ...document, seal: '!!!' }))).codes).to.include('DOCUMENT_MALFORMED');
  });

  it('a file of 100 MB', async () => {
    expect((await codes(Buffer.alloc(100_000_000, 0x5b))).codes).to.include('DOCUMENT_MALFORMED');
  });

  it('a weak key', async function () {
    needsOpenssl.call(this);
    const seals = await withFolder({ content: content() }, async (folder) => {
      const made: Buffer[] = [];
      for (const key of [['rsa:1024'], ['ec', '-pkeyopt', 'ec_paramgen_curve:secp160r1']]) {
        const request = [
          'req',
          '-x509',
          '-nodes',
          '-subj',
          '/CN=seal',
          '-keyout',
          'key.pem',
          '-out',
          'seal.pem',
        ];
        await must(folder, [...request, '-newkey', ...key]);
        const sign = ['cms', '-sign', '-binary', '-cades', '-md', 'sha256', '-in', 'content'];
        const by = ['-signer', 'seal.pem', '-inkey', 'key.pem', '-outform', 'DER', '-out', 'seal.der'];
        await must(folder, [...sign, ...by]);
        made.push(await readFile(join(folder, 'seal.der')));
      }
      return made;
    });
    for (const seal of seals) expect(await withSeal(seal)).to.include('SEAL_UNSUPPORTED');
  });

  describe('a time stamp', () => {
    before(needsOpenssl);

    it('over other data', async () => {
      const tsa = await stamper();
      const answer = readStampResponse(
        await tsa.authority.answer(writeStampRequest(Buffer.from('other'), 7n)),
      );
      if (!answer.granted) throw new Error(answer.refusal);
      const stamp = { token: answer.token.toString('base64') };
      expect((await codes(bytesOf({ ...document, stamp }))).codes).to.include('STAMP_FOREIGN');
    });

    it('that is noise', async () => {
      const stamp = { token: randomBytes(900).toString('base64') };
      expect((await codes(bytesOf({ ...document, stamp }))).codes).to.include('STAMP_MALFORMED');
    });
  });
});
