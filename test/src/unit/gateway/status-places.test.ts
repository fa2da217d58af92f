import { join } from 'node:path';
import { StatusPlaces, WAITING } from '@hanlian/gateway/status-lists/places';
import { Closing } from '@hanlian/gateway/storage/closing';
import { openPrimary } from '@hanlian/gateway/storage/primary';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

const DEPARTMENT = '11420100MB9A000223';

describe('places in status lists', () => {
  let folder: string;
  const closing = new Closing();

  before(async () => void (folder = await newFolder()));
  after(async () => {
    await closing.close();
    await removeFolder(folder);
  });

  // A batch its department never signed took with it that its list was to be published; the next one did not say so again.
  it('have their list published though the batch that began it was withdrawn', async () => {
    const { store, writer } = await openPrimary(join(folder, 'store'), closing);
    const places = new StatusPlaces(store, writer, Buffer.alloc(32, 7));
    await places.reserve(DEPARTMENT, 'withdrawn', 10);
    const { changes } = await places.reserve(DEPARTMENT, 'stands', 10);
    await writer.write(changes);
    const waiting = await store.keys({ gte: WAITING, lt: `${WAITING}\uffff` }).all();
    expect(waiting).to.deep.equal([`${WAITING}${DEPARTMENT}~000000000`]);
    expect(places.find('stands', 0)).to.include({ department: DEPARTMENT, list: 0 });
    expect(places.find('withdrawn', 0)).to.equal(undefined);
  });
});
