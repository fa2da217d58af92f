import { randomInt } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Choices } from '@hanlian/gateway/seed/generate';
import { Disk } from './disk.js';
import {
  drawFailures,
  recordMaking,
  recordWork,
  spokenIn,
  troubleIn,
  troubleInMaking,
  troubles,
  type Recording,
} from './power.js';

const MOST_SEEDS = 2 ** 31;
const REQUESTS = 60;
const SYNCS_AT_WORK = 30;
const SYNCS_IN_MAKING = 10;

/** What lies in a folder, file by file. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const),
  );
  return new Map(files);
}

/** The record tells everything: done again, it leaves the very files the process left. */
async function checkComplete({ before, root, events }: Recording): Promise<void> {
  const disk = await Disk.of(before, root);
  for (const event of events) disk.apply(event);
  const told = disk.now();
  const found = await filesIn(root);
  expect([...told.keys()].sort()).to.deep.equal([...found.keys()].sort());
  for (const [path, content] of found) expect(told.get(path)?.equals(content), path).to.equal(true);
}

describe('a city whose power fails', function () {
  this.timeout(10 * 60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-record-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it(`loses nothing that was acknowledged, at ${SYNCS_AT_WORK} of its syncs`, async () => {
    const seed = randomInt(MOST_SEEDS);
    const recording = await recordWork(folder, seed, REQUESTS);
    await checkComplete(recording);
    const choices = new Choices(seed);
    const failures = drawFailures(recording, choices, SYNCS_AT_WORK);
    expect(failures).to.have.length(2 * SYNCS_AT_WORK);
    expect(spokenIn(recording), 'a checkpoint was served').to.include('"type":"serves"');
    expect(await troubles(recording, failures, choices, troubleIn), `seed ${seed}`).to.deep.equal([]);
  });

  it(`can be made to its end, when it fails at ${SYNCS_IN_MAKING} syncs of the first start`, async () => {
    const seed = randomInt(MOST_SEEDS);
    const recording = await recordMaking(folder);
    await checkComplete(recording);
    const choices = new Choices(seed);
    const failures = drawFailures(recording, choices, SYNCS_IN_MAKING);
    expect(await troubles(recording, failures, choices, troubleInMaking), `seed ${seed}`).to.deep.equal([]);
  });
});
