import { expect } from 'chai';
import type { JsonValue } from '@hanlian/chaincode/domain';
import {
  POLICIES,
  readStampResponse,
  verifyDocument,
  verifySeal,
  writeStampRequest,
  type EvidenceDocument,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { DAY, resealed, SEALED_AT, world, type World } from '../../support/evidence.js';
import { needsOpenssl } from '../../support/openssl.js';
import { stamper, type Stamper } from '../../support/stamps.js';

const MINUTE = 60;

describe('a stamped document', () => {
  before(needsOpenssl);

  let city: World;
  let document: EvidenceDocument;
  let tsa: Stamper;
  let clock = SEALED_AT;

  before(async () => {
    tsa = await stamper(() => new Date(clock * 1000));
  });
  beforeEach(async () => {
    city = await world();
    document = city.documents[0]!;
  });

  const signatureOf = ({ seal, statement }: EvidenceDocument): Buffer => {
    const result = verifySeal(Buffer.from(seal, 'base64'), statementBytes(statement));
    if (!result.ok) throw new Error(result.fault);
    return result.signature;
  };

  const tokenOver = async (data: Uint8Array, at: number): Promise<string> => {
    clock = at;
    const response = readStampResponse(await tsa.authority.answer(writeStampRequest(data, 1n)));
    if (!response.granted) throw new Error(response.refusal);
    return response.token.toString('base64');
  };

  const stamped = async (at = SEALED_AT + MINUTE, given = document): Promise<EvidenceDocument> => ({
    ...given,
    stamp: { token: await tokenOver(signatureOf(given), at) },
  });

  const trusting: Partial<VerificationContext> = { stampTrust: { trusts: () => true } };
  const offline: Partial<VerificationContext> = { ...trusting, ledger: undefined, policy: POLICIES.sealOnly };

  const verify = (given: EvidenceDocument, more: Partial<VerificationContext>): Promise<Verification> =>
    verifyDocument(JSON.parse(JSON.stringify(given)) as JsonValue, { ...city.context, ...more });

  const codeOf = ({ checks }: Verification, check: string): string =>
    checks.find(({ name }) => name === check)!.code;

  const expectStamp = async (given: EvidenceDocument, code: string, verdict: string): Promise<void> => {
    const verification = await verify(given, trusting);
    expect([codeOf(verification, 'stamp'), verification.verdict]).to.deep.equal([code, verdict]);
  };

  it('says so, and when', async () => {
    const verification = await verify(await stamped(), trusting);
    expect(verification.verdict).to.equal('VALID');
    const check = verification.checks.find(({ name }) => name === 'stamp');
    expect(check).to.deep.include({ code: 'STAMP_VALID' });
    expect(Date.parse(check?.data?.at as string) / 1000).to.equal(SEALED_AT + MINUTE);
  });

  it('one that is not says so', () => expectStamp(document, 'NOT_STAMPED', 'VALID'));

  it('with another document’s stamp is invalid', async () => {
    const other = (await world()).documents[0]!;
    const { stamp } = await stamped(SEALED_AT, other);
    await expectStamp({ ...document, stamp }, 'STAMP_FOREIGN', 'INVALID');
  });

  it('stamped before it claims to be sealed is invalid', async () =>
    expectStamp(await stamped(SEALED_AT - 16 * MINUTE), 'STAMP_BEFORE_SEAL', 'INVALID'));

  it('stamped by an authority that is not trusted could not be told', async () => {
    const verification = await verify(await stamped(), { stampTrust: { trusts: () => false } });
    expect(codeOf(verification, 'stamp')).to.equal('STAMP_AUTHORITY_UNKNOWN');
    expect(verification.verdict).to.equal('UNKNOWN');
  });

  it('whose stamp is noise is invalid, even where nobody named an authority', async () => {
    const noise = { ...document, stamp: { token: Buffer.alloc(300, 0x30).toString('base64') } };
    const verification = await verify(noise, {});
    expect(codeOf(verification, 'stamp')).to.equal('STAMP_MALFORMED');
    expect(verification.verdict).to.equal('INVALID');
  });

  it('with any byte of its stamp changed is never valid', async () => {
    const given = await stamped();
    const token = Buffer.from(given.stamp!.token, 'base64');
    for (let i = 0; i < token.length; i += 1) {
      const changed = Buffer.from(token);
      changed[i] = changed[i]! ^ (1 << (i % 8));
      const { verdict } = await verify({ ...given, stamp: { token: changed.toString('base64') } }, trusting);
      expect(verdict, `byte ${i} of ${token.length}`).to.equal('INVALID');
    }
  });

  describe('whose seal key was later declared compromised', () => {
    const STOLEN = SEALED_AT + 10 * DAY;
    beforeEach(() => {
      const name = `${city.department.code} ${city.department.sealer.keyDigest}`;
      city.sealKeys.set(name, { since: SEALED_AT - DAY, compromisedSince: STOLEN });
    });

    const expectIssuer = async (
      given: EvidenceDocument,
      context: Partial<VerificationContext>,
      code: string,
    ): Promise<void> => {
      const verification = await verify(given, context);
      expect(codeOf(verification, 'issuer')).to.equal(code);
      expect(verification.verdict).to.equal(code === 'ISSUER_VALID' ? 'VALID' : 'INVALID');
    };

    it('stays valid offline when it was stamped before', async () =>
      expectIssuer(await stamped(), offline, 'ISSUER_VALID'));

    it('fails offline without a stamp', () => expectIssuer(document, offline, 'SEAL_TIME_UNPROVEN'));

    it('fails when it was stamped after: a thief can date a seal back', async () =>
      expectIssuer(await stamped(STOLEN), offline, 'SEAL_TIME_UNPROVEN'));

    it('fails when the stamp’s authority is not trusted or not known', async () => {
      const distrusting = { ...offline, stampTrust: { trusts: () => false } };
      await expectIssuer(await stamped(), distrusting, 'SEAL_TIME_UNPROVEN');
      await expectIssuer(await stamped(), { ...offline, stampTrust: undefined }, 'SEAL_TIME_UNPROVEN');
    });

    it('fails when it claims a time after, whatever the stamp', async () => {
      const late = await resealed(document, city.department, { ...city.statement, sealedAt: STOLEN });
      await expectIssuer(await stamped(STOLEN - MINUTE, late), offline, 'SEAL_KEY_COMPROMISED');
    });

    it('stays valid without a stamp where the ledger has this very seal', () =>
      expectIssuer(document, {}, 'ISSUER_VALID'));

    it('fails where the ledger has another seal of the batch', async () => {
      const again = await resealed(document, city.department);
      await expectIssuer(again, {}, 'SEAL_TIME_UNPROVEN');
    });
  });
});
