import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { generateUscc, type HolderKey, type RecordAnswer } from '@hanlian/chaincode/domain';
import {
  BANK,
  bilingual,
  change,
  city,
  City,
  DAY,
  HOUSING,
  MARKET,
  NOW,
} from '../../support/contracts/city.js';
import { codeOf, refusalOf } from '../../support/contracts/ledger.js';
import { identityOf, Officer, random32 } from '../../support/contracts/people.js';

const get = async <T>(here: City, record: object): Promise<T> =>
  (await here.read<RecordAnswer>('registry:get', { record })).record as T;

const ENTERPRISE = generateUscc({
  department: '9',
  kind: '1',
  region: '420100',
  organisation: '00000779',
});

describe('contracts: keys and agreements', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  it("takes for an officer's key only a public key on P-256", async () => {
    const put = (publicKey: string): Promise<unknown> =>
      here.registrar('putOfficerKey', {
        ...change(),
        department: MARKET,
        officer: 'OFFICER9',
        publicKey,
        since: NOW,
      });
    const refused = await refusalOf(put('A'.repeat(122)));
    expect(refused.code).to.equal('FIELD_INVALID');
    expect(refused.details).to.include({ field: 'publicKey' });
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const other = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
    expect((await refusalOf(put(other))).code).to.equal('FIELD_INVALID');
    const right = new Officer('OFFICER9').publicKey;
    const offTheCurve = right.slice(0, 36) + 'A'.repeat(86);
    expect((await refusalOf(put(offTheCurve))).details).to.include({ field: 'publicKey' });
    await put(right);
  });

  it("takes no officer's id that is a citizen number", async () => {
    const refused = await refusalOf(
      here.registrar('putOfficerKey', {
        ...change(),
        department: MARKET,
        officer: '11010519491231002X',
        publicKey: new Officer('OFFICER9').publicKey,
        since: NOW,
      }),
    );
    expect(refused.code).to.equal('HOLDS_CITIZEN_NUMBER');
    expect(refused.details).to.deep.equal({ field: 'officer' });
  });

  describe("holders' keys", () => {
    const evidence = { kind: 'certificate', digest: random32() };
    const bind = (facts: object, department = MARKET): Promise<unknown> =>
      here.as(identityOf('BureauMSP', 'clerk', department), 'registry:bindHolderKey', {
        ...change(),
        evidence,
        since: NOW,
        ...facts,
      });

    it('of persons are known by a salted digest alone', async () => {
      const id = random32();
      await bind({ id, holder: { kind: 'person', keyDigest: random32() } });
      const record = await get<Record<string, unknown>>(here, { kind: 'holderKey', id });
      expect(record).to.include({ id, boundBy: MARKET });
    });

    it('of organisations stand with a right code and a right key', async () => {
      const { publicKey } = new Officer('X');
      const holder = { kind: 'organisation', code: ENTERPRISE, publicKey };
      await bind({ id: random32(), holder });
      const code = ENTERPRISE.slice(0, 17) + (ENTERPRISE.endsWith('0') ? '1' : '0');
      const wrongCode = await refusalOf(bind({ id: random32(), holder: { ...holder, code } }));
      expect(wrongCode.details).to.include({ field: 'holder.code' });
      const wrongKey = await refusalOf(
        bind({ id: random32(), holder: { ...holder, publicKey: 'A'.repeat(122) } }),
      );
      expect(wrongKey.details).to.include({ field: 'holder.publicKey' });
    });

    // A bank's own authority can make it a clerk: it bound keys for its customers, and consented and applied in their names.
    it('are bound by no party to what is signed by them', async () => {
      const { publicKey } = new Officer('X');
      const by = (mspId: string, department: string, holder: object): Promise<string> =>
        codeOf(
          here.as(identityOf(mspId, 'clerk', department), 'registry:bindHolderKey', {
            ...{ ...change(), id: random32(), evidence, since: NOW, holder },
          }),
        );
      for (const holder of [
        { kind: 'organisation', code: ENTERPRISE, publicKey },
        { kind: 'person', keyDigest: random32() },
      ])
        expect(await by('BankMSP', BANK, holder)).to.equal('BINDING_NOT_ALLOWED');
    });

    it('of departments and banks are the registrar’s to bind', async () => {
      const { publicKey } = new Officer('X');
      for (const code of [MARKET, HOUSING, BANK]) {
        const facts = { id: random32(), holder: { kind: 'organisation', code, publicKey } };
        expect(await codeOf(bind(facts))).to.equal('BINDING_NOT_ALLOWED');
        const request = { ...change(), ...facts, evidence, since: NOW };
        const registrar = (mspId: string, department: string): Promise<unknown> =>
          here.as(identityOf(mspId, 'registrar', department), 'registry:bindHolderKey', request);
        expect(await codeOf(registrar('BankMSP', BANK))).to.equal('BINDING_NOT_ALLOWED');
        await registrar('BureauMSP', MARKET);
      }
    });

    it('are changed only by the department that bound them', async () => {
      const facts = { id: random32(), holder: { kind: 'person', keyDigest: random32() } };
      await bind(facts);
      const again = { ...facts, expectedRevision: 0, until: NOW + DAY };
      expect((await refusalOf(bind(again, HOUSING))).code).to.equal('OTHER_DEPARTMENT');
      await bind(again);
    });

    // A clerk of the registrar's own department named another holder, and so took from a bank the key it signs with.
    it('stay their holders’ for good: another key, or another holder, is bound under an id of its own', async () => {
      const { publicKey } = new Officer('X');
      const id = random32();
      const bank = { kind: 'organisation', code: BANK, publicKey };
      await here.as(identityOf('BureauMSP', 'registrar', MARKET), 'registry:bindHolderKey', {
        ...{ ...change(), id, evidence, since: NOW, holder: bank },
      });
      for (const holder of [
        { ...bank, code: ENTERPRISE },
        { kind: 'person', keyDigest: random32() },
      ])
        expect(await codeOf(bind({ id, holder, expectedRevision: 0 }))).to.equal('RECORD_FINAL');
      const ended = { id, holder: bank, expectedRevision: 0, until: NOW + DAY };
      expect(await codeOf(bind(ended))).to.equal('BINDING_NOT_ALLOWED');
    });

    // Its binder was told that it is the registrar's, and the registrar that it is another department's: a stolen key stayed.
    it('of what has become a department are the registrar’s to end, whoever bound them', async () => {
      const holder = { kind: 'organisation', code: ENTERPRISE, publicKey: new Officer('X').publicKey };
      const facts = { id: random32(), holder };
      await bind(facts, HOUSING);
      await here.registrar('putDepartment', {
        ...change(),
        code: ENTERPRISE,
        name: bilingual('局'),
        kind: 'department',
        mspId: 'BureauMSP',
        since: NOW,
      });
      const ended = { ...facts, expectedRevision: 0, until: NOW + DAY };
      for (const department of [HOUSING, MARKET]) {
        expect(await codeOf(bind(ended, department))).to.equal('BINDING_NOT_ALLOWED');
      }
      const registrar = identityOf('BureauMSP', 'registrar', MARKET);
      const request = { ...change(), evidence, since: NOW, ...ended };
      await here.as(registrar, 'registry:bindHolderKey', request);
      const record = await get<HolderKey>(here, { kind: 'holderKey', id: facts.id });
      expect(record).to.include({ boundBy: HOUSING, until: NOW + DAY });
    });

    it('can still be ended after a succession, by who has taken the place', async () => {
      const facts = { id: random32(), holder: { kind: 'person', keyDigest: random32() } };
      await bind(facts);
      await here.registrar('succeedDepartment', {
        ...change(0),
        code: MARKET,
        successor: HOUSING,
        since: NOW,
      });
      const end = { ...facts, expectedRevision: 0, until: NOW + DAY };
      expect((await refusalOf(bind(end))).code).to.equal('OTHER_DEPARTMENT');
      await bind(end, HOUSING);
      const record = await get<HolderKey>(here, { kind: 'holderKey', id: facts.id });
      expect(record).to.include({ boundBy: MARKET, until: NOW + DAY });
    });
  });

  it('lets an agreement be changed only by the department that registered it', async () => {
    const text = random32();
    const put = (department: string, revision?: number): Promise<unknown> =>
      here.as(identityOf('BureauMSP', 'clerk', department), 'registry:putAgreement', {
        ...change(revision),
        text,
        name: bilingual('协议'),
        since: NOW,
      });
    await put(MARKET);
    expect((await refusalOf(put(HOUSING, 0))).code).to.equal('OTHER_DEPARTMENT');
    await put(MARKET, 0);
  });
});
