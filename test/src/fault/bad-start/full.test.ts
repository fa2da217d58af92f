import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { History } from '../crash/history.js';
import { buildLibrary } from '../crash/native.js';
import { check, endOf, make } from '../crash/processes.js';
import type { Observed } from './filling.js';

const FILLING = fileURLToPath(new URL('filling.js', import.meta.url));

describe('a city whose disk fills up', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-full-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('says so, answers reads, acknowledges nothing it could not write, and goes on once there is room', async () => {
    const data = join(folder, 'data');
    await make(data);
    const full = join(folder, 'full');
    const child = spawn(process.execPath, [FILLING, data, full], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        LD_PRELOAD: await buildLibrary('disk'),
        TRACE_ROOT: data,
        TRACE_FILE: join(folder, 'trace'),
        DISK_FULL: full,
      },
    });
    const { code, output, errors } = await endOf(child);
    expect([code, errors]).to.deep.equal([0, '']);
    const observed = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Observed);
    const codes = observed.flatMap((one) => (one.type === 'refused' ? [one.code] : []));
    expect(codes).to.include('LEDGER_DISK_FULL');
    expect([...new Set(codes)]).to.deep.equal(['LEDGER_DISK_FULL']);
    const reads = observed.flatMap((one) => (one.type === 'read' ? [one.found] : []));
    expect(reads).to.deep.equal(reads.map(() => true));
    const history = new History();
    for (const one of observed) {
      if (one.type === 'asks' || one.type === 'hears') history.note(one);
    }
    const report = await check(join(folder, 'check.json'), { data, history: history.data });
    expect(report.problems).to.deep.equal([]);
  });
});
