import { expect } from 'chai';
import {
  presentSeal,
  resealedStatement,
  schemas,
  sealsOf,
  type BatchRecord,
  type BatchStatement,
} from '@hanlian/chaincode/domain';
import { basis, makeLeaf, openRequest, seal, type Sealed } from '../../support/contracts/batches.js';
import {
  change,
  city,
  City,
  DAY,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  PERMIT,
  PREPARER,
  QUALIFICATION,
  REVIEWER,
  SEAL_KEY,
} from '../../support/contracts/city.js';
import { refusalOf } from '../../support/contracts/ledger.js';
import { random16, random32, signedBy } from '../../support/contracts/people.js';

const NEXT_KEY = random32();
const LATER = NOW + DAY;

describe('contracts: reseal', () => {
  let here: City;
  let sealed: Sealed;

  const putKey = (key: string, facts: object = {}, revision?: number): Promise<unknown> =>
    here.registrar('putSealKey', {
      ...change(revision),
      department: MARKET,
      key,
      since: LAST_YEAR,
      ...facts,
    });

  /** Opens a batch, then has its key reported as stolen, and the next one registered. */
  const stolen = async (
    statement: Partial<BatchStatement> = {},
    length = 2,
    compromisedSince = NOW - DAY,
  ): Promise<void> => {
    sealed = seal(
      Array.from({ length }, () => makeLeaf()),
      statement,
    );
    await here.clerk('openBatch', openRequest(sealed));
    here.now = LATER;
    await putKey(NEXT_KEY);
    await putKey(SEAL_KEY, { compromisedSince }, 0);
  };
  const issueRun = (n: number): Promise<unknown> =>
    here.clerk('issue', {
      v: 1,
      intent: random16(),
      batch: sealed.opening.statement.batch,
      run: sealed.runs[n],
    });

  const requestFor = (
    { opening }: Sealed,
    {
      intent = random16(),
      batch = opening.statement.batch,
      replaces = opening.seal,
      ...next
    }: Readonly<Record<string, unknown>> = {},
  ): object => ({
    v: 1,
    intent,
    batch,
    replaces,
    next: {
      sealedAt: here.now,
      seal: random32(),
      sealKey: NEXT_KEY,
      person: PREPARER.id,
      basis: basis(),
      ...next,
    },
  });
  const reseal = (
    more: Readonly<Record<string, unknown>> = {},
    department = MARKET,
  ): ReturnType<City['clerk']> => here.clerk('reseal', requestFor(sealed, more), department);
  const refusedWith = async (
    more: Readonly<Record<string, unknown>> = {},
    department = MARKET,
  ): Promise<string> => (await refusalOf(reseal(more, department))).code;
  const recordOf = (): BatchRecord =>
    schemas.batchRecord.parse(here.ledger.record(`batch~${sealed.opening.statement.batch}`));

  beforeEach(async () => {
    here = await city();
  });

  it('sets a new seal beside the first one and leaves the certificates as they are', async () => {
    await stolen();
    const before = recordOf();
    const request = requestFor(sealed);
    const { answer, events, writes, tx } = await here.clerk('reseal', request);
    const { batch, root } = sealed.opening.statement;
    expect(answer).to.deep.equal({ v: 1, batch, count: 2, tx });
    expect(events).to.deep.equal([
      { v: 1, type: 'license.reseal', count: 2, batch, root, issuer: MARKET, certificateType: PERMIT },
    ]);
    expect([...writes.keys()]).to.deep.equal([`batch~${batch}`]);
    const { reseals = [], ...first } = recordOf();
    expect(first).to.deep.equal(before);
    expect(reseals).to.have.length(1);
    expect(reseals[0]).to.include({ sealedAt: LATER, sealKey: NEXT_KEY, txTime: LATER, tx });
    expect(presentSeal(recordOf()).statement).to.deep.equal({
      ...sealed.opening.statement,
      sealedAt: LATER,
      firstSealedAt: NOW,
    });
  });

  it('happens once: the same intent names its transaction, another finds that seal gone', async () => {
    await stolen();
    const intent = random16();
    const { tx } = await reseal({ intent });
    const again = await refusalOf(reseal({ intent }));
    expect([again.code, again.details.transaction]).to.deep.equal(['ALREADY_APPLIED', tx]);
    const other = await refusalOf(reseal());
    expect([other.code, other.details.field]).to.deep.equal(['STALE', 'replaces']);
    expect(await refusedWith({ replaces: presentSeal(recordOf()).seal })).to.equal('SEAL_NOT_COMPROMISED');
  });

  it('is done again when the next key is stolen too, and every seal stays on record', async () => {
    await stolen();
    await reseal();
    await putKey(NEXT_KEY, { compromisedSince: NOW }, 0);
    const third = random32();
    await putKey(third);
    await reseal({ replaces: presentSeal(recordOf()).seal, sealKey: third });
    expect(sealsOf(recordOf()).map(({ sealKey }) => sealKey)).to.deep.equal([SEAL_KEY, NEXT_KEY, third]);
    expect(presentSeal(recordOf()).statement).to.include({ firstSealedAt: NOW });
  });

  it('needs a key known as stolen, and another that lives', async () => {
    sealed = seal([makeLeaf()]);
    await here.clerk('openBatch', openRequest(sealed));
    await putKey(NEXT_KEY);
    expect(await refusedWith()).to.equal('SEAL_NOT_COMPROMISED');
    await putKey(SEAL_KEY, { compromisedSince: NOW }, 0);
    expect(await refusedWith({ sealKey: SEAL_KEY })).to.equal('SEAL_KEY_NOT_LIVE');
    expect(await refusedWith({ sealedAt: NOW - 901 })).to.equal('SEALED_AT_OUTSIDE_WINDOW');
    here.now = NOW - 901;
    expect(await refusedWith()).to.equal('TXTIME_TOO_OLD');
  });

  // Runs went by the first seal: a batch sealed anew could not be finished, or was under a seal that proves nothing.
  it('lets the rest of the batch be issued, by what the present seal’s key is worth', async () => {
    await stolen({}, 1025);
    expect((await refusalOf(issueRun(1))).code).to.equal('SEAL_KEY_NOT_LIVE');
    await reseal();
    await issueRun(1);
    await putKey(NEXT_KEY, { compromisedSince: NOW }, 0);
    expect((await refusalOf(issueRun(2))).code).to.equal('SEAL_KEY_NOT_LIVE');
  });

  it('lets no more be issued once its own key was stolen, though the first seal is older than its key’s theft', async () => {
    await stolen({}, 513, NOW + 1);
    await reseal();
    await putKey(NEXT_KEY, { compromisedSince: NOW }, 0);
    expect((await refusalOf(issueRun(1))).code).to.equal('SEAL_KEY_NOT_LIVE');
  });

  it('is the act of the department in charge, accredited for the type', async () => {
    await stolen();
    expect(await refusedWith({}, HOUSING)).to.equal('OTHER_DEPARTMENT');
    expect(await refusedWith({ batch: random16() })).to.equal('BATCH_UNKNOWN');
    await here.registrar('putAccreditation', {
      ...change(0),
      department: MARKET,
      type: PERMIT,
      since: LAST_YEAR,
      until: NOW,
    });
    expect(await refusedWith()).to.equal('NOT_ACCREDITED');
  });

  it('is open to the successor of who issued, which then answers for it', async () => {
    await stolen();
    await here.registrar('succeedDepartment', {
      ...change(0),
      code: MARKET,
      successor: HOUSING,
      since: LATER,
    });
    const key = random32();
    await here.registrar('putSealKey', { ...change(), department: HOUSING, key, since: LAST_YEAR });
    expect(await refusedWith()).to.equal('OTHER_DEPARTMENT');
    await reseal({ sealKey: key }, HOUSING);
    expect(presentSeal(recordOf())).to.include({ actor: HOUSING, sealKey: key });
    await here.registrar('putSealKey', {
      ...change(0),
      department: HOUSING,
      key,
      since: LAST_YEAR,
      compromisedSince: NOW,
    });
    const next = random32();
    await here.registrar('putSealKey', { ...change(), department: HOUSING, key: next, since: LAST_YEAR });
    await reseal({ replaces: presentSeal(recordOf()).seal, sealKey: next }, HOUSING);
    expect(presentSeal(recordOf()).sealKey).to.equal(next);
  });

  it('carries two signatures over the new statement where the type asks for two people', async () => {
    await stolen({ type: QUALIFICATION });
    expect(await refusedWith()).to.equal('SECOND_PERSON_MISSING');
    const { statement } = sealed.opening;
    const first = signedBy(statement, PREPARER, REVIEWER);
    expect(await refusedWith({ twoPeople: first })).to.equal('SIGNATURE_INVALID');
    const next = resealedStatement(statement, { sealedAt: LATER });
    await reseal({ twoPeople: signedBy(next, PREPARER, REVIEWER) });
    expect(presentSeal(recordOf()).twoPeople?.reviewer.officer).to.equal(REVIEWER.id);
  });

  it('replaces both seals where only the SM2 key was stolen', async () => {
    const [first, second] = [random32(), random32()];
    await putKey(first, { suite: 'SM2' });
    await putKey(second, { suite: 'SM2' });
    await putKey(NEXT_KEY);
    sealed = seal([makeLeaf()], { sm2SealKey: first });
    await here.clerk('openBatch', openRequest(sealed, { sm2Seal: random32() }));
    expect(await refusedWith()).to.equal('SEAL_NOT_COMPROMISED');
    await putKey(first, { suite: 'SM2', compromisedSince: NOW }, 0);
    expect(await refusedWith({ sm2SealKey: second })).to.equal('SM2_SEAL_MISSING');
    await reseal({ sm2SealKey: second, sm2Seal: random32() });
    expect(presentSeal(recordOf()).statement).to.include({ sm2SealKey: second, firstSealedAt: NOW });
  });

  it('takes no first seal that claims an earlier one', async () => {
    sealed = seal([makeLeaf()], { firstSealedAt: LAST_YEAR } as Partial<BatchStatement>);
    const refused = await refusalOf(here.clerk('openBatch', openRequest(sealed)));
    expect(refused.code).to.equal('FIELD_UNKNOWN');
  });
});
