import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { Choices } from '@hanlian/gateway/seed/generate';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { growTo, reachedBy, SIZES, type Reached } from './growing.js';
import { allFailures, recordAppending, troubles } from './power.js';

const LAST = SIZES.at(-1)!;

describe('a log whose power fails', function () {
  this.timeout(5 * 60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-record-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('forgets no size it told, whichever writes are lost after whichever call, and goes on to the same root', async () => {
    const recording = await recordAppending(folder);
    const calls = recording.events.length;
    const syncs = recording.events.filter(({ kind }) => kind === 'sync').length;
    expect(syncs, `${calls} calls`).to.be.greaterThan(SIZES.length * 5);
    const end = await reachedBy(await LogStore.open(recording.root, nodeHashes), LAST);
    const trouble = async (data: string, said: string): Promise<readonly string[]> => {
      const told = said
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Reached);
      return troubleWith(data, told, end).catch((error: unknown) => [String(error)]);
    };
    expect(await troubles(recording, allFailures(recording), new Choices(1), trouble)).to.deep.equal([]);
  });
});

async function troubleWith(data: string, told: readonly Reached[], end: Reached): Promise<string[]> {
  const store = await LogStore.open(data, nodeHashes);
  const newest = told.at(-1)?.size ?? 0;
  if (store.size < newest) return [`${newest} leaves were told, ${store.size} are left`];
  const problems: string[] = [];
  for (const one of told) {
    if (!isDeepStrictEqual(await reachedBy(store, one.size), one)) problems.push(`forked at ${one.size}`);
  }
  if (store.size < LAST) await growTo(store, LAST);
  const reopened = await LogStore.open(data, nodeHashes);
  if (!isDeepStrictEqual(await reachedBy(reopened, LAST), end)) problems.push('ends at another root');
  return problems;
}
