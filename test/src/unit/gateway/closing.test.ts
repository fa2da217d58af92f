import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { expect } from 'chai';
import { openFileKeyStore } from '@hanlian/certificates';
import { HubKeys } from '@hanlian/gateway/callers/hub-keys';
import type { Config } from '@hanlian/gateway/config';
import { tellRunning } from '@hanlian/gateway/control/client';
import { listenForOrders } from '@hanlian/gateway/control/server';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import type { Journal } from '@hanlian/gateway/readmodel/journal';
import { Projector } from '@hanlian/gateway/readmodel/projector';
import type { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { allOver } from '@hanlian/gateway/storage/all-over';
import { Closing } from '@hanlian/gateway/storage/closing';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore } from '@hanlian/gateway/storage/store';
import { newFolder, removeFolder } from '../../support/folders.js';
import { isOver } from '../../support/pending.js';
import { rejectionOf } from '../../support/refusal.js';

/** What somebody waits for until the test says so. */
function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open: () => open() };
}

describe('nothing is at work any more', () => {
  it('when things done side by side have failed', async () => {
    const slow = gate();
    const work = allOver([Promise.reject(new Error('first')), slow.promise]);
    expect(await isOver(work)).to.equal(false);
    slow.open();
    const failure = await work.catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'first');
  });

  it('for whoever closes a second time, either', async () => {
    const slow = gate();
    const closing = new Closing();
    closing.add({ close: () => slow.promise });
    const [first, second] = [closing.close(), closing.close()];
    expect(await isOver(second)).to.equal(false);
    slow.open();
    await allOver([first, second]);
  });

  // A write that came after the store was closed failed, and the one after it opened the store again to mend that.
  it('in a store that was closed: late writes are refused, and do not open it again', async () => {
    const folder = await newFolder();
    const store = await openStore(folder);
    const writer = new GroupWriter(store);
    const put = (key: string): Promise<void> => writer.write([{ type: 'put', key, value: Buffer.from('1') }]);
    try {
      const before = put('before');
      const closed = writer.close();
      const meanwhile = put('meanwhile');
      await allOver([before, closed, meanwhile]);
      expect(store.getSync('meanwhile')?.toString()).to.equal('1');
      await store.close();
      expect((await rejectionOf(put('late'))).code).to.equal('LEDGER_CLOSED');
      expect((await rejectionOf(put('later'))).code).to.equal('LEDGER_CLOSED');
      expect(store.status).to.equal('closed');
    } finally {
      await removeFolder(folder);
    }
  });

  // The grace of a stop over, a request that was cut off went on to draw a key, beside stores that were closed.
  it('on a new key: one being drawn is waited for, and none is drawn any more', async () => {
    const folder = await newFolder();
    try {
      const store = await openFileKeyStore({ folder, passphrase: 'passphrase' });
      const slow = gate();
      const create = store.create.bind(store);
      store.create = (name, algorithm) => slow.promise.then(() => create(name, algorithm));
      const keys = new HubKeys(store);
      const drawn = keys.create('early');
      const closed = keys.close();
      expect(await isOver(closed)).to.equal(false);
      slow.open();
      await allOver([drawn, closed]);
      expect((await rejectionOf(keys.create('late'))).code).to.equal('LEDGER_CLOSED');
      expect(await store.list()).to.deep.equal(['early']);
    } finally {
      await removeFolder(folder);
    }
  });

  it('behind a socket for orders that could not be kept to its owner', async () => {
    const folder = await newFolder();
    const config = { hubs: [{ folder }] } as unknown as Config;
    const { chmod } = files;
    files.chmod = () => Promise.reject(new Error('not permitted'));
    syncBuiltinESMExports();
    try {
      const failure = await listenForOrders(config, {}).catch((error: unknown) => error);
      expect(failure).to.have.property('message', 'not permitted');
      expect(await tellRunning(config, { command: 'backup', given: [] })).to.equal(undefined);
    } finally {
      files.chmod = chmod;
      syncBuiltinESMExports();
      await removeFolder(folder);
    }
  });

  it('in an index whose stream broke while a batch was being written', async () => {
    const [writing, slow] = [gate(), gate()];
    const ledger = {
      async *stream() {
        yield { block: 0, index: 0 };
        await writing.promise;
        throw new Error('the connection broke');
      },
    };
    const model = {
      position: { block: -1, index: -1 },
      apply: () => {
        writing.open();
        return slow.promise;
      },
    };
    const projector = new Projector(
      ledger as unknown as Ledger,
      model as unknown as ReadModel,
      { note: () => Promise.resolve() } as unknown as Journal,
    );
    projector.start();
    await writing.promise;
    const closed = projector.close();
    expect(await isOver(closed)).to.equal(false);
    slow.open();
    await closed;
  });
});
