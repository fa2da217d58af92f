import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyParts } from '@hanlian/gateway/backup/index';
import { readFileIfPresent } from '@hanlian/gateway/storage/files';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

describe('the parts of a folder that a backup copies', () => {
  let folder: string;
  before(async () => {
    folder = await newFolder();
  });
  after(() => removeFolder(folder));

  // A backup failed with ENOENT when the log removed the folder of a partial tile just then.
  it('are found while folders beside them come and go', async () => {
    const from = join(folder, 'hub');
    await mkdir(join(from, 'secret', 'deep'), { recursive: true });
    await writeFile(join(from, 'secret', 'deep', 'key'), 'a key');
    await writeFile(join(from, 'secret', 'deep', 'key.new'), 'half a key');
    let isOver = false;
    const log = async (name: string): Promise<void> => {
      for (let size = 0; !isOver; size++) {
        const partial = join(from, 'log', name, `${size % 20}.p`);
        await mkdir(partial, { recursive: true });
        await rm(partial, { recursive: true });
      }
    };
    const logs = Promise.all(['tile', 'entries', 'roots'].map(log));
    const to = join(folder, 'copy');
    try {
      for (let time = 0; time < 100; time++) await copyParts(from, to, ['secret', 'never-made']);
    } finally {
      isOver = true;
      await logs;
    }
    expect(await readFile(join(to, 'secret', 'deep', 'key'), 'utf8')).equal('a key');
    const draft = await readFileIfPresent(join(to, 'secret', 'deep', 'key.new'));
    expect(draft, 'what is just being written').equal(undefined);
  });
});
