import { expect } from 'chai';
import {
  generateCitizenNumber,
  MAX_RUN,
  schemas,
  type BatchStatement,
  type BatchView,
  type LicenseRecord,
  type RunLeaf,
} from '@hanlian/chaincode/domain';
import {
  basis,
  fiveYears,
  makeLeaf,
  openingOf,
  openRequest,
  randomSerial,
  seal,
  type Sealed,
} from '../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  DAY,
  departmentFacts,
  HOUSING,
  LAST_YEAR,
  LICENCE,
  MARKET,
  NOW,
  PERMIT,
  PREPARER,
  QUALIFICATION,
  SEAL_KEY,
  typeFacts,
  UNACCREDITED,
} from '../../support/contracts/city.js';
import { refusalOf } from '../../support/contracts/ledger.js';
import { identityOf, random16, random32 } from '../../support/contracts/people.js';

/** What an event says of whose batch it is. */
const ofPermits = { issuer: MARKET, certificateType: PERMIT };

const recordOf = (here: City, { serial, version }: RunLeaf): unknown =>
  here.ledger.record(`lic~${PERMIT}~${MARKET}~${serial}~${version}`);

/** Seals one certificate and sends it. */
const issueOne = (here: City, leaf: RunLeaf, statement: Partial<BatchStatement> = {}): Promise<unknown> =>
  here.clerk('openBatch', openRequest(seal([leaf], statement)), statement.issuer);

describe('contracts: batches', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

  it('records the batch once and each certificate with its digests, at most 260 bytes', async () => {
    const leaf = makeLeaf();
    const sealed = seal([makeLeaf({ serial: randomSerial() }), leaf]);
    const request = openRequest(sealed);
    const { answer, tx, events, writes } = await here.clerk('openBatch', request);
    const { batch, root } = sealed.opening.statement;
    expect(answer).to.deep.equal({ v: 1, batch, count: 2, tx });
    expect(events).to.deep.equal([
      { v: 1, type: 'license.openBatch', count: 2, batch, root, start: 0, ...ofPermits },
    ]);
    const record = recordOf(here, leaf);
    expect(schemas.licenseRecord.parse(record)).to.deep.equal({
      v: 1,
      b: batch,
      i: 1,
      d: leaf.documentRoot,
      m: leaf.documentSm3Root,
      c: leaf.commitment,
      f: NOW,
      u: fiveYears(NOW),
    });
    for (const [key, value] of writes) {
      if (key.startsWith('lic~')) expect(Buffer.byteLength(value)).to.be.at.most(260);
    }
    expect(schemas.batchRecord.parse(here.ledger.record(`batch~${batch}`))).to.deep.equal({
      v: 1,
      ...sealed.opening,
      txTime: NOW,
      intent: request.intent,
      tx,
    });
    expect(schemas.runRecord.parse(here.ledger.record(`run~${batch}~00000`))).to.include({ length: 2, tx });
  });

  it('keeps the longest record at issue within 260 bytes', () => {
    const longest: LicenseRecord = {
      v: 1,
      b: random16(),
      i: 9999,
      d: random32(),
      m: random32(),
      c: random32(),
      f: 253402300799,
      u: 253402300799,
    };
    expect(Buffer.byteLength(JSON.stringify(longest))).to.be.at.most(260);
  });

  describe('of several runs', () => {
    const leaves = Array.from({ length: MAX_RUN + 3 }, () => makeLeaf());
    const sealed = seal(leaves);
    const { batch, root } = sealed.opening.statement;
    const issueRequest = (run: number, more: object = {}): object => ({
      v: 1,
      intent: random16(),
      batch,
      run: sealed.runs[run],
      ...more,
    });

    it('takes each run once, in any order, and tells which stand', async () => {
      const opened = await here.clerk('openBatch', openRequest(sealed));
      expect(opened.answer).to.include({ count: 0 });
      expect(opened.events).to.deep.equal([
        { v: 1, type: 'license.openBatch', count: 1, key: `batch~${batch}`, batch, root, ...ofPermits },
      ]);
      const last = await here.clerk('issue', issueRequest(1));
      expect(last.events).to.deep.equal([
        { v: 1, type: 'license.issue', count: 3, batch, root, start: 512, ...ofPermits },
      ]);
      await here.clerk('issue', issueRequest(0));
      const view = await here.read<BatchView>('license:getBatch', { batch });
      expect(schemas.batchView.parse(view).runs.map(({ start, length }) => [start, length])).to.deep.equal([
        [0, MAX_RUN],
        [MAX_RUN, 3],
      ]);
      expect((recordOf(here, leaves[MAX_RUN] as RunLeaf) as LicenseRecord).i).to.equal(MAX_RUN);
    });

    it('answers a run sent again, under whatever intent, with the first transaction', async () => {
      await here.clerk('openBatch', openRequest(sealed));
      const { tx } = await here.clerk('issue', issueRequest(1));
      const refused = await refusalOf(here.clerk('issue', issueRequest(1)));
      expect(refused.code).to.equal('ALREADY_APPLIED');
      expect(refused.details).to.deep.equal({ transaction: tx });
    });

    it('refuses a run that does not fill its block, and one that begins beyond the batch', async () => {
      await here.clerk('openBatch', openRequest(sealed));
      const [first] = sealed.runs;
      const short = { ...first, leaves: leaves.slice(0, 256) };
      const refused = await refusalOf(here.clerk('issue', issueRequest(0, { run: short })));
      expect(refused.code).to.equal('RUN_NOT_ALIGNED');
      expect(refused.details).to.include({ expected: MAX_RUN, received: 256 });
      const beyond = { ...first, start: 2 * MAX_RUN, leaves: leaves.slice(0, 1) };
      const past = await refusalOf(here.clerk('issue', issueRequest(0, { run: beyond })));
      expect(past.code).to.equal('RUN_NOT_ALIGNED');
    });

    it('refuses leaves and paths that were not sealed, in either suite', async () => {
      await here.clerk('openBatch', openRequest(sealed));
      const run = sealed.runs[1];
      if (run === undefined) throw new Error('two runs were sealed');
      const field = async (changed: object): Promise<unknown> => {
        const refused = await refusalOf(
          here.clerk('issue', issueRequest(1, { run: { ...run, ...changed } })),
        );
        return [refused.code, refused.details.field];
      };
      const swap = (change: Partial<RunLeaf>): object => ({
        leaves: run.leaves.map((leaf, i) => (i === 1 ? { ...leaf, ...change } : leaf)),
      });
      const foreign = [random32()];
      expect(await field({ path: foreign })).to.deep.equal(['BATCH_PATH_INVALID', 'run.path']);
      expect(await field({ sm3Path: foreign })).to.deep.equal(['BATCH_PATH_INVALID', 'run.sm3Path']);
      expect(await field(swap({ documentSm3Root: random32() }))).to.deep.equal([
        'BATCH_PATH_INVALID',
        'run.sm3Path',
      ]);
      for (const changed of [
        { documentRoot: random32() },
        { commitment: random32() },
        { serial: randomSerial() },
        { effectiveTo: fiveYears(NOW) + DAY },
        { effectiveFrom: NOW - DAY },
        { version: '002' },
      ]) {
        expect(await field(swap(changed))).to.deep.equal(['BATCH_PATH_INVALID', 'run.path']);
      }
      expect(await field({ leaves: [...run.leaves].reverse() })).to.deep.equal([
        'BATCH_PATH_INVALID',
        'run.path',
      ]);
      expect(await field({ path: [] })).to.deep.equal(['PROOF_INVALID', undefined]);
    });

    it('is refused where the batch is unknown, of another kind, or opened much later by its own claim', async () => {
      expect((await refusalOf(here.clerk('issue', issueRequest(1)))).code).to.equal('BATCH_UNKNOWN');
      await here.clerk('openBatch', openRequest(sealed));
      const wrongKind = await refusalOf(here.clerk('importStock', issueRequest(1)));
      expect(wrongKind.details).to.deep.equal({ field: 'batch', expected: 'import', received: 'issue' });
      here.now = NOW - 901;
      expect((await refusalOf(here.clerk('issue', issueRequest(1)))).code).to.equal('TXTIME_TOO_OLD');
    });

    it('stops when the seal key turns out to have been compromised, and at another department', async () => {
      await here.clerk('openBatch', openRequest(sealed));
      const other = await refusalOf(here.clerk('issue', issueRequest(1), HOUSING));
      expect(other.code).to.equal('OTHER_DEPARTMENT');
      await here.registrar('putSealKey', {
        ...change(0),
        department: MARKET,
        key: SEAL_KEY,
        since: LAST_YEAR,
        compromisedSince: NOW,
      });
      expect((await refusalOf(here.clerk('issue', issueRequest(1)))).code).to.equal('SEAL_KEY_NOT_LIVE');
    });

    it('keeps the rules of the type it was sealed under', async () => {
      await here.clerk('openBatch', openRequest(sealed));
      await here.registrar('putType', {
        ...change(0),
        ...typeFacts(PERMIT),
        validity: { kind: 'months', months: 1 },
      });
      const { answer } = await here.clerk('issue', issueRequest(1));
      expect(answer.count).to.equal(3);
    });
  });

  describe('who may open one', () => {
    const open = async (department: string, statement: Partial<BatchStatement> = {}): Promise<string> =>
      (await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()], statement)), department))).code;

    it('is a clerk of the issuer, under the MSP it is registered with', async () => {
      expect(await open(HOUSING)).to.equal('OTHER_DEPARTMENT');
      const request = openRequest(seal([makeLeaf()]));
      const foreign = here.as(identityOf('BankMSP', 'clerk', MARKET), 'license:openBatch', request);
      expect((await refusalOf(foreign)).code).to.equal('WRONG_MSP');
      const officer = here.as(identityOf('BureauMSP', 'officer', MARKET), 'license:openBatch', request);
      expect((await refusalOf(officer)).code).to.equal('ROLE_NOT_ALLOWED');
    });

    it('is accredited for the type while it seals', async () => {
      expect(await open(UNACCREDITED, { issuer: UNACCREDITED })).to.equal('NOT_ACCREDITED');
      await here.registrar('putAccreditation', {
        ...change(0),
        department: MARKET,
        type: PERMIT,
        since: LAST_YEAR,
        until: NOW,
      });
      expect(await open(MARKET)).to.equal('NOT_ACCREDITED');
    });
  });

  describe('what a seal stands on', () => {
    const refusedWith = async (statement: Partial<BatchStatement>, more: object = {}): Promise<string> => {
      const request = openRequest(seal([makeLeaf()], statement), more);
      return (await refusalOf(here.clerk('openBatch', request))).code;
    };

    it('is a known type in force, in its present revision', async () => {
      expect(await refusedWith({ type: `${PERMIT.slice(0, 18)}999` })).to.equal('TYPE_UNKNOWN');
      expect(await refusedWith({ typeRevision: 1 })).to.equal('STALE');
      await here.registrar('putType', { ...change(0), ...typeFacts(PERMIT), until: NOW });
      expect(await refusedWith({ typeRevision: 1 })).to.equal('TYPE_EXPIRED');
    });

    it('is made within 15 minutes of the transaction', async () => {
      const at = (sealedAt: number): Promise<string> => refusedWith({ sealedAt });
      expect(await at(NOW - 901)).to.equal('SEALED_AT_OUTSIDE_WINDOW');
      expect(await at(NOW + 901)).to.equal('SEALED_AT_OUTSIDE_WINDOW');
      await issueOne(here, makeLeaf(), { sealedAt: NOW - 900 });
    });

    it('is a key of the department, within its period and not compromised', async () => {
      expect(await refusedWith({}, { sealKey: random32() })).to.equal('SEAL_KEY_NOT_LIVE');
      const put = (revision: number, facts: object): Promise<unknown> =>
        here.registrar('putSealKey', {
          ...change(revision),
          department: MARKET,
          key: SEAL_KEY,
          since: LAST_YEAR,
          ...facts,
        });
      await put(0, { until: NOW });
      expect(await refusedWith({})).to.equal('SEAL_KEY_NOT_LIVE');
      await put(1, { compromisedSince: NOW });
      expect(await refusedWith({})).to.equal('SEAL_KEY_NOT_LIVE');
      // What was sealed before the compromise still holds.
      await issueOne(here, makeLeaf(), { sealedAt: NOW - 1 });
    });

    describe('where a department seals in SM2 as well', () => {
      const SM2_KEY = random32();
      const putKey = (facts: object, revision?: number): Promise<unknown> =>
        here.registrar('putSealKey', {
          ...change(revision),
          department: MARKET,
          key: SM2_KEY,
          since: LAST_YEAR,
          ...facts,
        });
      const sm2 = { sm2Seal: random32() };

      beforeEach(async () => {
        await putKey({ suite: 'SM2' });
        await here.registrar('putDepartment', {
          ...change(0),
          ...departmentFacts(MARKET),
          sm2SealSince: NOW,
        });
      });

      it('are both digests, and the SM2 key the statement names', async () => {
        const sealed = seal([makeLeaf()], { sm2SealKey: SM2_KEY });
        await here.clerk('openBatch', openRequest(sealed, sm2));
        const { batch } = sealed.opening.statement;
        const view = await here.read<BatchView>('license:getBatch', { batch });
        expect(view.record).to.include(sm2);
        expect(view.record.statement.sm2SealKey).to.equal(SM2_KEY);
      });

      it('is never one seal alone, from the day on that the registry names', async () => {
        expect(await refusedWith({})).to.equal('SM2_SEAL_MISSING');
        expect(await refusedWith({ sm2SealKey: SM2_KEY })).to.equal('SM2_SEAL_MISSING');
        expect(await refusedWith({}, sm2)).to.equal('FIELD_INVALID');
        await issueOne(here, makeLeaf(), { sealedAt: NOW - 1 });
      });

      it('is a live SM2 key beside a live key on P-256, and neither in place of the other', async () => {
        const other = { ...sm2, sealKey: SM2_KEY };
        expect(await refusedWith({ sm2SealKey: random32() }, sm2)).to.equal('SEAL_KEY_NOT_LIVE');
        expect(await refusedWith({ sm2SealKey: SEAL_KEY }, sm2)).to.equal('SEAL_SUITE_WRONG');
        expect(await refusedWith({ sm2SealKey: SM2_KEY }, other)).to.equal('SEAL_SUITE_WRONG');
        await putKey({ suite: 'SM2', compromisedSince: NOW }, 0);
        expect(await refusedWith({ sm2SealKey: SM2_KEY }, sm2)).to.equal('SEAL_KEY_NOT_LIVE');
      });

      it('stops a later run when the SM2 key turns out to have been compromised', async () => {
        const long = seal(
          Array.from({ length: 513 }, () => makeLeaf()),
          { sm2SealKey: SM2_KEY },
        );
        await here.clerk('openBatch', openRequest(long, sm2));
        await putKey({ suite: 'SM2', compromisedSince: NOW }, 0);
        const { batch } = long.opening.statement;
        const request = { v: 1, intent: random16(), batch, run: long.runs[0] };
        expect((await refusalOf(here.clerk('issue', request))).code).to.equal('SEAL_KEY_NOT_LIVE');
      });
    });

    it('is a batch that is opened here', async () => {
      for (const kind of ['amend', 'renew', 'transferIn'] as const) {
        const refused = await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()], { kind }))));
        expect(refused.details).to.deep.equal({
          field: 'statement.kind',
          expected: ['issue', 'import'],
          received: kind,
        });
      }
    });
  });

  it('is opened once: the intent again is answered, the id under another intent refused', async () => {
    const request = openRequest(seal([makeLeaf()]));
    const { tx } = await here.clerk('openBatch', request);
    here.now = NOW + 2 * 3600;
    const again = await refusalOf(here.clerk('openBatch', request));
    expect(again.code).to.equal('ALREADY_APPLIED');
    expect(again.details).to.deep.equal({ transaction: tx });
    const other = await refusalOf(here.clerk('openBatch', { ...request, intent: random16() }));
    expect(other.code).to.equal('STALE');
    expect(other.details).to.include({ field: 'statement.batch' });
  });

  describe('serials', () => {
    it('are used once, in all versions, whoever draws them', async () => {
      const leaf = makeLeaf();
      await issueOne(here, leaf);
      const again = await refusalOf(issueOne(here, makeLeaf({ serial: leaf.serial })));
      expect(again.code).to.equal('SERIAL_TAKEN');
      expect(again.details).to.deep.equal({ field: 'run.leaves[0].serial' });
      // The same serial of another issuer or type is another certificate.
      await issueOne(here, makeLeaf({ serial: leaf.serial }), { issuer: HOUSING });
    });

    it('are refused twice in one run', async () => {
      const { serial } = makeLeaf();
      const sealed = seal([makeLeaf(), makeLeaf({ serial }), makeLeaf({ serial })]);
      const refused = await refusalOf(here.clerk('openBatch', openRequest(sealed)));
      expect(refused.code).to.equal('SERIAL_TAKEN');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[2].serial' });
    });

    const withPrefix = (sealed: Sealed, serialPrefix: string): object =>
      openRequest(sealed, { run: { ...sealed.runs[0], serialPrefix } });

    it('under a drawn prefix are proven absent by one read', async () => {
      const prefix = randomSerial(20);
      const drawn = (): Sealed =>
        seal(Array.from({ length: 100 }, (_, i) => makeLeaf({ serial: `${prefix}${String(i + 100)}` })));
      const first = await here.clerk('openBatch', withPrefix(drawn(), prefix));
      expect(first.answer.count).to.equal(100);
      expect(first.reads).to.be.below(10);
      const given = await here.clerk('openBatch', openRequest(seal([makeLeaf(), makeLeaf()])));
      expect(given.reads).to.be.above(first.reads);
      const second = await refusalOf(here.clerk('openBatch', withPrefix(drawn(), prefix)));
      expect(second.code).to.equal('SERIAL_TAKEN');
      expect(second.details).to.deep.equal({ field: 'run.serialPrefix' });
    });

    it('all begin with the prefix they are said to share', async () => {
      const prefix = randomSerial(20);
      const sealed = seal([makeLeaf({ serial: `${prefix}1` }), makeLeaf()]);
      const refused = await refusalOf(here.clerk('openBatch', withPrefix(sealed, prefix)));
      expect(refused.code).to.equal('FIELD_INVALID');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[1].serial', expected: prefix });
    });

    const person = generateCitizenNumber({ region: '420102', birthDate: '1987-06-05', sequence: '017' });

    it('are no citizen number, nor hold one, nor stand in the refusal', async () => {
      for (const serial of [person, `A${person}B`]) {
        const refused = await refusalOf(issueOne(here, makeLeaf({ serial })));
        expect(refused.code).to.equal('SERIAL_IS_CITIZEN_NUMBER');
        expect(refused.details).to.deep.equal({ field: 'run.leaves[0].serial' });
        expect(refused.message).not.to.include(person);
      }
    });

    it('of persons have at least 20 characters', async () => {
      const facts = { type: QUALIFICATION };
      const refused = await refusalOf(issueOne(here, makeLeaf({ serial: randomSerial(19) }), facts));
      expect(refused.code).to.equal('SERIAL_TOO_SHORT');
      expect(refused.details).to.deep.equal({ field: 'run.leaves[0].serial', expected: 20, received: 19 });
      await issueOne(here, makeLeaf({ serial: randomSerial(20) }), facts);
      await issueOne(here, makeLeaf({ serial: '7' }));
    });
  });

  it('lets no citizen number on the ledger as a basis or an officer', async () => {
    const person = generateCitizenNumber({ region: '420102', birthDate: '1987-06-05', sequence: '017' });
    for (const [field, more] of [
      ['basis.law', { basis: { ...basis(), law: `持证人${person}申请` } }],
      ['person', { person }],
    ] as const) {
      const refused = await refusalOf(here.clerk('openBatch', openRequest(seal([makeLeaf()]), more)));
      expect(refused.code).to.equal('HOLDS_CITIZEN_NUMBER');
      expect(refused.details).to.deep.equal({ field });
      expect(refused.message).not.to.include(person);
    }
  });

  describe('validity', () => {
    const refusedEnd = async (leaf: Partial<RunLeaf>, type = PERMIT): Promise<unknown> => {
      const { code, details } = await refusalOf(issueOne(here, makeLeaf(leaf), { type }));
      expect(code).to.equal('FIELD_INVALID');
      expect(details.field).to.equal('run.leaves[0].effectiveTo');
      return details.expected;
    };

    it('of a type in months ends with the corresponding day, at 24:00', async () => {
      expect(await refusedEnd({ effectiveTo: fiveYears(NOW) - DAY })).to.equal(fiveYears(NOW));
      expect(await refusedEnd({ effectiveTo: null })).to.equal(fiveYears(NOW));
    });

    it('of a type without end has none', async () => {
      expect(await refusedEnd({}, LICENCE)).to.equal(null);
      await issueOne(here, makeLeaf({ effectiveTo: null }), { type: LICENCE });
    });

    it('of a type whose certificates say for themselves ends after it begins', async () => {
      const expected = `an instant after ${NOW}`;
      expect(await refusedEnd({ effectiveTo: null }, QUALIFICATION)).to.equal(expected);
      expect(await refusedEnd({ effectiveTo: NOW }, QUALIFICATION)).to.equal(expected);
      await issueOne(here, makeLeaf({ effectiveTo: NOW + 1 }), { type: QUALIFICATION });
    });
  });

  it('gives a new certificate no version, origin or past of its own', async () => {
    const field = async (leaf: Partial<RunLeaf>): Promise<unknown> => {
      const { code, details } = await refusalOf(issueOne(here, makeLeaf(leaf)));
      return [code, details.field];
    };
    expect(await field({ version: '002' })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].version']);
    expect(await field({ origin: random32() })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].origin']);
    expect(await field({ asserted: [] })).to.deep.equal(['FIELD_INVALID', 'run.leaves[0].asserted']);
  });

  it('refuses a request that is not whole, naming the field', async () => {
    const sealed = seal([makeLeaf()]);
    const run = sealed.runs[0];
    const refused = await refusalOf(
      here.clerk(
        'openBatch',
        openRequest(sealed, { run: { ...run, leaves: [{ ...run?.leaves[0], serial: 'ü' }] } }),
      ),
    );
    expect(refused.code).to.equal('FIELD_INVALID');
    expect(refused.details).to.include({ field: 'run.leaves[0].serial' });
    const opening = { ...openingOf(sealed.opening.statement), basis: { ...basis(), law: '' } };
    const law = await refusalOf(here.clerk('openBatch', { v: 1, intent: random16(), ...opening }));
    expect(law.details).to.include({ field: 'basis.law' });
    expect(PREPARER.id).to.equal(opening.person);
  });

  it('tells of an unknown batch', async () => {
    const refused = await refusalOf(here.read('license:getBatch', { batch: random16() }));
    expect(refused.code).to.equal('BATCH_UNKNOWN');
  });
});
