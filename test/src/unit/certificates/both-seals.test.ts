import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { statementBytes, type JsonValue } from '@hanlian/chaincode/domain';
import {
  sealStatement,
  verifyDocument,
  verifySeal,
  verifySm2Seal,
  type EvidenceDocument,
  type SealResult,
  type Signer,
  type Verification,
} from '@hanlian/certificates';
import { omit } from '@hanlian/gateway/omit';
import { DAY, SEALED_AT, world, type World } from '../../support/evidence.js';
import { sealingDepartment } from '../../support/seals.js';
import { signedAs, sm2SealOf, type Sm2Seal } from '../../support/sm2-seals.js';

const CODE = '11430000006122244L';
const NAME = '湖南省住房和城乡建设厅';
const CONTENT = Buffer.from('{"batch":"x","count":1}');
const AT = new Date(SEALED_AT * 1000);

const outcome = (result: SealResult): string => (result.ok ? 'ok' : result.fault);

describe('an SM2 seal', () => {
  let own: Sm2Seal;
  let seal: Uint8Array;

  before(async () => {
    own = await sm2SealOf(CODE, NAME);
    seal = await own.sealer.seal(CONTENT, AT);
  });

  it('tells who sealed and when', () => {
    const result = verifySm2Seal(seal, CONTENT);
    if (!result.ok) throw new Error(result.fault);
    expect(result.keyDigest).to.equal(own.sealer.keyDigest);
    expect(result.signedAt).to.deep.equal(AT);
  });

  it('is none in ES256, nor the other way round', async () => {
    expect(outcome(verifySeal(seal, CONTENT))).to.equal('SEAL_MALFORMED');
    const { sealer } = await sealingDepartment();
    expect(outcome(verifySm2Seal(await sealer.seal(CONTENT, AT), CONTENT))).to.equal('SEAL_UNSUPPORTED');
  });

  it('over other content is foreign', () => {
    expect(outcome(verifySm2Seal(seal, Buffer.from('{}')))).to.equal('SEAL_FOREIGN');
  });

  it('with any one byte changed, cut short or with bytes after it is never accepted', () => {
    for (let i = 0; i < seal.length; i += 1) {
      const changed = Buffer.from(seal);
      changed[i] = changed[i]! ^ 1;
      expect(verifySm2Seal(changed, CONTENT).ok, `byte ${i} of ${seal.length}`).to.equal(false);
    }
    expect(outcome(verifySm2Seal(seal.subarray(0, -1), CONTENT))).to.equal('SEAL_MALFORMED');
    expect(outcome(verifySm2Seal(Buffer.concat([seal, Buffer.of(0)]), CONTENT))).to.equal('SEAL_MALFORMED');
  });

  /** A seal whose signature another maker made with the very key. */
  const sealedBy = async (
    sign: (message: Uint8Array, own: Signer, key: KeyObject) => Uint8Array | Promise<Uint8Array>,
  ): Promise<string> => {
    const other = await sm2SealOf(CODE, NAME, (signer, key) => ({
      ...signer,
      sign: async (message) => sign(message, signer, key),
    }));
    return outcome(verifySm2Seal(await other.sealer.seal(CONTENT, AT), CONTENT));
  };
  const withUserId = (userId: string): Promise<string> =>
    sealedBy((message, _own, key) => signedAs(userId, key, message));

  it('counts with the national user id alone', async () => {
    expect(await withUserId('1234567812345678')).to.equal('ok');
    expect(await withUserId('1234567812345679')).to.equal('SEAL_SIGNATURE_WRONG');
    expect(await withUserId('')).to.equal('SEAL_SIGNATURE_WRONG');
  });

  it('counts in its one encoding alone', async () => {
    const padded = await sealedBy(async (message, signer) => {
      const der = Buffer.from(await signer.sign(message));
      // A zero octet before r that no sign needs: the same number in another form.
      const r = der.subarray(4, 4 + der[3]!);
      const rest = der.subarray(4 + r.length);
      const zeros = Buffer.concat([Buffer.of(0x02, r.length + 1, 0x00), r, rest]);
      return Buffer.concat([Buffer.of(0x30, zeros.length), zeros]);
    });
    expect(padded).to.equal('SEAL_SIGNATURE_WRONG');
  });

  it('counts with r and s below the order alone, since r + n would be a second form', async () => {
    const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
    const shifted = await sealedBy(async (message, signer) => {
      const der = Buffer.from(await signer.sign(message));
      const r = BigInt(`0x${der.subarray(4, 4 + der[3]!).toString('hex')}`) + ORDER;
      const digits = Buffer.from(r.toString(16).padStart(66, '0'), 'hex');
      const rest = der.subarray(4 + der[3]!);
      const body = Buffer.concat([Buffer.of(0x02, digits.length), digits, rest]);
      return Buffer.concat([Buffer.of(0x30, body.length), body]);
    });
    expect(shifted).to.equal('SEAL_SIGNATURE_WRONG');
  });
});

describe('a document under two seals', () => {
  let city: World;
  let document: EvidenceDocument;
  let own: Sm2Seal;

  beforeEach(async () => {
    own = await sm2SealOf(CODE, NAME);
    city = await world(2, { sm2: own });
    document = city.documents[0]!;
  });

  const verify = (changed: EvidenceDocument): Promise<Verification> =>
    verifyDocument(JSON.parse(JSON.stringify(changed)) as JsonValue, city.context);
  const codes = async (
    changed: EvidenceDocument,
  ): Promise<{ verdict: string; seal: string; issuer: string }> => {
    const { verdict, checks } = await verify(changed);
    const codeOf = (wanted: string): string => checks.find(({ name }) => name === wanted)!.code;
    return { verdict, seal: codeOf('seal'), issuer: codeOf('issuer') };
  };
  const without = (whole: EvidenceDocument): EvidenceDocument => omit(whole, 'sm2Seal');
  const keyName = (): string => `${CODE} ${own.sealer.keyDigest}`;

  it('is valid when both hold', async () => {
    const found = await codes(document);
    expect(found).to.deep.equal({ verdict: 'VALID', seal: 'BOTH_SEALS_VALID', issuer: 'ISSUER_VALID' });
  });

  it('is invalid with the SM2 seal taken away', async () => {
    expect(await codes(without(document))).to.include({ verdict: 'INVALID', seal: 'SM2_SEAL_MISSING' });
  });

  it('is invalid with the declaration taken away too, since the other seal covers it', async () => {
    const statement = omit(document.statement, 'sm2SealKey');
    const found = await codes({ ...without(document), statement });
    expect(found).to.include({ verdict: 'INVALID', seal: 'SEAL_FOREIGN' });
  });

  it('is invalid when another SM2 key sealed the very statement', async () => {
    const thief = await sm2SealOf(CODE, NAME);
    const forged = await thief.sealer.seal(Buffer.from(JSON.stringify(document.statement)), AT);
    const foreign = { ...document, sm2Seal: Buffer.from(forged).toString('base64') };
    expect(await codes(foreign)).to.include({ verdict: 'INVALID' });
    const swapped = Buffer.from(await sealStatement(thief.sealer, document.statement)).toString('base64');
    expect(await codes({ ...document, sm2Seal: swapped })).to.include({ seal: 'SEAL_CERTIFICATE_SWAPPED' });
  });

  it('is invalid when the SM2 seal claims another time', async () => {
    const late = await own.sealer.seal(statementBytes(document.statement), new Date(AT.getTime() + 1000));
    const changed = { ...document, sm2Seal: Buffer.from(late).toString('base64') };
    expect(await codes(changed)).to.include({ verdict: 'INVALID', seal: 'SEAL_TIME_DIFFERS' });
  });

  it('is invalid with an SM2 seal that its statement does not declare', async () => {
    const single = await world(1, { department: city.department });
    const added = { ...single.documents[0]!, sm2Seal: document.sm2Seal! };
    city = single;
    expect(await codes(added)).to.include({ verdict: 'INVALID' });
    const seal = Buffer.from(await sealStatement(own.sealer, added.statement)).toString('base64');
    expect(await codes({ ...added, sm2Seal: seal })).to.include({ seal: 'SM2_SEAL_UNDECLARED' });
  });

  it('is invalid when the SM2 key is unknown, ended, compromised, or registered for the other suite', async () => {
    const bent = async (key: {
      since: number;
      until?: number;
      compromisedSince?: number;
      suite?: 'SM2';
    }): Promise<string> => {
      city.sealKeys.set(keyName(), key);
      return (await codes(document)).issuer;
    };
    expect(await bent({ since: 0, suite: 'SM2', until: SEALED_AT })).to.equal('SEAL_KEY_NOT_LIVE');
    expect(await bent({ since: 0, suite: 'SM2', compromisedSince: SEALED_AT })).to.equal(
      'SEAL_KEY_COMPROMISED',
    );
    expect(await bent({ since: 0 })).to.equal('SEAL_SUITE_WRONG');
    city.sealKeys.delete(keyName());
    expect((await codes(document)).issuer).to.equal('SEAL_KEY_UNKNOWN');
  });

  it('is invalid when the SM2 seal is another unit’s', async () => {
    const stranger = await sm2SealOf('11430000006122252F', '另一单位');
    city = await world(1, { sm2: stranger });
    expect((await codes(city.documents[0]!)).issuer).to.equal('ISSUER_WRONG');
  });

  it('is needed from the day on that the registry names for the department', async () => {
    const single = await world(1);
    city = single;
    const [plain] = single.documents;
    single.departments.set(CODE, { sm2SealSince: SEALED_AT + DAY });
    expect((await codes(plain!)).verdict).to.equal('VALID');
    single.departments.set(CODE, { sm2SealSince: SEALED_AT });
    expect(await codes(plain!)).to.include({ verdict: 'INVALID', issuer: 'SM2_SEAL_REQUIRED' });
  });
});
