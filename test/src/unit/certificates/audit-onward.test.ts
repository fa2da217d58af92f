import { expect } from 'chai';
import type { AuditReport } from '@hanlian/certificates';
import { receiptsRoot, type Grant, type OnwardReceipt, type SignedReceipt } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { AuditCity, foundIn } from '../../support/audit-city.js';
import { Pair, START, type Party } from '../../support/audit-pair.js';
import { random16 } from '../../support/contracts/people.js';
import { newFolder, removeFolder } from '../../support/folders.js';

describe('audit of what operators hand on', () => {
  let folder: string;
  let city: AuditCity;
  let provider: Party;
  let operator: Party;
  let recipient: Party;
  let grant: Grant;
  /** What the operator was released, and what it handed on. */
  let released: Pair;
  let handed: Pair;

  beforeEach(async () => {
    folder = await newFolder();
    city = new AuditCity();
    [provider, operator, recipient] = [1, 2, 3].map((n) => city.party(n)) as [Party, Party, Party];
    grant = operating();
    released = new Pair(city, provider, operator);
    handed = new Pair(city, operator, recipient);
  });

  afterEach(() => removeFolder(folder));

  function operating(over: Partial<Grant> = {}): Grant {
    const given = city.grant(provider, operator, {
      kind: 'operation',
      onwardRecipients: [recipient.code],
      ...over,
    });
    city.lease(given);
    return given;
  }
  const auditOf = (...others: readonly Pair[]): Promise<AuditReport> =>
    city.audit(folder, {
      // The operator's file first: nothing depends on which is read before.
      'operator.jsonl': [handed, ...others].flatMap((pair) => pair.lines()),
      'provider.jsonl': released.lines(),
    });
  const codes = async (...others: readonly Pair[]): Promise<string[]> => foundIn(await auditOf(...others));
  const hand = (more: Partial<OnwardReceipt> = {}, under: Grant = grant): SignedReceipt =>
    handed.onward(under, [released.release(under)], more);

  it('finds nothing where each product is of released fields, for a recipient that the grant names', async () => {
    const releases = [1, 2].map(() => released.release(grant));
    handed.onward(grant, releases);
    handed.onward(grant, releases, { fields: ['name'], at: START + 60 });
    city.now = START + 60;
    city.anchor(provider, [released]);
    city.anchor(operator, [handed]);
    const report = await auditOf();
    expect(report.violations).to.deep.equal([]);
    expect(report.counts).to.include({ releases: 2, onward: 2, acknowledgements: 4, unanchored: 0 });
    expect(report.counts.unacknowledged).to.equal(0);
  });

  it('shows what its recipient has not confirmed, and what is not anchored, as states', async () => {
    const { record } = hand();
    handed.acknowledgements.length = 0;
    const { verdict, unacknowledged, unanchored } = await auditOf();
    expect(verdict).to.equal('CLEAN');
    const between = { provider: operator.code, requester: recipient.code };
    expect(unacknowledged).to.deep.equal([{ ...between, seq: 1, onward: (record as OnwardReceipt).id }]);
    expect(unanchored).to.deep.include({ ...between, last: 1, anchored: 0 });
  });

  it('names a recipient whom the grant does not name, and an operator whom it was not given to', async () => {
    const stranger = new Pair(city, operator, city.party(4));
    stranger.onward(grant, [released.release(grant)]);
    const sold = new Pair(city, city.party(5), recipient);
    sold.onward(grant, [released.release(grant)]);
    const unnamed = city.grant(provider, operator);
    city.lease(unnamed);
    hand({}, unnamed);
    expect(await codes(stranger, sold)).to.deep.equal([
      'ONWARD_NOT_COVERED 1 recipient',
      'ONWARD_NOT_COVERED 1 recipient',
      'ONWARD_NOT_COVERED 1 recipient',
      'ONWARD_NOT_RELEASED 1 query',
    ]);
  });

  it('names a product handed on before its grant began, while it was paused, after it ended, and under none', async () => {
    const release = released.release(grant);
    const others = [operating({ state: 'paused' }), operating({ since: START + 1 })];
    for (const other of others) hand({}, other);
    const ended = START + 31 * 86_400;
    handed.onward(grant, [release], { at: ended });
    handed.onward(grant, [release], { at: ended, grantRevision: 7 });
    expect(await codes()).to.deep.equal([
      'RELEASE_NOT_COVERED 4 GRANT_PAUSED',
      'RELEASE_NOT_COVERED 6 GRANT_NOT_BEGUN',
      'ONWARD_NOT_COVERED 1 GRANT_PAUSED',
      'ONWARD_NOT_COVERED 2 GRANT_NOT_BEGUN',
      'ONWARD_NOT_COVERED 3 GRANT_EXPIRED',
      'GRANT_UNKNOWN 4',
    ]);
  });

  it('holds it to the ledger of its moment: to a withdrawal as to its own view', async () => {
    const release = released.release(grant);
    const { height } = city;
    city.revise(grant, { state: 'withdrawn', txTime: START });
    const late = (at: number, view = { height, at }): SignedReceipt =>
      handed.onward(grant, [release], { at, view });
    late(START + 59, { height, at: START - 1 });
    late(START + 60, { height, at: START - 1 });
    late(START + 61);
    late(START + 61, { height: height + 1, at: START + 61 });
    late(START + 61, { height: 1, at: START + 61 });
    expect(await codes()).to.deep.equal([
      'ONWARD_STALE 2 view',
      'ONWARD_STALE 3 superseded',
      'ONWARD_STALE 4 revision',
      'ONWARD_STALE 5 height',
    ]);
  });

  it('also to a withdrawal after a change that took nothing away', async () => {
    const release = released.release(grant);
    const { height } = city;
    const closed = city.revise(grant, { visibility: { ...grant.visibility, closedAt: START } });
    city.revise(closed, { state: 'withdrawn', txTime: START });
    handed.onward(grant, [release], { at: START + 60, view: { height, at: START + 60 } });
    handed.onward(grant, [release], { at: START + 61, view: { height, at: START + 61 } });
    handed.onward(grant, [release], { at: START + 61, view: { height: height + 2, at: START + 61 } });
    expect(await codes()).to.deep.equal(['ONWARD_STALE 2 superseded', 'ONWARD_STALE 3 revision']);
  });

  it('names more fields than were released, though the grant has them', async () => {
    const some = released.release(grant, { query: { fields: ['name'] } });
    handed.onward(grant, [some], { fields: ['name', 'registeredCapital'] });
    handed.onward(grant, [some], { fields: ['name'] });
    handed.onward(grant, [some], { fields: ['name', 'salary'] });
    expect(await codes()).to.deep.equal([
      'ONWARD_NOT_RELEASED 1 fields',
      'ONWARD_NOT_COVERED 3 fields',
      'ONWARD_NOT_RELEASED 3 fields',
    ]);
  });

  it('names what was released under another grant, later, or to nobody', async () => {
    const other = operating();
    handed.onward(grant, [released.release(other)]);
    const day = 86_400;
    const next = { window: '2026-09-22', index: 1, use: 9 };
    city.lease(grant, { window: next.window });
    const tomorrow = released.release(grant, { at: START + day, release: { lease: next } });
    handed.onward(grant, [tomorrow]);
    const unanswered = released.request(grant, { at: START + day });
    handed.onward(grant, [], { queries: [unanswered.id] });
    const { violations } = await auditOf();
    expect(violations.map(({ code, seq, reason }) => `${code} ${seq} ${reason}`)).to.deep.equal([
      'ONWARD_NOT_RELEASED 1 release',
      'ONWARD_NOT_RELEASED 2 time',
      'ONWARD_NOT_RELEASED 3 query',
    ]);
    expect(violations.at(-1)).to.include({ query: unanswered.id, grant: grant.id });
  });

  it('takes a query by whose it is: another department’s of the same id is another', async () => {
    const id = random16();
    const other = city.party(6);
    const theirs = city.grant(provider, other);
    city.lease(theirs);
    const beside = new Pair(city, provider, other);
    beside.release(theirs, { query: { id } });
    handed.onward(grant, [], { queries: [id] });
    expect(await codes(beside)).to.deep.equal(['ONWARD_NOT_RELEASED 1 query']);
  });

  describe('names what is wrong with the records', () => {
    const three = (): void => {
      for (let i = 0; i < 3; i++) hand({ at: START + i });
    };

    it('one removed: its number is missing, and the recipient confirmed what is not there', async () => {
      three();
      handed.records.splice(1, 1);
      expect(await codes()).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED', 'RECEIPT_MISSING 2']);
    });

    it('the newest removed, once they are anchored', async () => {
      three();
      city.anchor(operator, [handed]);
      handed.records.length = 2;
      handed.acknowledgements.length = 2;
      expect(await codes()).to.deep.equal(['RECEIPT_MISSING 3']);
    });

    it('two put in each other’s place', async () => {
      three();
      const [first, second, third] = handed.records as [SignedReceipt, SignedReceipt, SignedReceipt];
      const moved = (one: SignedReceipt, { record: { seq, prev } }: SignedReceipt): SignedReceipt =>
        handed.resign({ ...one.record, seq, prev });
      handed.records.splice(0, 3, moved(second, first), moved(first, second), third);
      expect(await codes())
        .to.include('RECEIPT_ALTERED 1')
        .and.to.include('RECEIPT_ALTERED 2');
    });

    it('one altered by the operator, and by somebody without its key', async () => {
      three();
      const [first, second] = handed.records as [SignedReceipt, SignedReceipt];
      handed.records[0] = handed.resign({ ...first.record, fields: ['name'] } as OnwardReceipt);
      handed.records[1] = { ...second, record: { ...second.record, fields: ['name'] } as OnwardReceipt };
      expect(await codes())
        .to.include('RECEIPT_FORGED 2')
        .and.to.include('ACKNOWLEDGEMENT_UNRECORDED');
    });

    // Such a record named more than its product was made of.
    it('one that names a query or a field twice', async () => {
      const { id } = released.request(grant);
      handed.onward(grant, [], { queries: [id, id] });
      handed.onward(grant, [released.release(grant)], { fields: ['name', 'name'] });
      const { violations } = await auditOf();
      const malformed = violations.filter(({ code }) => code === 'RECEIPT_MALFORMED');
      expect(malformed.map(({ line, reason }) => `${line} ${reason}`)).to.deep.equal([
        '1 FIELD_INVALID',
        '2 FIELD_INVALID',
      ]);
    });

    it('one forged in the operator’s name', async () => {
      const forger = new Pair(city, { ...operator, secret: recipient.secret }, recipient);
      forger.onward(grant, [released.release(grant)]);
      expect(await codes(forger)).to.deep.equal(['RECEIPT_FORGED 1']);
    });

    it('an anchor that counts products as releases', async () => {
      three();
      const { digests, onward, ...stretch } = handed.stretch();
      expect(onward).to.equal(3);
      city.anchor(operator, [], { stretches: [stretch], root: receiptsRoot(nodeHashes.sha256, digests) });
      expect(await codes()).to.deep.equal(['ANCHOR_WRONG counts of anchor 1']);
    });

    it('a confirmation that the recipient has not signed', async () => {
      hand();
      const [one] = handed.acknowledgements;
      handed.acknowledgements[0] = {
        ...one!,
        acknowledgement: { ...one!.acknowledgement, issuedAt: START + 1 },
      };
      const report = await auditOf();
      expect(foundIn(report)).to.deep.equal(['ACKNOWLEDGEMENT_FORGED']);
      expect(report.counts.unacknowledged).to.equal(1);
    });

    // Whoever signed for a record's digest once had it counted as confirmed: an operator could do so for its recipient.
    it('a confirmation that the operator signed itself, beside the recipient’s own or in its place', async () => {
      handed.acknowledge(hand(), operator);
      handed.acknowledgements.reverse();
      const report = await auditOf();
      expect(foundIn(report)).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED']);
      expect(report.counts.unacknowledged).to.equal(0);
      handed.acknowledgements.length = 1;
      expect((await auditOf()).counts.unacknowledged).to.equal(1);
    });
  });
});
