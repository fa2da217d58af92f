import { expect } from 'chai';
import type { JsonValue } from '@hanlian/chaincode/domain';
import {
  POLICIES,
  verifyDocument,
  type EvidenceDocument,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, SEALED_AT } from '../../support/evidence.js';
import { instantAfter, longTerm, MINUTE, type End, type LongTerm } from '../../support/long-term.js';

const HOUR = 60 * MINUTE;
const ended = (after: number, reason: End['reason'], invalidSince?: number): End => ({
  at: instantAfter(after),
  reason,
  ...(invalidSince !== undefined && { invalidSince: instantAfter(invalidSince) }),
});

/** Sealed, and stamped a minute later: whose certificates had been revoked by then, who says so, and what is missing. */
describe('a document kept for long', function () {
  this.timeout(60_000);

  let kept: LongTerm;
  let whole: EvidenceDocument;
  before(async () => {
    kept = await longTerm();
    whole = {
      ...(await kept.stamped([await kept.stampList()])),
      revocation: await kept.evidence(),
    };
  });

  /** The verdict, and what is not well. */
  const judged = async (
    document: EvidenceDocument,
    more: Partial<VerificationContext> = {},
  ): Promise<string[]> => {
    const value = JSON.parse(JSON.stringify(document)) as JsonValue;
    const { verdict, checks } = await verifyDocument(value, { ...kept.context(), ...more });
    const bad = checks.filter(({ status }) => status === 'INVALID' || status === 'ERROR');
    return [verdict, ...bad.map(({ code }) => code)];
  };
  const knowing = (...lists: Uint8Array[]): Partial<VerificationContext> => kept.context(lists);
  const seal = { policy: POLICIES.sealOnly };
  const without = (document: EvidenceDocument): EvidenceDocument => ({ ...document, revocation: undefined });

  it('is valid where evidence tells how each certificate stood', async () => {
    expect(await judged(whole)).to.deep.equal(['VALID']);
  });

  describe('whose authority of time stamps', () => {
    it('had been revoked before it stamped, is invalid', async () => {
      const list = await kept.stampList(ended(0, 'superseded'));
      const document = { ...(await kept.stamped([list])), revocation: whole.revocation };
      expect(await judged(document)).to.deep.equal(['INVALID', 'STAMP_REVOKED']);
      expect(await judged(document, seal)).to.deep.equal(['INVALID', 'STAMP_REVOKED']);
    });

    it('was revoked in good order later, stays valid (RFC 3161 §4)', async () => {
      const list = await kept.stampList(ended(HOUR, 'cessationOfOperation'), instantAfter(2 * HOUR));
      expect(await judged(whole, knowing(list))).to.deep.equal(['VALID']);
    });

    it('lost its key later, proves no time any more, whatever the list of its day says', async () => {
      for (const reason of ['keyCompromise', 'unspecified'] as const) {
        const list = await kept.stampList(ended(HOUR, reason), instantAfter(2 * HOUR));
        expect(await judged(whole, knowing(list)), reason).to.deep.equal(['UNKNOWN', 'STAMP_KEY_LOST']);
      }
    });

    it('lost its key, no longer saves a seal whose key was lost too', async () => {
      const list = await kept.stampList(ended(HOUR, 'keyCompromise'), instantAfter(2 * HOUR));
      const { sealKeys, department } = kept.city;
      const name = `${department.code} ${department.sealer.keyDigest}`;
      const before = sealKeys.get(name)!;
      sealKeys.set(name, { ...before, compromisedSince: SEALED_AT + 10 * DAY });
      expect(await judged(whole)).to.deep.equal(['VALID']);
      const verdict = await judged(whole, knowing(list));
      sealKeys.set(name, before);
      expect(verdict).to.deep.equal(['INVALID', 'STAMP_KEY_LOST', 'SEAL_TIME_UNPROVEN']);
    });

    it('is told of by nobody, is enough for a desk and not for an archive', async () => {
      const document = { ...(await kept.stamped()), revocation: whole.revocation };
      expect(await judged(document, seal)).to.deep.equal(['VALID']);
      expect(await judged(document)).to.deep.equal(['UNKNOWN', 'STAMP_STATUS_UNPROVEN']);
      expect(await judged(document, knowing(await kept.stampList()))).to.deep.equal(['VALID']);
    });

    it('is told of by a list that does not hold, could not be told', async () => {
      const list = await kept.stampList();
      const bent = list.with(-1, list.at(-1)! ^ 1);
      const namesakes = await (await longTerm()).stampList();
      for (const given of [bent, namesakes]) {
        const document = { ...(await kept.stamped([given])), revocation: whole.revocation };
        expect(await judged(document, seal)).to.deep.equal(['UNKNOWN', 'STAMP_STATUS_UNPROVEN']);
      }
    });
  });

  describe('whose seal', () => {
    const keeping = async (own: End | undefined, issuing: End | undefined): Promise<EvidenceDocument> => ({
      ...whole,
      revocation: [await kept.answer(own), await kept.rootList(issuing)],
    });

    it('had been revoked before it was stamped, is invalid', async () => {
      const document = await keeping(ended(0, 'superseded'), undefined);
      expect(await judged(document)).to.deep.equal(['INVALID', 'SEAL_REVOKED']);
    });

    it('was in other hands before it was stamped, as was learnt later, is invalid', async () => {
      const document = await keeping(ended(HOUR, 'keyCompromise', 0), undefined);
      // An answer of OCSP has no place for that day: a list has.
      expect(await judged(document)).to.deep.equal(['VALID']);
      const issuing = await keeping(undefined, ended(HOUR, 'keyCompromise', 0));
      expect(await judged(issuing)).to.deep.equal(['INVALID', 'SEAL_AUTHORITY_REVOKED']);
    });

    it('was revoked after it was stamped, stays valid', async () => {
      expect(await judged(await keeping(ended(HOUR, 'superseded'), undefined))).to.deep.equal(['VALID']);
    });

    it('was certified by an authority that had been revoked, is invalid', async () => {
      const document = await keeping(undefined, ended(0, 'superseded'));
      expect(await judged(document)).to.deep.equal(['INVALID', 'SEAL_AUTHORITY_REVOKED']);
      expect(await judged(await keeping(undefined, ended(HOUR, 'superseded')))).to.deep.equal(['VALID']);
    });

    it('was certified by an authority of which only the verifier knows that it had been revoked, is invalid', async () => {
      const list = Buffer.from(await kept.rootList(ended(0, 'cACompromise'), instantAfter(DAY)), 'base64');
      expect(await judged(whole, knowing(list))).to.deep.equal(['INVALID', 'SEAL_AUTHORITY_REVOKED']);
      const stripped = await judged(without(whole), { ...knowing(list), ...seal });
      expect(stripped).to.deep.equal(['INVALID', 'SEAL_AUTHORITY_REVOKED']);
    });

    it('lost a part of its evidence, could not be told: no part can be taken away', async () => {
      for (const revocation of whole.revocation!.map((each) => [each])) {
        const result = await judged({ ...whole, revocation }, seal);
        expect(result).to.deep.equal(['UNKNOWN', 'SEAL_STATUS_UNPROVEN']);
      }
    });

    it('lost all of it, stands by the registry for a desk, and is not proven for an archive', async () => {
      expect(await judged(without(whole), seal)).to.deep.equal(['VALID']);
      expect(await judged(without(whole))).to.deep.equal(['UNKNOWN', 'SEAL_STATUS_UNPROVEN']);
      const blind = { sealTrust: undefined };
      expect(await judged(whole, blind)).to.deep.equal(['UNKNOWN', 'SEAL_STATUS_UNPROVEN']);
    });

    it('is told of by evidence made later, is proven by it until the certificate ends', async () => {
      const { notAfter } = kept.seal;
      const after = async (at: Date): Promise<string[]> =>
        judged({ ...whole, revocation: [await kept.answer(undefined, at), whole.revocation![1]!] });
      expect(await after(instantAfter(29 * DAY))).to.deep.equal(['VALID']);
      // Authorities drop from their lists what has expired.
      expect(await after(new Date(notAfter.getTime() + 1000))).to.deep.equal([
        'UNKNOWN',
        'SEAL_STATUS_UNPROVEN',
      ]);
    });
  });

  it('is never valid with any byte of its evidence changed', async () => {
    for (const [index, each] of whole.revocation!.entries()) {
      const bytes = Buffer.from(each, 'base64');
      for (let at = 0; at < bytes.length; at += 1) {
        const bent = bytes.with(at, bytes[at]! ^ (1 << (at % 8)));
        const revocation = whole.revocation!.with(index, Buffer.from(bent).toString('base64'));
        const [verdict] = await judged({ ...whole, revocation });
        expect(verdict, `evidence ${index}, byte ${at}`).to.not.equal('VALID');
      }
    }
  });

  it('is never valid with any byte of its stamp changed, lists and all', async () => {
    const bytes = Buffer.from(whole.stamp!.token, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const bent = Buffer.from(bytes.with(at, bytes[at]! ^ (1 << (at % 8))));
      const [verdict] = await judged({ ...whole, stamp: { token: bent.toString('base64') } });
      expect(verdict, `byte ${at}`).to.not.equal('VALID');
    }
  });
});
