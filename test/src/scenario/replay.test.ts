import { runCity } from '../support/city.js';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../support/folders.js';
import { replayWindow } from './replay/window.js';

describe('a busy window', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await newFolder();
  });
  after(() => removeFolder(folder));

  it('of 50 callers keeps every acknowledged write once, over a restart in its middle', async () => {
    const run = (): ReturnType<typeof runCity> => runCity(folder);
    const report = await replayWindow({ callers: 50, requests: 1500, run });
    expect(report.problems, report.problems.slice(0, 3).join('\n')).deep.equal([]);
    expect(report.issued).greaterThanOrEqual(150);
    expect(report.acts).greaterThanOrEqual(100);
    expect(report.reads).greaterThan(1000);
    expect(report.again, 'the restart was felt').greaterThan(0);
  });
});
