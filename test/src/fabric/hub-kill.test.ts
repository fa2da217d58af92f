import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetwork, type StartedNetwork } from '@hanlian/network';
import { expect } from 'chai';
import { makeSmallCity } from '../fault/crash/city.js';
import { killRepeatedly } from '../fault/crash/kill.js';
import { check } from '../fault/crash/processes.js';

const KILLS = 6;
/** Few, so that kills come between endorsement, submission and commit of the first acts too. */
const MOST_HEARD = 24;

describe('a hub on Fabric that is killed again and again', () => {
  let network: StartedNetwork;
  let store: string;

  before(async () => {
    const run = mkdtempSync(join(tmpdir(), 'hanlian-fabric-'));
    network = await startNetwork({ run, portOffset: 'free' });
    store = await mkdtemp(join(tmpdir(), 'hanlian-hub-kill-'));
    await mkdir(join(store, 'data'));
    await makeSmallCity(join(store, 'data'), network.layout.run);
  });

  after(async () => {
    await network.stop({ clean: true });
    await rm(store, { recursive: true, force: true });
  });

  it('loses no acknowledged act, applies none twice, and issues nothing it was not asked for', async () => {
    const options = { store, seed: 1, kills: KILLS, mostHeard: MOST_HEARD, network: network.layout.run };
    const { history, problems } = await killRepeatedly(options);
    const { data } = history;
    const input = { data: join(store, 'data'), network: network.layout.run, history: data };
    const report = await check(join(store, 'input.json'), input);
    expect([...problems, ...report.problems]).to.deep.equal([]);
    expect(data.acknowledged).to.not.be.empty;
    expect(report.certificates).to.be.greaterThan(0);
  });
});
