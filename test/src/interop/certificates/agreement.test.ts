import { expect } from 'chai';
import {
  createResponder,
  fromPem,
  issueCertificate,
  readStampResponse,
  revocationStatus,
  toPem,
  verifySeal,
  verifyStamp,
  writeOcspRequest,
  writeRevocationList,
  writeStampRequest,
  type Issuer,
  type KnownStatus,
  type PathCertificate,
} from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { twoTier, type TwoTier } from '../../support/authority.js';
import {
  opensslCms,
  opensslList,
  opensslOcsp,
  opensslStamp,
  pkijsCms,
  pkijsList,
  pkijsOcsp,
  type Authorities,
} from '../../support/judges.js';
import { longTerm } from '../../support/long-term.js';
import { needsOpenssl } from '../../support/openssl.js';
import { sealingDepartment, type SealingDepartment } from '../../support/seals.js';
import { stamper, type Stamper } from '../../support/stamps.js';

/** Who accepts. Where we refuse what another passes, the title says what it is. */
const ALL = ['we', 'openssl', 'pkijs'];
const NONE: string[] = [];

const acceptors = async (judged: Readonly<Record<string, boolean | Promise<boolean>>>): Promise<string[]> => {
  const found = await Promise.all(
    Object.entries(judged).map(async ([who, accepted]) => ((await accepted) ? [who] : [])),
  );
  return found.flat();
};

const flipped = (bytes: Uint8Array, at: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[at < 0 ? changed.length + at : at]! ^= 1;
  return changed;
};
/** The outermost length left open, and ended by two zero octets: BER, but not DER. */
const indefinite = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.of(0x30, 0x80), bytes.subarray(4), Buffer.of(0, 0)]);
const swapped = (bytes: Buffer, from: string, to: string): Buffer => {
  const changed = Buffer.from(bytes);
  changed.write(to, changed.indexOf(from, 'hex'), 'hex');
  return changed;
};

describe('we, openssl and pkijs agree', function () {
  this.timeout(30_000);
  before(needsOpenssl);

  describe('on seals', () => {
    const CONTENT = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":1}');
    let department: SealingDepartment;
    let other: SealingDepartment;
    let seal: Buffer;
    before(async () => {
      [department, other] = await Promise.all([sealingDepartment(), sealingDepartment()]);
      seal = Buffer.from(await department.sealer.seal(CONTENT, new Date()));
    });

    const judged = (bytes: Uint8Array, content = CONTENT): Promise<string[]> =>
      acceptors({
        we: verifySeal(bytes, content).ok,
        openssl: opensslCms(bytes, content, department.root),
        pkijs: pkijsCms(bytes, content),
      });
    const certificateIn = (bytes: Buffer, stranger: Buffer): Buffer => {
      const own = fromPem('CERTIFICATE', department.certificate);
      const at = bytes.indexOf(own);
      return Buffer.concat([bytes.subarray(0, at), stranger, bytes.subarray(at + own.length)]);
    };

    it('a genuine one', async () => expect(await judged(seal)).to.deep.equal(ALL));
    it('over other content', async () => expect(await judged(seal, Buffer.from('{}'))).to.deep.equal(NONE));
    it('with a changed signature', async () => expect(await judged(flipped(seal, -1))).to.deep.equal(NONE));
    it('with a changed digest in its signed attributes', async () => {
      const at = seal.lastIndexOf('2a864886f70d010904', undefined, 'hex') + 15;
      expect(await judged(flipped(seal, at))).to.deep.equal(NONE);
    });
    it('cut short', async () => expect(await judged(seal.subarray(0, -1))).to.deep.equal(NONE));
    it('of another content type, which pkijs does not look at', async () => {
      const enveloped = swapped(seal, '2a864886f70d010702', '2a864886f70d010703');
      expect(await judged(enveloped)).to.deep.equal(['pkijs']);
    });
    it('whose algorithm is not that of its digest, which openssl takes for the digest’s', async () => {
      const at = seal.lastIndexOf('2a8648ce3d040302', undefined, 'hex');
      const mismatched = Buffer.from(seal);
      mismatched.write('2a8648ce3d040304', at, 'hex');
      expect(await judged(mismatched)).to.deep.equal(['openssl']);
    });
    it('with the certificate of another in it', async () => {
      const stranger = fromPem('CERTIFICATE', other.certificate);
      expect(await judged(certificateIn(seal, stranger))).to.deep.equal(NONE);
    });
    it('of indefinite length: others read BER, we take one spelling', async () =>
      expect(await judged(indefinite(seal))).to.deep.equal(['openssl', 'pkijs']));
  });

  describe('on time stamps', () => {
    const DATA = Buffer.from('the value of a signature');
    let tsa: Stamper;
    let token: Buffer;
    const tokenOf = async (by: Stamper): Promise<Buffer> => {
      const answer = readStampResponse(await by.authority.answer(writeStampRequest(DATA, 7n)));
      if (!answer.granted) throw new Error(answer.refusal);
      return answer.token;
    };
    before(async () => {
      tsa = await stamper();
      token = await tokenOf(tsa);
    });

    const judged = (bytes: Uint8Array, data: Uint8Array = DATA, root = tsa.root): Promise<string[]> =>
      acceptors({
        we: verifyStamp(bytes, data).ok,
        openssl: opensslStamp(bytes, data, root),
        pkijs: pkijsCms(bytes, data),
      });

    it('a genuine one', async () => expect(await judged(token)).to.deep.equal(ALL));
    it('with a revocation list beside its certificates', async () => {
      const kept = await longTerm();
      const { stamp, seal, statement } = await kept.stamped([await kept.stampList()]);
      const sealed = verifySeal(Buffer.from(seal, 'base64'), statementBytes(statement));
      if (!sealed.ok) throw new Error(sealed.fault);
      const root = toPem('CERTIFICATE', kept.auditor.root.certificate.bytes);
      const accepted = await judged(Buffer.from(stamp!.token, 'base64'), sealed.signature, root);
      expect(accepted).to.deep.equal(ALL);
    });
    it('over other data', async () => expect(await judged(token, Buffer.from('other'))).to.deep.equal(NONE));
    it('with a changed signature', async () => expect(await judged(flipped(token, -1))).to.deep.equal(NONE));
    it('with a changed time', async () => {
      const at = token.indexOf(Buffer.from('180f', 'hex')) + 4;
      expect(await judged(flipped(token, at))).to.deep.equal(NONE);
    });
    it('cut short', async () => expect(await judged(token.subarray(0, -1))).to.deep.equal(NONE));
    it('by a certificate that may do more than stamp: pkijs does not ask', async () => {
      const wide = await stamper(undefined, 'alsoTls');
      expect(await judged(await tokenOf(wide), DATA, wide.root)).to.deep.equal(['pkijs']);
    });
  });

  describe('on revocation lists and OCSP answers', () => {
    const SEAL = { profile: 'seal', subject: { commonName: '住建厅', organization: '住建厅' } } as const;
    const DAY = 24 * 60 * 60 * 1000;
    let tier: TwoTier;
    let namesake: TwoTier;
    let seal: PathCertificate;
    let authorities: Authorities;
    before(async () => {
      [tier, namesake] = await Promise.all([twoTier(), twoTier()]);
      seal = await tier.issue(SEAL);
      authorities = { root: tier.root.certificate, issuing: tier.issuing.certificate };
    });

    interface When {
      readonly by?: Issuer;
      readonly from?: number;
      readonly revoked?: boolean;
    }
    const revocation = (): { serial: string; at: Date; reason: 'superseded' } => ({
      serial: seal.serial,
      at: new Date(tier.now.getTime() - 1000),
      reason: 'superseded',
    });
    const listOf = ({ by = tier.issuing, from = 0, revoked = false }: When): Promise<Buffer> => {
      const thisUpdate = new Date(tier.now.getTime() + from);
      const nextUpdate = new Date(thisUpdate.getTime() + DAY);
      return writeRevocationList(by, {
        number: 1,
        thisUpdate,
        nextUpdate,
        revoked: revoked ? [revocation()] : [],
      });
    };
    const answerOf = ({ by = tier.responder, from = 0, revoked = false }: When): Promise<Buffer> => {
      const statusOf = (): KnownStatus => (revoked ? revocation() : 'good');
      const responder = createResponder(
        () => [{ issuer: tier.issuing.certificate, responder: by, statusOf }],
        DAY,
      );
      const { request } = writeOcspRequest(seal, tier.issuing.certificate);
      return responder.answer(request, new Date(tier.now.getTime() + from));
    };
    const ours = (evidence: Uint8Array): boolean =>
      revocationStatus({ evidence, certificate: seal, issuer: tier.issuing.certificate, at: new Date() })
        .status === 'good';
    const onList = (list: Uint8Array): Promise<string[]> =>
      acceptors({
        we: ours(list),
        openssl: opensslList(list, seal, authorities),
        pkijs: pkijsList(list, seal, authorities),
      });
    const onAnswer = (answer: Uint8Array): Promise<string[]> =>
      acceptors({
        we: ours(answer),
        openssl: opensslOcsp(answer, seal, authorities),
        pkijs: pkijsOcsp(answer, seal, authorities),
      });

    it('a list without the certificate', async () =>
      expect(await onList(await listOf({}))).to.deep.equal(ALL));
    it('a list with it', async () =>
      expect(await onList(await listOf({ revoked: true }))).to.deep.equal(NONE));
    it('a list by a namesake', async () =>
      expect(await onList(await listOf({ by: namesake.issuing }))).to.deep.equal(NONE));
    it('a list with a changed signature', async () =>
      expect(await onList(flipped(await listOf({}), -1))).to.deep.equal(NONE));
    it('a list out of date: pkijs does not ask', async () =>
      expect(await onList(await listOf({ from: -2 * DAY }))).to.deep.equal(['pkijs']));

    it('an answer that says good', async () => expect(await onAnswer(await answerOf({}))).to.deep.equal(ALL));
    it('an answer that says revoked', async () =>
      expect(await onAnswer(await answerOf({ revoked: true }))).to.deep.equal(NONE));
    it('an answer by another’s responder', async () =>
      expect(await onAnswer(await answerOf({ by: namesake.responder }))).to.deep.equal(NONE));
    it('an answer with a changed signature', async () => {
      const answer = await answerOf({});
      const certificates = answer.indexOf(Buffer.from('a082', 'hex'), 400);
      expect(await onAnswer(flipped(answer, certificates - 1))).to.deep.equal(NONE);
    });
    it('an answer by whom the issuer certified for seals alone', async () => {
      const { signer } = tier.responder;
      const body = { ...SEAL, publicKey: signer.publicKey };
      const certificate = await issueCertificate(body, tier.issuing, tier.now);
      expect(await onAnswer(await answerOf({ by: { signer, certificate } }))).to.deep.equal(NONE);
    });
    it('an answer out of date: pkijs does not ask', async () =>
      expect(await onAnswer(await answerOf({ from: -2 * DAY }))).to.deep.equal(['pkijs']));
  });
});
