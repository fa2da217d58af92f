import { join } from 'node:path';
import { expect } from 'chai';
import type { CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { firstDifference } from '@hanlian/gateway/readmodel/compare';
import { Journal } from '@hanlian/gateway/readmodel/journal';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { newFolder, removeFolder } from '../../support/folders.js';
import { refusalOf } from '../../support/refusal.js';

const NAMESPACE = 'hanlian';

const transaction = (
  block: number,
  index: number,
  writes: Readonly<Record<string, string | undefined>>,
  code = 'VALID',
): CommittedTransaction => ({
  transactionId: `t${block}.${index}`,
  block,
  index,
  code,
  timestamp: '2026-11-20T00:00:00.000Z',
  creator: { mspId: 'BureauMSP', certificate: '' },
  chaincode: NAMESPACE,
  function: 'license:test',
  writes: Object.entries(writes).map(([key, value]) => ({
    namespace: NAMESPACE,
    key,
    ...(value !== undefined && { value: Buffer.from(value) }),
  })),
  privateWrites: [],
});

describe('the read model', () => {
  let folder: string;
  let model: ReadModel;
  const history = [
    transaction(1, 0, { a: '{"n":1}', b: '{"n":1}' }),
    transaction(2, 0, { a: '{"n":2}' }),
    transaction(2, 1, { a: '{"n":3}' }),
    transaction(3, 0, { a: '{"n":4}' }, 'MVCC_READ_CONFLICT'),
    transaction(4, 0, { a: undefined }),
  ];
  const known = async (key: string, at?: number): Promise<string | undefined> =>
    (await model.find(key, at))?.value.toString();

  beforeEach(async () => {
    folder = await newFolder();
    model = await ReadModel.open(join(folder, 'index'), NAMESPACE);
  });
  afterEach(async () => {
    await model.close();
    await removeFolder(folder);
  });

  // The mark was written and never read: a later version would have taken rows of this one for its own.
  it('is built anew where an earlier version wrote it, and kept where this one did', async () => {
    await model.apply(history);
    for (const [mark, block] of [
      [undefined, 4],
      ['2', -1],
    ] as const) {
      await model.close();
      if (mark !== undefined) {
        const store = await openStore(join(folder, 'index'));
        await store.put('format', Buffer.from(mark));
        await store.close();
      }
      model = await ReadModel.open(join(folder, 'index'), NAMESPACE);
      expect(model.position.block).equal(block);
    }
    for await (const [key] of model.entries()) expect.fail(`${key} is left`);
    await model.apply(history);
    expect(await known('a', 2)).equal('{"n":3}');
  });

  it('tells what a key held at the end of each block', async () => {
    await model.apply(history);
    expect(await Promise.all([0, 1, 2, 3, 4].map((at) => known('a', at)))).deep.equal([
      undefined,
      '{"n":1}',
      '{"n":3}',
      '{"n":3}',
      undefined,
    ]);
    expect(await known('a')).equal(undefined);
    expect(await known('b')).equal('{"n":1}');
    expect((await model.find('b'))?.transactionId).equal('t1.0');
  });

  it('shows a row it was asked for before as it was written since', async () => {
    const shown: (string | undefined)[] = [];
    for (const one of history) {
      const written = model.apply([one]);
      model.get('a');
      await written;
      shown.push(model.get('a')?.value.toString());
    }
    expect(shown).deep.equal(['{"n":1}', '{"n":2}', '{"n":3}', '{"n":3}', undefined]);
  });

  it('ignores what the validators refused, but goes past it', async () => {
    await model.apply(history.slice(0, 4));
    expect(await known('a')).equal('{"n":3}');
    expect(model.position).deep.equal({ block: 3, index: 0 });
  });

  it('is the same however the stream was cut into batches', async () => {
    await model.apply(history);
    const other = await ReadModel.open(join(folder, 'other'), NAMESPACE);
    for (const one of history) await other.apply([one]);
    expect(await firstDifference(model, other)).equal(undefined);
    await other.close();
  });

  it('says where two models part, at either end', async () => {
    await model.apply(history);
    const other = await ReadModel.open(join(folder, 'other'), NAMESPACE);
    await other.apply([...history, transaction(4, 1, { z: '{}' })]);
    expect(await firstDifference(model, other)).equal('checkpoint');
    await other.close();
  });

  it('goes on from its checkpoint after it was opened again', async () => {
    await model.apply(history.slice(0, 2));
    await model.close();
    model = await ReadModel.open(join(folder, 'index'), NAMESPACE);
    expect(model.position).deep.equal({ block: 2, index: 0 });
    expect(await known('a')).equal('{"n":2}');
  });

  it('lists keys in order, without those deleted', async () => {
    await model.apply([transaction(1, 0, { 'k~1': '{}', 'k~2': '{}', 'k~3': '{}', l: '{}' })]);
    await model.apply([transaction(2, 0, { 'k~2': undefined })]);
    const found = await model.range('k~', 'k\u007f', 10);
    expect(found.map(({ key }) => key)).deep.equal(['k~1', 'k~3']);
  });

  it('lists credit entries by their source, and those with an order or a repair, after any place', async () => {
    const entry = (source: string, more: object = {}): string =>
      JSON.stringify({ source, facts: {}, state: 'standing', ...more });
    const measure = { operation: 'suspend', license: {} };
    const entries = {
      'entry~A~1': entry('one'),
      'entry~A~2': entry('two', { facts: { measure } }),
      'entry~B~1': entry('one', { history: [{ operation: 'dispute' }] }),
      'entries~A': '{"source":"one"}',
    };
    await model.apply([transaction(1, 0, entries)]);
    const listed = async (...asked: Parameters<ReadModel['listed']>): Promise<string[]> => {
      const keys: string[] = [];
      for await (const { key, row } of model.listed(...asked)) {
        expect(row.value.toString()).to.equal(model.get(key)!.value.toString());
        keys.push(key);
      }
      return keys;
    };
    expect(await listed({ source: 'one' })).deep.equal(['entry~A~1', 'entry~B~1']);
    expect(await listed({ source: 'one' }, 'A~1')).deep.equal(['entry~B~1']);
    expect(await listed({ source: 'on' })).deep.equal([]);
    expect(await listed('measured')).deep.equal(['entry~A~2']);
    expect(await listed('repairs')).deep.equal([]);
    const repaired = entry('two', { history: [{ operation: 'applyRepair' }, { operation: 'reviewRepair' }] });
    await model.apply([transaction(2, 0, { 'entry~A~2': repaired })]);
    expect(await listed('repairs')).deep.equal(['entry~A~2']);
    expect(await listed('measured'), 'what it once ordered').deep.equal(['entry~A~2']);
  });

  it("quarantines a transaction it cannot understand: its keys answer nothing, others' go on", async () => {
    await model.apply([transaction(1, 0, { a: '{"n":1}', b: '{"n":1}' })]);
    await model.apply([
      transaction(2, 0, { a: 'no JSON', b: '{"n":2}' }),
      transaction(3, 0, { c: '{"n":1}' }),
    ]);
    expect(refusalOf(() => model.get('a')).code).equal('INTERNAL');
    expect(refusalOf(() => model.get('b')).code).equal('INTERNAL');
    expect(await known('c')).equal('{"n":1}');
    expect((await model.quarantined()).map(({ transactionId, block }) => [transactionId, block])).deep.equal([
      ['t2.0', 2],
    ]);
  });

  it('trusts a key again once an understood transaction wrote it', async () => {
    await model.apply([transaction(1, 0, { a: 'no JSON' })]);
    await model.apply([transaction(2, 0, { a: '{"n":2}' })]);
    expect(await known('a')).equal('{"n":2}');
  });
});

describe('the journal', () => {
  let folder: string;
  let store: Store;
  let journal: Journal;
  let now: number;
  const open = async (): Promise<void> => {
    store = await openStore(join(folder, 'store'));
    journal = await Journal.open(store, new GroupWriter(store), () => now);
  };

  beforeEach(async () => {
    folder = await newFolder();
    now = 1000;
    await open();
  });
  afterEach(async () => {
    await store.close();
    await removeFolder(folder);
  });

  it('finds the height a moment knew', async () => {
    for (const [block, at] of [
      [1, 1000],
      [2, 2000],
      [5, 3000],
    ] as const) {
      now = at;
      await journal.note([block]);
    }
    const heights = await Promise.all(
      [999, 1000, 1999, 2000, 2999, 3000, 9999].map((at) => journal.heightAt(at)),
    );
    expect(heights).deep.equal([-1, 1, 1, 2, 2, 5, 5]);
  });

  // `fsck` had carried the index of a restored hub on: the blocks in between were never noted, and known at no time.
  it('notes what the index was carried on to while no hub ran', async () => {
    await journal.note([1]);
    now = 4000;
    await journal.noteUpTo(3);
    await journal.noteUpTo(2);
    expect([1, 2, 3, 4].map((block) => journal.firstSeen(block))).deep.equal([1000, 4000, 4000, undefined]);
    expect(await journal.heightAt(4000)).equal(3);
  });

  it('keeps the first time it saw a block, also over a restart', async () => {
    await journal.note([1, 2]);
    await store.close();
    await open();
    now = 5000;
    await journal.note([1, 2, 3]);
    expect([1, 2, 3].map((block) => journal.firstSeen(block))).deep.equal([1000, 1000, 5000]);
    expect(journal.firstSeen(4)).equal(undefined);
  });

  it('never runs backwards when the clock does', async () => {
    now = 5000;
    await journal.note([1]);
    now = 1000;
    await journal.note([2]);
    expect(journal.firstSeen(2)).equal(5000);
  });
});
