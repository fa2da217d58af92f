import { expect } from 'chai';
import {
  MAX_RUN,
  schemas,
  type BatchView,
  type LicenseRecord,
  type RunLeaf,
} from '@hanlian/chaincode/domain';
import {
  fiveYears,
  makeLeaf,
  openRequest,
  randomSerial,
  seal,
  ofPermits,
  recordOf,
} from '../../../support/contracts/batches.js';
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
  SEAL_KEY,
  typeFacts,
} from '../../../support/contracts/city.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { random16, random32 } from '../../../support/contracts/people.js';

describe('contracts: batches of several runs', () => {
  let here: City;

  beforeEach(async () => {
    here = await city();
  });

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
      const refused = await refusalOf(here.clerk('issue', issueRequest(1, { run: { ...run, ...changed } })));
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
