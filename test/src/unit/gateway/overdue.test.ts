import { LedgerError } from '@hanlian/gateway/ledger/port';
import { Feed } from '@hanlian/gateway/feed/feed';
import { overdueWork } from '@hanlian/gateway/feed/overdue';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

type Parts = Parameters<typeof overdueWork>[0];

describe('the look after what is overdue', () => {
  let folder: string;
  let store: Store;

  before(async () => {
    folder = await newFolder();
    store = await openStore(folder);
  });
  after(async () => {
    await store.close();
    await removeFolder(folder);
  });

  // Nobody was told of a deadline that had passed, and nobody heard why.
  it('says why it came to nothing, to who runs the hub', async () => {
    const failures: unknown[] = [];
    const unreached = new LedgerError('The peer does not answer', {
      stage: 'evaluate',
      code: 'LEDGER_UNAVAILABLE',
    });
    const parts = { caughtUp: () => Promise.reject(unreached) } as unknown as Parts;
    const writer = new GroupWriter(store);
    const feed = new Feed(store, writer, Date.now);
    const work = overdueWork(parts, feed, writer, (failure) => void failures.push(failure));
    await work.turn();
    expect(failures).to.deep.equal([unreached]);
    await feed.close();
    await work.close();
  });
});
