import '../support/quiet.js';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { usccOf } from '@hanlian/gateway/seed/generate';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { callerOf } from '../support/answers.js';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const digest = (): string => randomBytes(32).toString('base64url');
const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64url');
/** The head of every P-256 key in DER, and a point that lies beside the curve. */
const besideTheCurve = Buffer.concat([
  Buffer.from(publicKey, 'base64url').subarray(0, 27),
  Buffer.alloc(64, 1),
]).toString('base64url');

const person = { kind: 'person', keyDigest: digest() };
const company = { kind: 'organisation', code: '91350100M000100Y43', publicKey };
const evidence = { kind: 'identityProvider', digest: digest() };
const binding = { holder: person, evidence, since: '2026-01-01' };

describe("the binding of holders' keys", function () {
  this.timeout(60_000);
  let folder: string;
  let city: RunningCity;
  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const clerk = (): SampleCallerKey => named('market-clerk');
  const put = (id: string, body: object, by = clerk(), headers = {}): Promise<Answer> =>
    city.put(by, `/v1/holder-keys/${id}`, body, headers);
  const refused = async (answer: Promise<Answer>, status: number, expected: object): Promise<void> => {
    const { status: given, body } = await answer;
    expect({ given, body }, JSON.stringify(body)).to.deep.include({ given: status });
    expect(body).to.include(expected);
  };
  /** Nothing of what was refused stands. */
  const isUnbound = (id: string): Promise<void> =>
    refused(city.ask(clerk(), `/v1/holder-keys/${id}`), 404, { code: 'NOT_FOUND' });

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('stands for a company by its code and key, for a person by a salted digest alone', async () => {
    for (const holder of [person, company]) {
      const id = digest();
      expect((await put(id, { ...binding, holder })).status).to.equal(201);
      const { body } = await city.ask(named('bank-one-officer'), `/v1/holder-keys/${id}`);
      // The bank's own hub has it too, and by the same words.
      expect(body).to.deep.include({ id, holder, evidence, boundBy: DEPARTMENTS.market.code });
    }
  });

  const wrong: readonly (readonly [what: string, change: object, code: string, field: string])[] = [
    [
      'a code whose check character is wrong',
      { holder: { ...company, code: '91350100M000100Y44' } },
      'CHECK_CHARACTER_WRONG',
      'holder.code',
    ],
    [
      'a code that is none',
      { holder: { ...company, code: '91350100M000100Y4I' } },
      'FIELD_INVALID',
      'holder.code',
    ],
    [
      'a key that is no point of the curve',
      { holder: { ...company, publicKey: besideTheCurve } },
      'FIELD_INVALID',
      'holder.publicKey',
    ],
    [
      'a key of another kind',
      { holder: { ...company, publicKey: 'AAAA' } },
      'FIELD_INVALID',
      'holder.publicKey',
    ],
    ['a person with a name', { holder: { ...person, name: '李明' } }, 'FIELD_UNKNOWN', 'holder.name'],
    [
      'a person with a number for a digest',
      { holder: { ...person, keyDigest: '110101199003070000' } },
      'FIELD_INVALID',
      'holder.keyDigest',
    ],
    ['a holder of no kind', { holder: { ...person, kind: 'robot' } }, 'FIELD_INVALID', 'holder.kind'],
    ['no evidence', { evidence: undefined }, 'FIELD_MISSING', 'evidence'],
    ['evidence of no kind', { evidence: { ...evidence, kind: 'hearsay' } }, 'FIELD_INVALID', 'evidence.kind'],
    ['an end before its beginning', { until: '2025-01-01' }, 'FIELD_INVALID', 'until'],
    ['a day that never was', { since: '2026-02-30' }, 'DATE_IMPOSSIBLE', 'since'],
    ['an owner of the sender’s choice', { boundBy: DEPARTMENTS.land.code }, 'FIELD_UNKNOWN', 'boundBy'],
  ];
  for (const [what, change, code, field] of wrong) {
    it(`is refused with ${what}, and nothing stands`, async () => {
      const id = digest();
      const answer = await put(id, { ...binding, ...change });
      expect(answer.status, JSON.stringify(answer.body)).within(400, 422);
      expect(answer.body).to.include({ code, field });
      expect(JSON.stringify(answer.body)).to.not.include('李明').and.not.include('110101199003070000');
      await isUnbound(id);
    });
  }

  it('is refused under an id that is no digest', () =>
    refused(put('11010119900307', binding), 400, { code: 'FIELD_INVALID', field: 'id' }));

  it('is refused to who is neither clerk nor registrar, and to nobody in particular', async () => {
    const id = digest();
    for (const caller of ['finance-officer', 'operator']) {
      await refused(put(id, binding, named(caller)), 403, { code: 'FORBIDDEN' });
    }
    const stranger = { ...clerk(), key: 'hlk_none' };
    await refused(put(id, binding, stranger), 401, { code: 'UNAUTHENTICATED' });
    await isUnbound(id);
  });

  it('is changed on the revision it was decided on, by its own department alone', async () => {
    const id = digest();
    const ended = { ...binding, until: '2027-01-01' };
    await put(id, binding);
    await refused(put(id, binding), 409, { code: 'STALE' });
    await refused(put(id, ended, clerk(), { 'if-match': '"7"' }), 412, { code: 'STALE' });
    const own = { 'if-match': '"0"' };
    await refused(put(id, ended, named('land-clerk'), own), 403, { code: 'OTHER_DEPARTMENT' });
    await refused(put(id, ended, named('registrar'), own), 403, { code: 'OTHER_DEPARTMENT' });
    expect((await put(id, ended, clerk(), own)).body).to.include({ revision: 1 });
  });

  it('is refused to a department that is not registered, or no longer in force', async () => {
    const code = usccOf({ department: '1', kind: '1' }, 'MB9A0077');
    const key = await city.hub('bureau').administration.roster.appoint({
      id: 'early',
      role: 'clerk',
      department: code,
      person: 'O777',
      name: '早',
    });
    const early = { ...clerk(), key };
    await refused(put(digest(), binding, early), 422, { code: 'DEPARTMENT_UNKNOWN' });
    const facts = { name: { zh: '某局', en: 'Some bureau' }, kind: 'department', mspId: 'BureauMSP' };
    const period = { since: '2020-01-01', until: '2021-01-01' };
    const made = await city.put(named('registrar'), `/v1/departments/${code}`, { ...facts, ...period });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    await refused(put(digest(), binding, early), 422, { code: 'DEPARTMENT_NOT_IN_FORCE' });
  });

  it('is refused to a department for which another organisation vouches', async () => {
    const market = {
      role: 'clerk',
      department: DEPARTMENTS.market.code,
      person: 'B777',
      name: '外',
    } as const;
    const key = await city.hub('bank').administration.roster.appoint({ id: 'posing', ...market });
    const posing = { ...named('bank-one-officer'), key };
    await refused(put(digest(), binding, posing), 403, { code: 'WRONG_MSP' });
  });

  it('is the same for the same Idempotency-Key, and refused for another body under it', async () => {
    const id = digest();
    const once = { 'idempotency-key': 'bind-once' };
    const [first, again] = [await put(id, binding, clerk(), once), await put(id, binding, clerk(), once)];
    expect(again.body).to.deep.equal(first.body);
    const other = put(id, { ...binding, holder: company }, clerk(), once);
    await refused(other, 409, { code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
