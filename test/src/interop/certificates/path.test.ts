import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { validatePath, type PathQuestion } from '@hanlian/certificates';
import { needsOpenssl, run, withFolder } from '../../support/openssl.js';
import { AUTHORITY, ecKey, makeCertificate, rsaKey, SEAL } from '../../support/openssl-authority.js';
import {
  judgeChain,
  pathOutcome,
  pkijsFindsPath,
  type Chain,
  type Judged,
} from '../../support/path-judges.js';

const USER_ID = '1234567812345678';
const DAY = 24 * 60 * 60 * 1000;
const outcome = pathOutcome;

const without = (extensions: readonly string[], name: string): string[] =>
  extensions.filter((line) => !line.startsWith(name));

describe('path validation, openssl and pkijs', () => {
  before(needsOpenssl);

  const accepted: Readonly<Record<string, Chain>> = {
    'P-256 throughout': {},
    'an authority more': { lower: {} },
    'RSA of 2048 bits above': { root: { key: rsaKey(2048) } },
    'P-384 and SHA-384 above': {
      root: { key: ecKey('P-384') },
      issuing: { options: ['-sha384'] },
    },
    'a path length that is just enough': {
      issuing: { extensions: ['basicConstraints = critical, CA:TRUE, pathlen:0', ...AUTHORITY.slice(1)] },
    },
    'an unknown extension that is not critical': {
      leaf: { extensions: [...SEAL, '1.2.3.4 = ASN1:UTF8String:x'] },
    },
  };
  for (const [what, chain] of Object.entries(accepted)) {
    it(`all accept ${what}`, async () => {
      expect(await judgeChain(chain)).to.deep.equal({
        ours: chain.lower ? '4 certificates' : '3 certificates',
        openssl: true,
        pkijs: true,
      });
    });
  }

  const refused: Readonly<Record<string, readonly [Chain, string, 'pkijs passes it'?]>> = {
    'an issuer that is no authority': [
      { issuing: { extensions: ['basicConstraints = critical, CA:FALSE', ...AUTHORITY.slice(1)] } },
      'NOT_AN_AUTHORITY',
    ],
    'an issuer without basic constraints': [
      { issuing: { extensions: without(AUTHORITY, 'basic') } },
      'NOT_AN_AUTHORITY',
    ],
    'an issuer whose basic constraints are not critical': [
      { issuing: { extensions: ['basicConstraints = CA:TRUE', ...AUTHORITY.slice(1)] } },
      'NOT_AN_AUTHORITY',
      'pkijs passes it',
    ],
    'an issuer that may not sign certificates': [
      { issuing: { extensions: [AUTHORITY[0], 'keyUsage = critical, cRLSign'] } },
      'KEY_USAGE_WRONG',
    ],
    'more authorities than the root allows': [
      {
        root: { extensions: ['basicConstraints = critical, CA:TRUE, pathlen:0', ...AUTHORITY.slice(1)] },
        lower: {},
      },
      'PATH_LENGTH_EXCEEDED',
      'pkijs passes it',
    ],
    'an unknown critical extension': [
      { leaf: { extensions: [...SEAL, '1.2.3.4 = critical, ASN1:UTF8String:x'] } },
      'CRITICAL_EXTENSION_UNKNOWN',
      'pkijs passes it',
    ],
    'more authorities than one in between allows': [
      {
        issuing: { extensions: ['basicConstraints = critical, CA:TRUE, pathlen:0', ...AUTHORITY.slice(1)] },
        lower: {},
      },
      'PATH_LENGTH_EXCEEDED',
      'pkijs passes it',
    ],
    'an RSA key of 1024 bits': [{ leaf: { key: rsaKey(1024) } }, 'KEY_WEAK', 'pkijs passes it'],
    'a signature over SHA-1': [{ leaf: { options: ['-sha1'] } }, 'ALGORITHM_UNSUPPORTED', 'pkijs passes it'],
  };
  for (const [what, [chain, fault, pkijs]] of Object.entries(refused)) {
    it(`${pkijs ? 'openssl and we' : 'all'} refuse ${what}`, async () => {
      expect(await judgeChain(chain)).to.deep.equal({
        ours: fault,
        openssl: false,
        pkijs: pkijs !== undefined,
      });
    });
  }

  it('we refuse a curve of 160 bits, which openssl lets pass at its usual level', async () => {
    const leaf = { key: ecKey('secp160r1') };
    expect((await judgeChain({ leaf })).ours).to.equal('KEY_WEAK');
  });

  it('all refuse a certificate before and after its time', async () => {
    const at = (days: number): Promise<Judged> => {
      const instant = new Date(Date.now() + days * DAY);
      return judgeChain({}, { at: instant }, '-attime', String(Math.floor(instant.getTime() / 1000)));
    };
    expect(await at(31)).to.deep.equal({ ours: 'EXPIRED', openssl: false, pkijs: false });
    expect(await at(-1)).to.deep.equal({ ours: 'NOT_YET_VALID', openssl: false, pkijs: false });
  });

  it('we refuse a certificate of another purpose', async () => {
    const tls = [
      'basicConstraints = critical, CA:FALSE',
      'keyUsage = critical, digitalSignature',
      'extendedKeyUsage = serverAuth',
    ];
    const both = { leaf: { extensions: [...SEAL, 'extendedKeyUsage = serverAuth'] } };
    expect((await judgeChain({ leaf: { extensions: tls } }, { usage: 'tls' })).ours).to.equal(
      '3 certificates',
    );
    expect((await judgeChain({ leaf: { extensions: tls } })).ours).to.equal('KEY_USAGE_WRONG');
    expect((await judgeChain(both)).ours).to.equal('EXTENDED_KEY_USAGE_WRONG');
    expect((await judgeChain({ leaf: { extensions: tls } }, { usage: 'ocsp' })).ours).to.equal(
      'EXTENDED_KEY_USAGE_WRONG',
    );
  });

  it('openssl and we want a time-stamp key to have that one purpose, critically (RFC 3161 §2.3)', async () => {
    const stamp = (usage: string): Promise<Judged> => {
      const extensions = [...SEAL, `extendedKeyUsage = ${usage}`];
      return judgeChain({ leaf: { extensions } }, { usage: 'timeStamp' }, '-purpose', 'timestampsign');
    };
    const refusal = { ours: 'EXTENDED_KEY_USAGE_WRONG', openssl: false, pkijs: true };
    expect(await stamp('critical, timeStamping')).to.deep.equal({
      ours: '3 certificates',
      openssl: true,
      pkijs: true,
    });
    expect(await stamp('timeStamping')).to.deep.equal(refusal);
    expect(await stamp('critical, timeStamping, serverAuth')).to.deep.equal(refusal);
  });

  it('all refuse a path that leads to no trusted certificate', async () => {
    const asked = (question: Partial<PathQuestion>): Promise<Judged> => judgeChain({}, question);
    const [gap, nobody] = [await asked({ others: [] }), await asked({ trusted: [] })];
    expect([gap.ours, nobody.ours]).to.deep.equal(['ISSUER_UNKNOWN', 'ISSUER_UNKNOWN']);
    expect([gap.pkijs, nobody.pkijs]).to.deep.equal([false, false]);
    const judged = await withFolder({}, async (folder) => {
      await makeCertificate(folder, { name: 'root', extensions: AUTHORITY });
      await makeCertificate(folder, { name: 'issuing', by: 'root', extensions: AUTHORITY });
      await makeCertificate(folder, { name: 'leaf', by: 'issuing' });
      return (await run(folder, ['verify', '-CAfile', 'root.pem', 'leaf.pem'])).ok;
    });
    expect(judged).to.equal(false);
  });

  it('all refuse a namesake’s signature', async () => {
    const judged = await withFolder({}, async (folder) => {
      const authority = { extensions: without(AUTHORITY, 'subjectKey') };
      const root = await makeCertificate(folder, { name: 'root', ...authority });
      const leaf = await makeCertificate(folder, { name: 'leaf', by: 'root' });
      const namesake = await makeCertificate(folder, { name: 'root', ...authority });
      const verify = ['verify', '-x509_strict', '-CAfile', 'root.pem', 'leaf.pem'];
      const asked = { certificate: leaf, others: [root], at: new Date(), usage: 'seal' } as const;
      return {
        ours: outcome(validatePath({ ...asked, trusted: [namesake] })),
        genuine: outcome(validatePath({ ...asked, trusted: [root, namesake] })),
        openssl: (await run(folder, verify)).ok,
        pkijs: await pkijsFindsPath({ ...asked, others: [], trusted: [namesake] }),
      };
    });
    const refused = { ours: 'SIGNATURE_WRONG', openssl: false, pkijs: false };
    expect(judged).to.deep.equal({ ...refused, genuine: '2 certificates' });
  });

  /** openssl verify gives the user id to the certificate asked for alone, hence no authority in between. */
  const sm2Path = (userId: string): Promise<Omit<Judged, 'pkijs'>> =>
    withFolder({}, async (folder) => {
      const key = ['-algorithm', 'SM2'];
      const signed = (id: string): string[] => ['-sm3', '-sigopt', `distid:${id}`];
      const root = await makeCertificate(folder, {
        name: 'root',
        extensions: AUTHORITY,
        key,
        options: signed(USER_ID),
      });
      const leaf = await makeCertificate(folder, { name: 'leaf', by: 'root', key, options: signed(userId) });
      const verify = ['verify', '-x509_strict', '-vfyopt', `distid:${USER_ID}`, '-CAfile', 'root.pem'];
      const asked = {
        certificate: leaf,
        others: [],
        trusted: [root],
        at: new Date(),
        usage: 'seal',
      } as const;
      return { ours: outcome(validatePath(asked)), openssl: (await run(folder, [...verify, 'leaf.pem'])).ok };
    });

  it('both accept SM2 throughout, with the national user id', async () => {
    expect(await sm2Path(USER_ID)).to.deep.equal({ ours: '2 certificates', openssl: true });
  });

  it('both refuse SM2 with another user id, or none', async () => {
    expect(await sm2Path('8765432187654321')).to.deep.equal({ ours: 'SIGNATURE_WRONG', openssl: false });
    expect(await sm2Path('')).to.deep.equal({ ours: 'SIGNATURE_WRONG', openssl: false });
  });
});

describe('certificates that are not what they should be', () => {
  before(needsOpenssl);
  let leaf: Buffer;
  let root: Buffer;
  before(async () => {
    await withFolder({}, async (folder) => {
      root = await makeCertificate(folder, { name: 'root', extensions: AUTHORITY });
      leaf = await makeCertificate(folder, { name: 'leaf', by: 'root' });
    });
  });
  const judgeBytes = (certificate: Uint8Array): string =>
    outcome(validatePath({ certificate, others: [], trusted: [root], at: new Date(), usage: 'seal' }));

  it('are refused for any byte that is changed', () => {
    expect(judgeBytes(leaf)).to.equal('2 certificates');
    for (let at = 0; at < leaf.length; at += 1) {
      const changed = Buffer.from(leaf);
      changed[at]! ^= 1 << (at % 8);
      expect(judgeBytes(changed), `byte ${at}`).to.not.equal('2 certificates');
    }
  });

  it('are refused when cut short anywhere, or followed by anything', () => {
    for (let end = 0; end < leaf.length; end += 1) {
      expect(judgeBytes(leaf.subarray(0, end)), `cut at ${end}`).to.equal('CERTIFICATE_MALFORMED');
    }
    expect(judgeBytes(Buffer.concat([leaf, Buffer.of(0)]))).to.equal('CERTIFICATE_MALFORMED');
  });

  it('are refused when nested without end, of indefinite length, or huge', () => {
    const nested = Buffer.concat(Array.from({ length: 5000 }, () => Buffer.of(0x30, 0x80)));
    const deep = Array.from({ length: 40 }).reduce<Buffer>(
      (inner) => Buffer.concat([Buffer.of(0x30, 0x82, inner.length >> 8, inner.length & 0xff), inner]),
      Buffer.alloc(200),
    );
    for (const bytes of [nested, deep, Buffer.alloc(100 * 1024 * 1024, 0x30), Buffer.alloc(0)]) {
      expect(judgeBytes(bytes)).to.equal('CERTIFICATE_MALFORMED');
    }
  });

  it('lead to an answer in bounded time when many bear one name', async () => {
    const others = await withFolder({}, async (folder) => {
      const made: Buffer[] = [];
      const extensions = without(AUTHORITY, 'subjectKey');
      for (let count = 0; count < 12; count += 1) {
        made.push(await makeCertificate(folder, { name: 'same', extensions }));
      }
      return made;
    });
    const started = process.cpuUsage();
    const [certificate, ...rest] = others as [Buffer, ...Buffer[]];
    const result = validatePath({
      certificate,
      others: rest,
      trusted: [root],
      at: new Date(),
      usage: 'seal',
    });
    expect(result.ok).to.equal(false);
    expect(process.cpuUsage(started).user).to.be.below(2_000_000);
    const many = Array.from({ length: 1000 }, () => certificate);
    const offered = {
      certificate: leaf,
      others: many,
      trusted: [root],
      at: new Date(),
      usage: 'seal',
    } as const;
    expect(outcome(validatePath(offered))).to.equal('PATH_TOO_LONG');
  });

  it('are read once more by Node, which agrees on what they say', () => {
    const result = validatePath({
      certificate: leaf,
      others: [],
      trusted: [root],
      at: new Date(),
      usage: 'seal',
    });
    const node = new X509Certificate(leaf);
    expect(result.ok && result.path[0].serial.toUpperCase()).to.equal(node.serialNumber.padStart(40, '0'));
    expect(result.ok && result.path[0].notAfter).to.deep.equal(node.validToDate);
  });
});
