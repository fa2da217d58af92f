import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  createResponder,
  readCertificate,
  readOcspRequest,
  revocationStatus,
  toPem,
  writeOcspRequest,
  writeRevocationList,
  type KnownStatus,
  type PathCertificate,
  type Responder,
  type Revocation,
  type RevocationQuestion,
  type RevocationStatus,
} from '@hanlian/certificates';
import { twoTier, type TwoTier } from '../../support/authority.js';
import { AUTHORITY, makeCertificate, must } from '../../support/openssl-authority.js';
import { needsOpenssl, openssl, withFolder, type Outcome } from '../../support/openssl.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const SEAL = { profile: 'seal', subject: { commonName: '住建厅', organization: '住建厅' } } as const;
const pem = ({ bytes }: PathCertificate): string => toPem('CERTIFICATE', bytes);
const said = (status: RevocationStatus): string =>
  status.status === 'unknown'
    ? status.fault
    : status.status === 'revoked'
      ? status.revocation.reason
      : status.status;

let tier: TwoTier;
let seal: PathCertificate;
let other: PathCertificate;
before(async () => {
  tier = await twoTier();
  [seal, other] = await Promise.all([tier.issue(SEAL), tier.issue(SEAL)]);
});

const revocationOf = ({ serial }: PathCertificate): Revocation => ({
  serial,
  at: new Date(Math.floor(tier.now.getTime() / 1000) * 1000),
  reason: 'keyCompromise',
  invalidSince: new Date('2026-01-02T03:04:05Z'),
});
const listOf = (...revoked: readonly Revocation[]): Promise<Buffer> => {
  const { now, issuing } = tier;
  const nextUpdate = new Date(now.getTime() + DAY);
  return writeRevocationList(issuing, { number: 300, thisUpdate: now, nextUpdate, revoked });
};
const ask = (evidence: Uint8Array, more: Partial<RevocationQuestion> = {}): RevocationStatus =>
  revocationStatus({
    evidence,
    certificate: seal,
    issuer: tier.issuing.certificate,
    at: new Date(tier.now.getTime() + HOUR),
    ...more,
  });

describe('revocation lists and openssl', () => {
  before(needsOpenssl);

  const verifyWithList = async (list: Buffer, certificate: PathCertificate): Promise<Outcome> =>
    openssl(
      {
        'root.pem': pem(tier.root.certificate),
        'issuing.pem': pem(tier.issuing.certificate),
        'seal.pem': pem(certificate),
        'list.pem': toPem('X509 CRL', list),
      },
      ...['verify', '-x509_strict', '-crl_check', '-CRLfile', 'list.pem'],
      ...['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'seal.pem'],
    );

  it('both see who is revoked on ours, and who is not', async () => {
    const list = await listOf(revocationOf(seal));
    expect(await verifyWithList(list, seal))
      .to.have.property('output')
      .that.matches(/certificate revoked/);
    expect((await verifyWithList(list, other)).output).to.equal('seal.pem: OK\n');
    const status = ask(list);
    expect(status.status === 'revoked' && status.revocation).to.deep.equal(revocationOf(seal));
    expect(said(ask(list, { certificate: other }))).to.equal('good');
    expect(said(ask(await listOf()))).to.equal('good');
  });

  it('openssl reads number, reason and date from ours', async () => {
    const list = await listOf(revocationOf(seal));
    const { output } = await openssl(
      { 'list.der': list },
      ...'crl -inform DER -in list.der -noout -text'.split(' '),
    );
    expect(output)
      .to.match(/CRL Number:\s+300\n/)
      .and.to.match(/Key Compromise/);
    expect(output).to.match(/Invalidity Date:\s+Jan {2}2 03:04:05 2026 GMT/);
  });

  it('we read what openssl ca revokes', async () => {
    await withFolder({ index: '', serial: '01\n', number: '01\n' }, async (folder) => {
      const issuer = readCertificate(await makeCertificate(folder, { name: 'root', extensions: AUTHORITY }));
      const leaf = readCertificate(await makeCertificate(folder, { name: 'leaf', by: 'root' }));
      const config = [
        '[ca]',
        'default_ca = c',
        '[c]',
        'database = index',
        'crlnumber = number',
        'default_md = sha256',
        '',
      ];
      await writeFile(join(folder, 'ca.cnf'), config.join('\n'));
      const ca = ['ca', '-config', 'ca.cnf', '-cert', 'root.pem', '-keyfile', 'root.key'];
      const list = async (): Promise<Buffer> => {
        await must(folder, [...ca, '-gencrl', '-crldays', '7', '-out', 'list.pem']);
        await must(folder, ['crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der']);
        return readFile(join(folder, 'list.der'));
      };
      const question = { certificate: leaf, issuer, at: new Date() };
      expect(said(revocationStatus({ ...question, evidence: await list() }))).to.equal('good');
      await must(folder, [...ca, '-revoke', 'leaf.pem', '-crl_reason', 'cessationOfOperation']);
      expect(said(revocationStatus({ ...question, evidence: await list() }))).to.equal(
        'cessationOfOperation',
      );
    });
  });
});

describe('OCSP and openssl', () => {
  before(needsOpenssl);
  const statuses = new Map<string, KnownStatus>();
  let responder: Responder;
  before(() => {
    statuses.set(seal.serial, revocationOf(seal)).set(other.serial, 'good');
    const own = {
      issuer: tier.issuing.certificate,
      responder: tier.responder,
      statusOf: (serial: string): KnownStatus => statuses.get(serial) ?? 'unknown',
    };
    responder = createResponder(() => [own], DAY);
  });

  const opensslAsks = (certificate: PathCertificate, ...options: string[]): Promise<string> =>
    withFolder(
      {
        'root.pem': pem(tier.root.certificate),
        'issuing.pem': pem(tier.issuing.certificate),
        'seal.pem': pem(certificate),
      },
      async (folder) => {
        const asked = ['-issuer', 'issuing.pem', ...options, '-cert', 'seal.pem'];
        await must(folder, ['ocsp', ...asked, '-reqout', 'request.der']);
        const answer = await responder.answer(await readFile(join(folder, 'request.der')), tier.now);
        await writeFile(join(folder, 'answer.der'), answer);
        const verify = ['-respin', 'answer.der', '-CAfile', 'root.pem', '-verify_other', 'issuing.pem'];
        // Once for the nonce, for which openssl wants its own request, and once for the status.
        await must(folder, ['ocsp', '-reqin', 'request.der', ...verify]);
        return must(folder, ['ocsp', ...asked, '-no_nonce', ...verify]);
      },
    );

  it('openssl ocsp believes our delegated responder, by SHA-1 and SHA-256 names', async () => {
    expect(await opensslAsks(other))
      .to.match(/Response verify OK/)
      .and.to.match(/seal.pem: good/);
    const output = await opensslAsks(seal, '-sha256');
    expect(output)
      .to.match(/Response verify OK/)
      .and.to.match(/revoked[^]*Reason: keyCompromise/);
  });

  const answerTo = async (
    certificate: PathCertificate,
    nonce?: Uint8Array,
  ): Promise<{ evidence: Buffer; nonce: Buffer | undefined }> => {
    const asked = writeOcspRequest(certificate, tier.issuing.certificate, nonce);
    return { evidence: await responder.answer(asked.request, tier.now), nonce: asked.nonce };
  };

  it('we read our own answers, with and without a nonce', async () => {
    const { evidence, nonce } = await answerTo(seal, randomBytes(32));
    const status = ask(evidence, nonce && { nonce });
    expect(said(status)).to.equal('keyCompromise');
    expect(said(ask(evidence, { nonce: randomBytes(34) }))).to.equal('NONCE_WRONG');
    expect(said(ask((await answerTo(other)).evidence, { certificate: other }))).to.equal('good');
  });

  it('says unknown of a serial that was never given', async () => {
    const stranger = { ...other, serial: '01' };
    const { evidence } = await answerTo(stranger);
    expect(said(ask(evidence, { certificate: stranger }))).to.equal('CERTIFICATE_UNKNOWN');
  });

  it('we read what openssl ocsp answers', async () => {
    await withFolder({}, async (folder) => {
      const issuer = readCertificate(await makeCertificate(folder, { name: 'root', extensions: AUTHORITY }));
      const leaf = readCertificate(await makeCertificate(folder, { name: 'leaf', by: 'root' }));
      const expires = '350101000000Z';
      const line = (state: string): string =>
        [
          state,
          expires,
          state === 'R' ? '260102030405Z,superseded' : '',
          leaf.serial.toUpperCase(),
          'unknown',
          '/CN=leaf',
        ].join('\t');
      const asked = ['-issuer', 'root.pem', '-cert', 'leaf.pem'];
      await must(folder, ['ocsp', ...asked, '-no_nonce', '-reqout', 'request.der']);
      const answer = async (state: string, days: string[]): Promise<RevocationStatus> => {
        await writeFile(join(folder, 'index'), `${line(state)}\n`);
        const own = ['-index', 'index', '-CA', 'root.pem', '-rsigner', 'root.pem', '-rkey', 'root.key'];
        await must(folder, ['ocsp', ...own, '-reqin', 'request.der', '-respout', 'answer.der', ...days]);
        const evidence = await readFile(join(folder, 'answer.der'));
        return revocationStatus({ evidence, certificate: leaf, issuer, at: new Date() });
      };
      expect(said(await answer('V', ['-ndays', '1']))).to.equal('good');
      expect(said(await answer('R', ['-ndays', '1']))).to.equal('superseded');
      expect(said(await answer('V', []))).to.equal('REVOCATION_STALE');
    });
  });

  // Found by changing bytes at random: pkijs refused what was read here, an id under another tag than SEQUENCE and a
  // hash named by no object identifier.
  it('does not read a question whose parts bear other tags than theirs', () => {
    const { request } = writeOcspRequest(seal, tier.issuing.certificate);
    expect(readOcspRequest(request).ids).to.have.length(1);
    const single = request.indexOf(Buffer.from('300d0609', 'hex')) - 4;
    for (const [at, tag] of [
      [single, 0x32],
      [single + 6, 0x04],
    ] as const) {
      const changed = Buffer.from(request);
      changed[at] = tag;
      expect(() => readOcspRequest(changed), `tag ${tag}`).to.throw();
    }
  });

  it('refuses malformed questions within the answer, and those about other issuers', async () => {
    const stranger = await twoTier();
    const foreign = writeOcspRequest(seal, stranger.issuing.certificate).request;
    expect((await responder.answer(foreign, tier.now)).toString('hex')).to.equal('30030a0106');
    const { request } = writeOcspRequest(seal, tier.issuing.certificate, randomBytes(32));
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(1_000_000, 0x30),
      request.subarray(0, -1),
      Buffer.concat([request, Buffer.of(0)]),
      writeOcspRequest(seal, tier.issuing.certificate, randomBytes(200)).request,
    ]) {
      expect((await responder.answer(bytes, tier.now)).toString('hex')).to.equal('30030a0101');
    }
  });
});

describe('revocation evidence that proves nothing', () => {
  let list: Buffer;
  let answer: Buffer;
  const answerBy = async (responder: TwoTier['responder']): Promise<Buffer> => {
    const own = { issuer: tier.issuing.certificate, responder, statusOf: (): KnownStatus => 'good' };
    const { request } = writeOcspRequest(seal, tier.issuing.certificate);
    return createResponder(() => [own], DAY).answer(request, tier.now);
  };
  before(async () => {
    list = await listOf();
    answer = await answerBy(tier.responder);
  });

  it('is stale before and after its time', () => {
    for (const evidence of [list, answer]) {
      expect(said(ask(evidence))).to.equal('good');
      expect(said(ask(evidence, { at: new Date(tier.now.getTime() + 2 * DAY) }))).to.equal(
        'REVOCATION_STALE',
      );
      expect(said(ask(evidence, { at: new Date(tier.now.getTime() - DAY) }))).to.equal('REVOCATION_STALE');
    }
  });

  it('is foreign when made by another issuer, or about another certificate', async () => {
    const stranger = (await twoTier()).root.certificate;
    expect(said(ask(list, { issuer: stranger }))).to.equal('REVOCATION_FOREIGN');
    expect(said(ask(answer, { certificate: other }))).to.equal('REVOCATION_FOREIGN');
  });

  it('is not believed from a namesake', async () => {
    const namesake = await twoTier();
    expect(said(ask(list, { issuer: namesake.issuing.certificate }))).to.equal('SIGNATURE_WRONG');
    expect(said(ask(await answerBy(namesake.responder)))).to.equal('RESPONDER_UNAUTHORISED');
  });

  it('is not believed from whom the issuer appointed for something else', async () => {
    const { signer } = tier.responder;
    const { certificate } = tier.responder;
    expect(said(ask(await answerBy({ signer, certificate })))).to.equal('good');
    expect(said(ask(await answerBy({ signer, certificate: seal })))).to.equal('RESPONDER_UNAUTHORISED');
    expect(said(ask(await answerBy({ ...tier.root })))).to.equal('RESPONDER_UNAUTHORISED');
  });

  it('never says good for any byte that is changed, cut off or added', () => {
    for (const evidence of [list, answer]) {
      for (let at = 0; at < evidence.length; at += 1) {
        const changed = Buffer.from(evidence);
        changed[at]! ^= 1 << (at % 8);
        expect(said(ask(changed)), `byte ${at}`).to.not.equal('good');
        expect(said(ask(evidence.subarray(0, at))), `cut at ${at}`).to.not.equal('good');
      }
      expect(said(ask(Buffer.concat([evidence, Buffer.of(0)])))).to.equal('REVOCATION_MALFORMED');
    }
  });

  it('gets an answer in bounded time, however large', () => {
    expect(said(ask(Buffer.alloc(100 * 1024 * 1024, 0x30)))).to.equal('REVOCATION_MALFORMED');
    expect(said(ask(Buffer.from('3080'.repeat(5000), 'hex')))).to.equal('REVOCATION_MALFORMED');
  });
});
