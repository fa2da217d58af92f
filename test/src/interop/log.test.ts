import '../support/quiet.js';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import {
  base64Encode,
  encodeLogEntry,
  formatLogProof,
  newTiles,
  parseNote,
  tilePath,
  utf8Encode,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { keyText, newLogSigner, newWitness, ORIGIN, signedNote } from '../support/log.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../interop/log', import.meta.url));
const [OLDER, SIZE, INDEX] = [700, 1300, 1029];
const hasGo = (): Promise<boolean> =>
  run('go', ['version']).then(
    () => true,
    () => false,
  );

/** Everything a stranger fetches: checkpoint, keys, tiles, bundles, both proofs. */
async function publish(folder: string): Promise<void> {
  const entries = Array.from({ length: SIZE }, (_, i) => {
    const payload = utf8Encode(`{"count":1,"key":"lic~${i}","type":"license.suspend","v":1}`);
    return encodeLogEntry({ block: i, payload, transactionId: String(i).padStart(64, '0') });
  });
  const store = await LogStore.open(join(folder, 'store'), nodeHashes);
  await store.append(entries.slice(0, OLDER), { block: OLDER, index: 0 });
  const older = await store.roots();
  await store.append(entries.slice(OLDER), { block: SIZE, index: 0 });
  const { sha256: root, sm3: sm3Root } = await store.roots();
  const [log, bank, auditor] = [newLogSigner(), newWitness('witness/bank'), newWitness('witness/auditor')];
  const checkpoint = { origin: ORIGIN, size: SIZE, root, sm3Root, block: SIZE - 1 };
  const note = await signedNote(checkpoint, log, bank, auditor);
  const path = await store.tree(SIZE).inclusion(INDEX);
  const consistency = [older.sha256, ...(await store.tree(SIZE).consistency(OLDER))];
  const files: Record<string, string | Uint8Array> = {
    checkpoint: note,
    'log.key': keyText(log),
    'witness.keys': [bank, auditor].map(keyText).join('\n'),
    entry: entries[INDEX]!,
    'entry.tlog-proof': formatLogProof({ index: INDEX, path, checkpoint: parseNote(note) }),
    consistency: [OLDER, ...consistency.map(base64Encode)].join('\n'),
  };
  for (const tile of newTiles(0, SIZE)) files[tilePath(tile)] = await store.tile(tile);
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

describe("the log and Go's tools", function () {
  this.timeout(300_000);
  let folder: string;
  let binary: string;
  let good: string;

  before(async function () {
    if (!(await hasGo())) {
      if (process.env.CI) throw new Error('Go is needed');
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'hanlian-golog-'));
    binary = join(folder, 'log');
    good = join(folder, 'good');
    await run('go', ['build', '-o', binary, '.'], { cwd: PROGRAM });
    await mkdir(good);
    await publish(good);
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  const judge = (place: string, what: string): Promise<string> =>
    run(binary, [place, what]).then(
      ({ stdout }) => stdout.trim(),
      (error: unknown) => (error as { stdout: string }).stdout.trim() || 'refused: it stopped',
    );

  for (const what of ['checkpoint', 'inclusion', 'consistency', 'tiles']) {
    it(`read our ${what}`, async () => {
      expect(await judge(good, what)).to.equal('ok');
    });
  }

  const keyOf = (place: string): Promise<string> => readFile(join(place, 'log.key'), 'utf8');
  const edit = async (place: string, name: string, change: (text: string) => string): Promise<void> => {
    const path = join(place, name);
    await writeFile(path, change(await readFile(path, 'latin1')), 'latin1');
  };
  const flip = (text: string): string => {
    const at = Math.floor(text.length / 2);
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
  };
  it('read checkpoints of before and after the log took a new key, where both are known', async () => {
    const place = join(folder, 'rotated');
    await cp(good, place, { recursive: true });
    const [former, text] = [keyOf(place), parseNote(await readFile(join(place, 'checkpoint'), 'utf8')).text];
    const next = newLogSigner();
    await writeFile(join(place, 'log.key'), `${await former}\n${keyText(next)}\n`);
    expect(await judge(place, 'checkpoint')).to.equal('ok');
    await writeFile(join(place, 'checkpoint'), await signedNote(text, next));
    await writeFile(join(place, 'witness.keys'), '');
    for (const what of ['checkpoint', 'tiles']) expect(await judge(place, what)).to.equal('ok');
    await writeFile(join(place, 'log.key'), await keyOf(good));
    expect(await judge(place, 'checkpoint')).to.match(/^refused: /);
  });

  const BAD: Readonly<Record<string, readonly [string, (place: string) => Promise<void>]>> = {
    'a checkpoint of another size': [
      'checkpoint',
      (p) => edit(p, 'checkpoint', (t) => t.replace('1300', '1301')),
    ],
    'an extension line changed': [
      'checkpoint',
      (p) => edit(p, 'checkpoint', (t) => t.replace('block 1299', 'block 1298')),
    ],
    'a checkpoint with CRLF': ['checkpoint', (p) => edit(p, 'checkpoint', (t) => t.replaceAll('\n', '\r\n'))],
    'another log’s key': ['checkpoint', (p) => writeFile(join(p, 'log.key'), keyText(newLogSigner()))],
    'an entry changed': ['inclusion', (p) => edit(p, 'entry', (t) => t.replace('"count":1', '"count":2'))],
    'a path cut short': [
      'inclusion',
      (p) => edit(p, 'entry.tlog-proof', (t) => t.replace(/\n[^\n]+\n\n/, '\n\n')),
    ],
    'the proof of another index': [
      'inclusion',
      (p) => edit(p, 'entry.tlog-proof', (t) => t.replace('1029', '1028')),
    ],
    'consistency with another size': [
      'consistency',
      (p) => edit(p, 'consistency', (t) => t.replace('700', '701')),
    ],
    'consistency with a hash too many': [
      'consistency',
      (p) => edit(p, 'consistency', (t) => `${t}\n${t.split('\n').at(-1)}`),
    ],
    'a tile with a flipped bit': ['tiles', (p) => edit(p, 'tile/0/002', flip)],
    'a truncated tile': ['tiles', (p) => truncate(join(p, 'tile/1/000.p/5'), 100)],
    'a truncated bundle': ['tiles', (p) => truncate(join(p, 'tile/entries/003'), 1000)],
  };
  for (const [what, [command, spoil]] of Object.entries(BAD)) {
    it(`refuse ${what}`, async () => {
      const bad = join(folder, 'bad');
      await cp(good, bad, { recursive: true });
      await spoil(bad);
      expect(await judge(bad, command)).to.match(/^refused: /);
      await rm(bad, { recursive: true });
    });
  }
});
