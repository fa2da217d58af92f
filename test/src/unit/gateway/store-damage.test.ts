import { cp, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

const MIB = 1024 * 1024;
const RECORDS = 30;
const RECORD_BYTES = 100_000;

describe('a store whose log is longer than what is looked at in one piece, a mebibyte', () => {
  let folder: string;
  let size: number;

  const logIn = async (path: string): Promise<string> =>
    join(
      path,
      (await readdir(path)).find((name) => name.endsWith('.log'))!,
    );

  before(async () => {
    folder = await newFolder();
    const store = await openStore(join(folder, 'whole'));
    for (let index = 0; index < RECORDS; index++) {
      await store.put(`key${index}`, Buffer.alloc(RECORD_BYTES, index));
    }
    await store.close();
    const log = await open(await logIn(join(folder, 'whole')));
    ({ size } = await log.stat());
    await log.close();
  });
  after(() => removeFolder(folder));

  /** Opens a copy in which one byte is another; how many records it finds, or why it refuses. */
  async function openedWith(offset: number): Promise<number | string> {
    const path = join(folder, `flipped-${offset}`);
    await cp(join(folder, 'whole'), path, { recursive: true });
    const log = await open(await logIn(path), 'r+');
    const { buffer } = await log.read(Buffer.alloc(1), 0, 1, offset);
    await log.write(Buffer.from([buffer.readUInt8() ^ 0xff]), 0, 1, offset);
    await log.close();
    try {
      const store = await openStore(path);
      const found = await store.keys().all();
      await store.close();
      return found.length;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }

  for (const offset of [20, MIB - 1, MIB, MIB + 20, 2 * MIB - 40_000]) {
    it(`is refused where byte ${offset} of it is another`, async () => {
      expect(await openedWith(offset)).to.equal('LEDGER_DAMAGED');
    });
  }

  it('opens without its last record where only that is not whole, as a write that was cut off leaves it', async () => {
    expect(size).to.be.greaterThan(2 * MIB);
    expect(await openedWith(size - 1)).to.equal(RECORDS - 1);
  });
});
