import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeTile,
  encodeTile,
  recordProofOf,
  requireRecord,
  utf8Encode,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { newFolder, removeFolder } from '../../../../support/folders.js';
import { MemoryMap } from '../../../../support/map.js';
import { codeOf, type Cases } from './case.js';

const { sha256 } = nodeHashes;
const hashOf = (text: string): Uint8Array => sha256(utf8Encode(text));

/** What reading a file of the log comes to that was bent on disk. */
async function damaged(
  path: string,
  bend: (bytes: Buffer) => Uint8Array,
  read: (store: LogStore) => Promise<unknown>,
): Promise<string> {
  const folder = await newFolder();
  try {
    const written = await LogStore.open(folder, nodeHashes);
    const entries = Array.from({ length: 600 }, (_, i) => utf8Encode(`entry ${i}`));
    await written.append(entries, { block: 600, index: 0 });
    await writeFile(join(folder, path), bend(await readFile(join(folder, path))));
    const store = await LogStore.open(folder, nodeHashes);
    return await codeOf(() => read(store));
  } finally {
    await removeFolder(folder);
  }
}

const cut = (bytes: Buffer): Uint8Array => bytes.subarray(0, 100);
const flipped = (bytes: Buffer): Uint8Array => bytes.map((byte, i) => (i === 2000 ? byte ^ 1 : byte));
const tile = (store: LogStore): Promise<unknown> => store.tile({ level: 0, index: 1, width: 256 });

const VALUES = { 'lic~1': '{"v":1}', 'lic~2': '{"v":2}', 'lic~3': '{"v":3}' };
const map = new MemoryMap(sha256);
map.update(Object.entries(VALUES).map(([key, value]) => ({ key: hashOf(key), value: hashOf(value) })));
const proofOf = (key: keyof typeof VALUES, of = key): RecordProof =>
  recordProofOf(key, VALUES[key], map.prove(hashOf(of)));
const judged = (record: RecordProof, root = map.root): Promise<string> =>
  codeOf(() => requireRecord(sha256, root, record));

export const STORED: Cases = {
  'a tile truncated': () => damaged('tile/0/001', cut, tile),
  'a tile with a bit flipped': () => damaged('tile/0/001', flipped, tile),
  'a bundle truncated on disk': () =>
    damaged('tile/entries/001', cut, (store) => store.tile({ level: 'entries', index: 1, width: 256 })),
  'a tile of the state map truncated': () =>
    codeOf(() => decodeTile(encodeTile(map.tile('')).subarray(0, -1))),
};

const genuine = proofOf('lic~1');

export const MAPPED: Cases = {
  'the proof of another key': () => {
    const other = map.prove(hashOf('lic~2'));
    return judged(
      recordProofOf('lic~1', VALUES['lic~1'], {
        ...other,
        neighbour: { key: hashOf('lic~2'), value: hashOf(VALUES['lic~2']) },
      }),
    );
  },
  'a map proof with a hash missing': () => judged({ ...genuine, siblings: genuine.siblings.slice(1) }),
  'a map proof with a hash too many': () =>
    judged({ ...genuine, siblings: [...genuine.siblings, ...genuine.siblings] }),
  'another value under the key': () => judged({ ...genuine, value: '{"v":9}' }),
  'absence of what is there': () =>
    judged(
      recordProofOf('lic~1', undefined, {
        ...map.prove(hashOf('lic~1')),
        neighbour: { key: hashOf('lic~1'), value: hashOf(VALUES['lic~1']) },
      }),
    ),
  "a proof under another map's root": () => judged(genuine, hashOf('another root')),
};
