import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { makeFolder } from '@hanlian/certificates';
import { ConfigError, type HubConfig } from '../config.js';
import type { HolderKeys } from '../documents/holder-keys.js';
import { storeFolder } from '../places.js';
import type { EmbeddedLedger } from '../ledger/embedded/index.js';
import { copyStore } from '../storage/copy.js';
import { ifPresent, readFileIfPresent, writeFileAtomic } from '../storage/files.js';
import type { Store } from '../storage/store.js';

/** What opens a hub's data. It is kept apart: a long-lived backup must not bring back what was erased since. */
export const SECRET_PARTS = ['epochs.json', 'key-store', 'secret'] as const;
/** The holders' keys, a store of their own among what opens a hub's data. */
export const HOLDER_KEYS = 'keys';
/** What others know a hub by, and the logs it had before it moved. */
export const PUBLIC_PARTS = ['root.pem', 'node.pem', 'former-nodes.pem', 'former-logs.json'] as const;
/** What the city as a whole keeps beside its hubs. */
export const CITY_PARTS = ['sample-city.json', 'sample-callers.json'] as const;

/** Written last: a folder without it is no backup. */
const MARK = 'backup.json';

/** What is backed up, open. */
export interface BackupSource {
  readonly data: string;
  /** Absent where peers keep the ledger. */
  readonly embedded: EmbeddedLedger | undefined;
  readonly hubs: readonly OpenHub[];
}

interface OpenHub {
  readonly hub: HubConfig;
  readonly store: Store;
  readonly holderKeys: HolderKeys;
}

/**
 * Copies the embedded ledger and stores to one folder, and everything that opens them to another; all as of one instant,
 * while they may be written. Read models and logs are left out: they are made anew. Gives a line a part.
 *
 * @throws {ConfigError} when there is something in a folder, or one lies in another
 */
export async function backUp(source: BackupSource, folder: string, keysFolder: string): Promise<string[]> {
  requireApart(source.data, folder, keysFolder);
  for (const target of [folder, keysFolder]) await requireEmpty(target);
  // An erasure that turned an epoch meanwhile would leave a copy of keys that nothing opens.
  const still = source.hubs.reduceRight<() => Promise<string[]>>(
    (work, { holderKeys }) =>
      () =>
        holderKeys.still(work),
    () => copyAll(source, folder, keysFolder),
  );
  return still();
}

async function copyAll(source: BackupSource, folder: string, keysFolder: string): Promise<string[]> {
  const { data, embedded, hubs } = source;
  // All in one turn of the event loop. Whatever one store holds because of another was written after the other's write
  // had returned, so no cut through them can show an effect without its cause: no certificate without its document.
  const ledger = embedded?.freeze();
  const frozen = hubs.map(({ hub, store, holderKeys }) => ({
    hub,
    store,
    keys: holderKeys.store,
    at: { store: store.snapshot(), keys: holderKeys.store.snapshot() },
  }));
  try {
    const lines = [ledger ? `ledger: ${(await ledger.write(join(folder, 'ledger'))).height} blocks` : LEFT];
    for (const { hub, store, keys, at } of frozen) {
      const [own, secrets] = [join(folder, hub.name), join(keysFolder, hub.name)];
      await Promise.all([own, secrets].map((each) => makeFolder(each)));
      await copyStore(keys, join(secrets, HOLDER_KEYS), at.keys);
      const entries = await copyStore(store, storeFolder(own), at.store);
      await copyParts(hub.folder, own, PUBLIC_PARTS);
      await copyParts(hub.folder, secrets, SECRET_PARTS);
      lines.push(`${hub.name}: ${entries} entries`);
    }
    await copyParts(data, keysFolder, CITY_PARTS);
    await writeFileAtomic(join(folder, MARK), JSON.stringify({ format: 1, lines }));
    return lines;
  } finally {
    await ledger?.release();
    await Promise.all(frozen.flatMap(({ at }) => [at.store.close(), at.keys.close()]));
  }
}

const LEFT = 'ledger: left to its peers';

/** What opens a backup must not be carried away with it, nor the backup lost with what it is of. */
function requireApart(...folders: readonly string[]): void {
  for (const [i, folder] of folders.entries()) {
    const around = folders.find((other, j) => j !== i && isWithin(resolve(other), resolve(folder)));
    if (around !== undefined)
      throw new ConfigError(`${folder} lies in ${around}; name a folder apart from it`);
  }
}

const isWithin = (folder: string, path: string): boolean => relative(folder, path).split(sep)[0] !== '..';

/** @throws {ConfigError} when there is something in the folder */
export async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new ConfigError(`${folder} is not empty; name a new folder`);
}

/** @throws {ConfigError} when a backup was never finished there */
export async function requireFinished(folder: string): Promise<void> {
  if ((await readFileIfPresent(join(folder, MARK))) === undefined) {
    throw new ConfigError(`${folder} holds no finished backup`);
  }
}

/**
 * Copies those of the parts that are there, files or folders of files, but for what is just being written. Nothing beside
 * them is looked at: a working hub makes and removes folders of its log all the time.
 */
export async function copyParts(from: string, to: string, parts: readonly string[]): Promise<void> {
  for (const path of (await Promise.all(parts.map((part) => filesOf(from, part)))).flat()) {
    await makeFolder(dirname(join(to, path)));
    await writeFileAtomic(join(to, path), await readFile(join(from, path)));
  }
}

/** The files that a part is made of, as paths below the folder; none when it is not there. */
async function filesOf(folder: string, part: string): Promise<string[]> {
  const path = join(folder, part);
  const found = await ifPresent(stat(path));
  if (found === undefined) return [];
  if (!found.isDirectory()) return [part];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !isDraft(entry.name))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** How files are named while they are written beside their place. */
const isDraft = (name: string): boolean => name.startsWith('.') || name.endsWith('.new');
