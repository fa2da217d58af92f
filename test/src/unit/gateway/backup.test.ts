import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backUp, copyParts } from '@hanlian/gateway/backup/index';
import { ConfigError } from '@hanlian/gateway/config';
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

// Asked for one folder for both, a backup put what opens it beside what it opens, and said that all was well.
describe('the folders of a backup', () => {
  let folder: string;
  before(async () => {
    folder = await newFolder();
    await mkdir(join(folder, 'data'));
  });
  after(() => removeFolder(folder));

  const backedUp = (to: string, keys: string): Promise<string[]> =>
    backUp(
      { data: join(folder, 'data'), embedded: undefined, hubs: [] },
      join(folder, to),
      join(folder, keys),
    );

  for (const [to, keys] of [
    ['copy', 'copy'],
    ['copy', 'copy/keys'],
    ['keys/copy', 'keys'],
    ['data/copy', 'keys'],
    ['copy', 'data'],
  ] as const) {
    it(`are refused as ${to} and ${keys}: one lies in another`, async () => {
      const refusal = await backedUp(to, keys).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(ConfigError);
      expect(await readdir(folder)).to.deep.equal(['data']);
    });
  }

  it('may lie side by side, whatever they are called', async () => {
    expect(await backedUp('copy', 'copy..keys')).to.deep.equal(['ledger: left to its peers']);
  });
});
