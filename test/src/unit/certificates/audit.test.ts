import { expect } from 'chai';
import type { AuditReport } from '@hanlian/certificates';
import type { Grant } from '@hanlian/chaincode/domain';
import { AuditCity, auditedPair, foundIn } from '../../support/audit-city.js';
import { Pair, START, type Party } from '../../support/audit-pair.js';
import { random16 } from '../../support/contracts/people.js';
import { newFolder, removeFolder } from '../../support/folders.js';

describe('audit of releases', () => {
  let folder: string;
  let city: AuditCity;
  let provider: Party;
  let requester: Party;
  let grant: Grant;
  let pair: Pair;

  beforeEach(async () => {
    folder = await newFolder();
    ({ city, provider, requester, grant, pair } = auditedPair());
  });

  afterEach(() => removeFolder(folder));

  const auditOf = (lines: readonly unknown[] = pair.lines()): Promise<AuditReport> =>
    city.audit(folder, { 'receipts.jsonl': lines });
  const codes = async (lines?: readonly unknown[]): Promise<string[]> => foundIn(await auditOf(lines));

  it('finds nothing where every release was covered, in the files of either side and in any order', async () => {
    for (let i = 0; i < 3; i++) pair.release(grant, { at: START + i });
    city.anchor(provider, [pair]);
    const report = await city.audit(folder, {
      'provider.jsonl': pair.records.toReversed(),
      'requester.jsonl': [...pair.records.slice(2), ...pair.acknowledgements],
    });
    expect(report.violations).to.deep.equal([]);
    expect(report.verdict).to.equal('CLEAN');
    expect(report.counts).to.deep.equal({
      requests: 3,
      releases: 3,
      refusals: 0,
      acknowledgements: 3,
      onward: 0,
      chains: 1,
      unanswered: 0,
      unacknowledged: 0,
      unanchored: 0,
    });
    expect(report.period).to.deep.equal({ from: START, to: START + 2 });
  });

  it('accuses nobody where two requesters have drawn the same id', async () => {
    const other = city.party(3);
    const theirs = city.grant(provider, other);
    city.lease(theirs);
    const second = new Pair(city, provider, other);
    const id = random16();
    pair.release(grant, { query: { id } });
    second.release(theirs, { query: { id } });
    const report = await auditOf([...pair.lines(), ...second.lines()]);
    expect(report.violations).to.deep.equal([]);
    expect(report.unacknowledged).to.deep.equal([]);
  });

  // A requester that signed one id for two providers had the second of them accused of a replay and of a second answer.
  it('accuses nobody where a requester has drawn the same id for two providers', async () => {
    const other = city.party(3);
    const theirs = city.grant(other, requester);
    city.lease(theirs);
    const second = new Pair(city, other, requester);
    const id = random16();
    pair.release(grant, { query: { id } });
    second.release(theirs, { query: { id, fields: ['name'] } });
    const report = await auditOf([...pair.lines(), ...second.lines()]);
    expect(report.violations).to.deep.equal([]);
    expect(report.unacknowledged).to.deep.equal([]);
  });

  it('shows what waits as a state, and as no violation', async () => {
    const { id } = pair.request(grant);
    const release = pair.release(grant);
    pair.acknowledgements.length = 0;
    const report = await auditOf();
    expect(report.verdict).to.equal('CLEAN');
    const between = { provider: provider.code, requester: requester.code };
    expect(report.unanswered).to.deep.equal([{ ...between, seq: 1, query: id }]);
    expect(report.unacknowledged.map(({ seq }) => seq)).to.deep.equal([release.record.seq]);
    expect(report.unanchored).to.deep.equal([{ ...between, last: 3, anchored: 0 }]);
  });

  it('takes a refusal for an answer', async () => {
    const query = pair.request(grant);
    pair.append({
      kind: 'refusal',
      at: START,
      query: query.id,
      grant: grant.id,
      view: { height: city.block, at: START },
      code: 'GRANT_PAUSED',
    });
    const { counts, verdict } = await auditOf();
    expect(counts).to.include({ refusals: 1, unanswered: 0 });
    expect(verdict).to.equal('CLEAN');
  });

  describe('names a release that no grant covered', () => {
    it('of fields beyond the mask, and beyond what was asked', async () => {
      pair.release(grant, { query: { fields: ['name', 'salary'] } });
      pair.release(grant, {
        query: { fields: ['name'] },
        release: { fields: ['name', 'registeredCapital'] },
      });
      expect(await codes()).to.deep.equal(['RELEASE_NOT_COVERED 2 fields', 'RELEASE_BEYOND_QUERY 4 fields']);
    });

    it('for another purpose, matter or recipient, of another resource or provider', async () => {
      pair.release(grant, { query: { purpose: '统计' } });
      pair.release(grant, { query: { matter: '年报' } });
      pair.release(grant, { query: { resource: '301/2' } });
      const other = new Pair(city, city.party(3), requester);
      other.release(grant, { release: { lease: { window: '2026-09-21', index: 1, use: 50 } } });
      const third = new Pair(city, provider, city.party(4));
      third.release(grant, { release: { lease: { window: '2026-09-21', index: 1, use: 51 } } });
      expect(await codes([...pair.lines(), ...other.lines(), ...third.lines()])).to.deep.equal([
        'RELEASE_NOT_COVERED 2 purpose',
        'RELEASE_NOT_COVERED 4 matter',
        'RELEASE_NOT_COVERED 6 resource',
        'RELEASE_NOT_COVERED 2 provider',
        'RELEASE_NOT_COVERED 2 recipient',
      ]);
    });

    it('after it expired, before it began, while it was paused, and where nobody has granted', async () => {
      const others = [
        city.grant(provider, requester, { until: START }),
        city.grant(provider, requester, { since: START + 1 }),
        city.grant(provider, requester, { state: 'paused' }),
        city.grant(provider, requester, { state: 'requested' }),
      ];
      for (const one of others) {
        city.lease(one);
        pair.release(one);
      }
      expect(await codes()).to.deep.equal([
        'RELEASE_NOT_COVERED 2 GRANT_EXPIRED',
        'RELEASE_NOT_COVERED 4 GRANT_NOT_BEGUN',
        'RELEASE_NOT_COVERED 6 GRANT_PAUSED',
        'RELEASE_NOT_COVERED 8 GRANT_NOT_GIVEN',
      ]);
    });

    // Nothing was compared with it: whom an access was kept from, and for how long, was the provider's own to say.
    it('that says of whom it may be seen what the grant does not', async () => {
      const { rule } = grant.visibility;
      pair.release(grant, { release: { visibility: { class: 'delayed', days: 1096, rule } } });
      const closed = city.revise(grant, { visibility: { ...grant.visibility, closedAt: START } });
      pair.release(closed, { release: { visibility: grant.visibility } });
      pair.release(closed);
      expect(await codes()).to.deep.equal([
        'RELEASE_NOT_COVERED 2 visibility',
        'RELEASE_NOT_COVERED 4 visibility',
      ]);
    });

    it('that the ledger knows nothing of, or not in that revision', async () => {
      pair.release(grant, { release: { grantRevision: 7 } });
      pair.release({ ...grant, id: random16() });
      expect(await codes()).to.deep.equal([
        'GRANT_UNKNOWN 2',
        'GRANT_UNKNOWN 4',
        'LEASE_UNKNOWN 4 2026-09-21 1',
      ]);
    });
  });

  describe('holds a release to the ledger of its moment', () => {
    it('allowing the time that a view may be out of date, and no more', async () => {
      const { height } = city;
      city.revise(grant, { state: 'withdrawn', txTime: START });
      const view = { height, at: START - 1 };
      pair.release(grant, { at: START + 59, release: { view } });
      pair.release(grant, { at: START + 60, release: { view } });
      expect(await codes()).to.deep.equal(['RELEASE_STALE 4 view']);
    });

    it('when it knew of the withdrawal, says that it did not, or claims to know what came later', async () => {
      const { height } = city;
      city.revise(grant, { state: 'withdrawn', txTime: START });
      pair.release(grant, { at: START });
      pair.release(grant, { at: START + 61, release: { view: { height, at: START + 61 } } });
      pair.release(grant, { at: START, release: { view: { height: 1, at: START } } });
      expect(await codes()).to.deep.equal([
        'RELEASE_STALE 2 revision',
        'RELEASE_STALE 4 superseded',
        'RELEASE_STALE 6 height',
      ]);
    });

    // Who had its case closed released on under a grant long withdrawn, and the audit was clean: it looked no further.
    for (const state of ['withdrawn', 'paused'] as const) {
      it(`also when it was ${state} only after a change that took nothing away`, async () => {
        const { height } = city;
        const closed = city.revise(grant, { visibility: { ...grant.visibility, closedAt: START } });
        city.revise(closed, { state, txTime: START + 10 });
        pair.release(grant, { at: START + 70, release: { view: { height, at: START + 70 } } });
        pair.release(grant, { at: START + 71, release: { view: { height, at: START + 71 } } });
        pair.release(grant, { at: START + 71, release: { view: { height: height + 1, at: START + 71 } } });
        pair.release(grant, { at: START, release: { view: { height: height + 2, at: START } } });
        expect(await codes()).to.deep.equal([
          'RELEASE_STALE 4 superseded',
          'RELEASE_STALE 6 superseded',
          'RELEASE_STALE 8 revision',
        ]);
      });
    }

    it('but a change that takes nothing away is none to wait for', async () => {
      city.revise(grant, { txTime: START - 1000 });
      pair.release(grant);
      expect(await codes()).to.deep.equal([]);
    });

    it('and to its lease: known, of that day, each use once and within its size', async () => {
      city.lease(grant, { index: 2, size: 1 });
      city.lease(grant, { window: '2026-09-20', index: 1 });
      const leased = (window: string, index: number, use: number): void => {
        pair.release(grant, { release: { lease: { window, index, use } } });
      };
      leased('2026-09-21', 2, 1);
      leased('2026-09-21', 2, 1);
      leased('2026-09-21', 2, 2);
      leased('2026-09-20', 1, 1);
      leased('2026-09-21', 3, 1);
      expect(await codes()).to.deep.equal([
        'LEASE_OVERSPENT 4 2026-09-21 2',
        'LEASE_OVERSPENT 6 2026-09-21 2',
        'LEASE_STALE 8 2026-09-20',
        'LEASE_UNKNOWN 10 2026-09-21 3',
      ]);
    });
  });
});
