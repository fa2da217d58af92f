import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openCity } from '@hanlian/gateway/city';
import { readConfig } from '@hanlian/gateway/config';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { TYPES } from '@hanlian/gateway/seed/types';
import { callerOf, made } from '../support/answers.js';
import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { allTurns, isOver } from '../support/pending.js';
import { rejectionOf } from '../support/refusal.js';

const ORDER = {
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕11号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

/** Every file of a folder with its size and when it was last written. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const seen = files.map(async (file) => {
    const { size, mtimeNs } = await stat(file, { bigint: true });
    return `${file} ${size} ${mtimeNs}`;
  });
  return (await Promise.all(seen)).sort();
}

interface SlowDisk {
  /** Somebody waits for the disk. */
  readonly reached: Promise<unknown>;
  readonly release: () => void;
}

/** Holds up whatever the hubs write into files of their own, as a slow disk would; LevelDB syncs by itself. */
async function slowDisk(folder: string): Promise<SlowDisk> {
  const file = await open(folder);
  const handles = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const usual = Object.getOwnPropertyDescriptor(handles, 'sync') as PropertyDescriptor;
  const sync = usual.value as FileHandle['sync'];
  const waits = new EventEmitter();
  const [reached, released] = [once(waits, 'reached'), once(waits, 'released')];
  handles.sync = async function (this: FileHandle): Promise<void> {
    waits.emit('reached');
    await released;
    return sync.call(this);
  };
  const release = (): void => {
    Object.defineProperty(handles, 'sync', usual);
    waits.emit('released');
  };
  return { reached, release };
}

describe('a city that was stopped', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));

  it('waits for what is being written, and writes nothing more', async () => {
    const city = await runCity(folder);
    const clerk = callerOf(city, clerksOf(TYPES.foodBusiness.issuer).preparer.id);
    const disk = await slowDisk(folder);
    try {
      made(await city.ask(clerk, '/v1/licenses', ORDER));
      await disk.reached;
      const stopped = city.stop();
      expect(await isOver(stopped)).to.equal(false);
      disk.release();
      await stopped;
    } finally {
      disk.release();
      await city.stop();
    }
    const left = await filesOf(folder);
    await allTurns();
    expect(await filesOf(folder)).to.deep.equal(left);
  });
});

describe('a city that could not start', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));
  const config = (): ReturnType<typeof readConfig> =>
    readConfig({ HANLIAN_DATA: folder, HANLIAN_PORT: '0', HANLIAN_CHECKPOINT_SECONDS: '0' });
  /** Which hubs besides the one that failed have not come as far as to make this. */
  const lackingIn = (part: string, failed: string): string[] =>
    config()
      .hubs.filter(({ name, folder: own }) => name !== failed && !existsSync(join(own, part)))
      .map(({ name }) => name);

  // The other organisations' keys were still being made when the start had failed, and its folder was removed.
  it('for one organisation’s keys has ended what it began with the others’', async () => {
    await mkdir(join(folder, 'bureau', 'key-store'), { recursive: true });
    await writeFile(join(folder, 'bureau', 'key-store', 'keystore.json'), 'not a key store');
    const { code } = await rejectionOf(openCity(config()));
    expect(code).to.equal('KEYSTORE_DAMAGED');
    expect(lackingIn('root.pem', 'bureau')).to.deep.equal([]);
  });

  // Hubs that were still being opened when another had failed were closed by nobody, and kept their stores locked.
  it('for one hub’s store has let go of the others’, and starts once it is mended', async () => {
    await mkdir(join(folder, 'bank'), { recursive: true });
    await writeFile(join(folder, 'bank', 'store'), 'where a folder should be');
    const failed = await openCity(config()).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).to.be.an('error');
    expect(lackingIn('log', 'bank')).to.deep.equal([]);
    await rm(join(folder, 'bank', 'store'));
    const city = await openCity(config());
    await city.close();
  });
});
