import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Choices } from '@hanlian/gateway/seed/generate';
import type { RunningWitness } from '@hanlian/gateway/witness/open';
import { allFailures, recordWitnessing, troubles } from './power.js';
import { ask, openAt, type Heard } from './witnessed.js';

const [OK, CONFLICT, INCONSISTENT] = [200, 409, 422];
const SYNCS = 12;

describe('a witness whose power fails', function () {
  this.timeout(10 * 60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-record-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('signs no fork of what it ever cosigned, whichever writes are lost after whichever call, and goes on', async () => {
    const recording = await recordWitnessing(folder);
    const syncs = recording.events.filter(({ kind }) => kind === 'sync').length;
    expect(syncs, `${recording.events.length} calls`).to.be.greaterThan(SYNCS);
    const trouble = (data: string, said: string): Promise<readonly string[]> =>
      troubleWith(data, heardIn(said)).catch((error: unknown) => [String(error)]);
    expect(await troubles(recording, allFailures(recording), new Choices(1), trouble)).to.deep.equal([]);
  });
});

const heardIn = (said: string): Heard[] =>
  said
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Heard);

async function troubleWith(data: string, heard: readonly Heard[]): Promise<string[]> {
  const witness = await openAt(data);
  try {
    const last = heard.at(-1);
    if (last === undefined) return [];
    const changed = witness.key === last.key ? [] : ['it has another key'];
    return [...changed, ...(await forksSigned(witness, last)), ...(await standsStill(witness, last))];
  } finally {
    await witness.close();
  }
}

/** Offers it other histories: as to one that knows nothing, and as what it cosigned last. */
async function forksSigned(witness: RunningWitness, { size }: Heard): Promise<string[]> {
  const offers = [
    [size, 0],
    [size, size],
    [size + 4, 0],
    [size + 4, size],
  ] as const;
  const problems: string[] = [];
  for (const [to, from] of offers) {
    const status = await ask(witness, 'forked', to, from);
    if (status !== CONFLICT && status !== INCONSISTENT)
      problems.push(`a fork of ${to} from ${from}: ${status}`);
  }
  return problems;
}

/** It may have cosigned one more than anyone heard of; from one of the two it goes on. */
async function standsStill(witness: RunningWitness, { size }: Heard): Promise<string[]> {
  const known = [size, 3, 5, 9, 14].filter((each) => each >= size);
  for (const from of known) if ((await ask(witness, 'true', 20, from)) === OK) return [];
  return [`it goes on from none of ${known.join(', ')}`];
}
