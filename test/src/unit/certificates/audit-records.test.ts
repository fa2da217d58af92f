import { expect } from 'chai';
import { audit, type AuditReport, type Violation } from '@hanlian/certificates';
import {
  CLOCK_TOLERANCE,
  keys,
  receiptsRoot,
  type Grant,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { omit } from '@hanlian/gateway/omit';
import { AuditCity, auditedPair, foundIn, otherDigest } from '../../support/audit-city.js';
import { Pair, START, WINDOW, type Party } from '../../support/audit-pair.js';
import { random16 } from '../../support/contracts/people.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { rejectionOf } from '../../support/refusal.js';

const DAY = 86_400;

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

  /** What a record says beside its place in the chain. */
  const saidIn = ({ record }: SignedReceipt): object =>
    omit(record, 'v', 'provider', 'requester', 'key', 'seq', 'prev');

  describe('names what is wrong with the records', () => {
    const three = (): SignedReceipt[] => {
      for (let i = 0; i < 3; i++) pair.release(grant, { at: START + i });
      return pair.records;
    };

    it('a hidden read: its numbers are missing, and the requester acknowledged what is not there', async () => {
      const records = three();
      records.splice(2, 2);
      expect(await codes()).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED', 'RECEIPT_MISSING 3']);
      const { violations } = await auditOf();
      expect(violations.at(-1)).to.include({ seq: 3, to: 4 } satisfies Partial<Violation>);
    });

    it('the newest records left out, once they are anchored', async () => {
      three();
      city.anchor(provider, [pair]);
      pair.records.length = 4;
      pair.acknowledgements.length = 2;
      expect(await codes()).to.deep.equal(['RECEIPT_MISSING 5']);
    });

    it('a record altered by somebody without the key', async () => {
      const records = three();
      const { record, signature } = records[3]!;
      records[3] = { record: { ...record, rows: 9 } as never, signature };
      expect(await codes()).to.include('RECEIPT_FORGED 4');
    });

    // Whoever handed in lines of its own making had the provider named for a fork, for gaps and for a second answer.
    it('records that another than the provider has made up, and accuses nobody of more', async () => {
      const genuine = three();
      city.anchor(provider, [pair]);
      const forged = [2, 3, 4].map((at) => {
        const { record, signature } = genuine[at]!;
        return { record: { ...record, at: record.at + 1 } as never, signature };
      });
      const { record, signature } = genuine[5]!;
      forged.push({ record: { ...record, seq: 2 ** 52, fields: ['salary'] } as never, signature });
      for (const lines of [
        [...forged, ...pair.lines()],
        [...pair.lines(), ...forged],
      ]) {
        const { violations, counts } = await auditOf(lines);
        expect(violations.map(({ code }) => code)).to.deep.equal(Array(4).fill('RECEIPT_FORGED'));
        expect(counts).to.include({ requests: 3, releases: 3, unacknowledged: 0, unanchored: 0 });
      }
    });

    it('a record spoiled on its way, and neither what it answers nor what follows it', async () => {
      const records = three();
      city.anchor(provider, [pair]);
      for (const at of [4, 0]) {
        const { record, signature } = records[at]!;
        records[at] = { record: { ...record, at: record.at + 1 }, signature };
      }
      expect(await codes()).to.deep.equal(['RECEIPT_FORGED 1', 'RECEIPT_FORGED 5']);
    });

    // The audit counted up to the number, one by one.
    it('a gap as far as the provider itself cares to number', async () => {
      three();
      const last = pair.records[5]!.record;
      pair.records.push(pair.resign({ ...last, seq: 2 ** 52 }));
      const { violations } = await auditOf();
      expect(violations.at(-1)).to.include({ code: 'RECEIPT_MISSING', seq: 7, to: 2 ** 52 - 1 });
    });

    it('a record altered by the provider itself: the next one names another', async () => {
      const records = three();
      records[3] = pair.resign({ ...records[3]!.record, rows: 9 } as never);
      expect(await codes()).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED 4', 'RECEIPT_ALTERED 4']);
    });

    it('a chain written anew from its beginning, by the anchor on the ledger', async () => {
      three();
      city.anchor(provider, [pair]);
      const other = new Pair(city, provider, requester);
      for (let i = 0; i < 3; i++) other.release(grant, { at: START + i });
      const report = await auditOf(other.lines());
      expect(foundIn(report)).to.deep.equal(['RECEIPT_ALTERED 1 anchor']);
    });

    it('an anchor over other records, though each chain ends where it says', async () => {
      three();
      city.anchor(provider, [pair], { root: otherDigest() });
      expect(await codes()).to.deep.equal(['ANCHOR_WRONG anchor 1']);
    });

    it('an anchor that counts other queries or refusals than there are', async () => {
      three();
      const { digests, ...stretch } = pair.stretch();
      const root = receiptsRoot(nodeHashes.sha256, digests);
      const refused = { ...stretch, calls: stretch.calls - 1, refusals: stretch.refusals + 1 };
      city.anchor(provider, [], { stretches: [refused], root });
      expect(await codes()).to.deep.equal(['ANCHOR_WRONG counts of anchor 1']);
    });

    it('two records of one number, shown to one and to another', async () => {
      const records = three();
      const shown = pair.resign({ ...records[5]!.record, rows: 0 } as never);
      const report = await city.audit(folder, {
        'provider.jsonl': pair.lines(),
        'requester.jsonl': [shown],
      });
      expect(foundIn(report)).to.include('RECEIPT_FORKED 6');
    });

    it('a time that goes back, or lies after the anchor', async () => {
      pair.release(grant, {
        at: START + DAY / 2,
        release: { lease: { window: '2026-09-22', index: 1, use: 1 } },
      });
      pair.release(grant, { at: START });
      city.lease(grant, { window: '2026-09-22' });
      city.now = START + DAY / 2;
      expect(await codes()).to.include('RECEIPT_TIME_WRONG 3');
      const late = new Pair(city, provider, city.party(9));
      late.request(grant, { at: START + DAY });
      city.anchor(provider, [late]);
      expect(await codes(late.lines())).to.include('RECEIPT_TIME_WRONG 1');
    });

    it('what nobody asked for, was answered twice, asked twice, or is signed by another', async () => {
      const said = saidIn(pair.release(grant));
      pair.append(said);
      pair.append({ ...said, query: random16() });
      const all = await codes();
      expect(all).to.include('ANSWERED_TWICE 3').and.to.include('RELEASE_UNASKED 4');
    });

    it('a query replayed, a query of another, a key of another', async () => {
      pair.request(grant);
      const said = saidIn(pair.records[0]!);
      pair.append(said);
      const stranger = new Pair(city, provider, city.party(7));
      stranger.append(said);
      const forger = new Pair(city, city.party(8), requester);
      forger.request(grant, { query: { key: provider.key } });
      const all = await codes([...pair.lines(), ...stranger.lines(), ...forger.lines()]);
      expect(all).to.include('QUERY_REPLAYED 2').and.to.include('QUERY_FORGED 1');
      expect(all.filter((each) => each === 'QUERY_FORGED 1')).to.have.length(2);
    });

    it('an acknowledgement that the provider signed in its own name, for a requester that said nothing', async () => {
      const release = pair.release(grant);
      pair.acknowledgements.length = 0;
      pair.acknowledge(release, pair.provider);
      const report = await auditOf(pair.lines());
      expect(foundIn(report)).to.deep.equal(['ACKNOWLEDGEMENT_UNRECORDED']);
      expect(report.counts.unacknowledged).to.equal(1);
    });

    it('an acknowledgement that the requester has not signed, and lines that are nothing', async () => {
      pair.release(grant);
      const [{ acknowledgement, signature }] = pair.acknowledgements as [never] &
        typeof pair.acknowledgements;
      const report = await auditOf([
        ...pair.records,
        { acknowledgement: { ...(acknowledgement as object), issuedAt: START + 1 }, signature },
        'no json',
        '{}',
      ]);
      expect(foundIn(report)).to.deep.equal([
        'ACKNOWLEDGEMENT_FORGED',
        'RECEIPT_MALFORMED JSON_INVALID',
        'RECEIPT_MALFORMED FIELD_MISSING',
      ]);
      expect(report.violations.at(-1)).to.include({ line: 5 });
      expect(report.counts.unacknowledged).to.equal(1);
    });
  });

  describe('takes the ledger’s records only as the log proves them', () => {
    it('a grant that the log does not tell of is forged; one it tells of must be there', async () => {
      pair.release(grant);
      const report = await city.audit(folder, { 'receipts.jsonl': pair.lines() }, (records) =>
        records.map((each) =>
          each.key.startsWith('grant~') ? { ...each, record: { ...each.record, until: 1 } } : each,
        ),
      );
      expect(foundIn(report)).to.deep.equal([
        'REVISION_FORGED',
        'REVISION_MISSING log 0',
        'GRANT_UNKNOWN 2',
        'LEASE_UNKNOWN 2 2026-09-21 1',
      ]);
    });

    // On a busy hub a checkpoint came in between the two exports, and honest records looked forged.
    it('of the log’s own checkpoint, and of no other', async () => {
      pair.release(grant);
      const auditAt = (block: number): Promise<unknown> =>
        city.audit(folder, { 'receipts.jsonl': pair.lines() }, (records) => [
          { v: 1, kind: 'sharing-ledger', block },
          ...records,
        ]);
      expect(await auditAt(city.block)).to.include({ verdict: 'CLEAN' });
      const { code } = await rejectionOf(auditAt(city.block - 1));
      expect(code).to.equal('EVIDENCE_OF_OTHER_CHECKPOINT');
    });

    it('and likewise who has taken a provider’s place: without that, nothing an heir released is covered', async () => {
      const heir = city.party(4);
      const theirs = new Pair(city, heir, requester);
      theirs.release(grant, { release: { lease: { window: WINDOW, index: 1, use: 9 } } });
      expect(await codes(theirs.lines())).to.deep.equal(['RELEASE_NOT_COVERED 2 provider']);
      city.succeed(provider, heir, START);
      expect(await codes(theirs.lines())).to.deep.equal([]);
    });

    // Its every release was laid to the provider, where whoever exported the evidence had left something out.
    it('and a department that is not proven is missed once, whoever released: the provider or its successor', async () => {
      const heir = city.party(4);
      const audited = (without: string): Promise<AuditReport> =>
        city.audit(folder, { 'receipts.jsonl': pair.lines() }, undefined, without);
      const missed = (code: string): object => ({ code: 'REVISION_MISSING', key: keys.department(code) });
      for (let i = 0; i < 2; i++) pair.release(grant);
      const report = await audited(keys.department(provider.code));
      expect(report.violations).to.deep.equal([missed(provider.code)]);
      expect(report.verdict).to.equal('VIOLATIONS');
      city.succeed(provider, heir, START - DAY);
      expect((await audited(keys.department(heir.code))).violations).to.deep.equal([missed(heir.code)]);
    });

    it('and that a provider released on after another department had its place', async () => {
      const heir = city.party(4);
      city.succeed(provider, heir, START);
      // It may have been registered so much later, and heard of later yet.
      pair.release(grant, { at: START + CLOCK_TOLERANCE + 59 });
      expect(await codes()).to.deep.equal([]);
      pair.release(grant, { at: START + CLOCK_TOLERANCE + 61 });
      expect(await codes()).to.deep.equal(['RELEASE_NOT_COVERED 4 provider']);
    });

    it('a withdrawal left out of the export is missed', async () => {
      city.revise(grant, { state: 'withdrawn', txTime: START });
      pair.release(grant, { at: START + 100 });
      const report = await city.audit(folder, { 'receipts.jsonl': pair.lines() }, (records) =>
        records.filter(({ record }) => record.state !== 'withdrawn'),
      );
      expect(foundIn(report)).to.deep.equal(['REVISION_MISSING log 2']);
    });

    it('and refuses a log that is another than was signed', async () => {
      const question = await city.save(folder, { 'receipts.jsonl': [] });
      const other = new AuditCity();
      other.grant(other.party(1), other.party(2));
      const foreign = await other.save(folder, {});
      expect((await rejectionOf(audit({ ...question, log: foreign.log }))).code).to.equal('NOTE_UNSIGNED');
    });
  });
});
