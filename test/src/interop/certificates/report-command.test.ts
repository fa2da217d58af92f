import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { formatInstant } from '@hanlian/chaincode/domain';
import { reportFile } from '@hanlian/certificates';
import { newFolder, removeFolder } from '../../support/folders.js';
import { ISSUED_AT, ReportWorld } from '../../support/report.js';
import { APPLICATION, BANK, OFFICE } from '../../support/report-consent.js';

const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@hanlian/certificates/package.json')),
  'dist/command/main.js',
);

/** A bank's officer with a report, a trust file and no line. */
describe('hanlian verify of a credit report', function () {
  this.timeout(30_000);

  let folder: string;
  before(async () => {
    folder = await newFolder();
    const world = await ReportWorld.open();
    await writeFile(join(folder, 'trust.json'), JSON.stringify(world.trust()));
    await writeFile(join(folder, 'report.json'), reportFile(await world.report()));
  });
  after(() => removeFolder(folder));

  const asked = ['--application', APPLICATION.number, '--application-salt', APPLICATION.salt];
  const run = (...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const at = ['--trust', 'trust.json', '--at', formatInstant(ISSUED_AT + 60), '--lang', 'en'];
      execFile(
        process.execPath,
        [COMMAND, 'verify', 'report.json', ...at, ...args],
        { cwd: folder },
        (error, stdout, stderr) =>
          resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });

  it('is VALID for the bank and the application it was pulled for, and says so check by check', async () => {
    const { exit, stdout } = await run('--audience', BANK, ...asked);
    expect(stdout).to.contain('report.json: VALID');
    for (const code of ['REPORT_INTACT', 'REPORT_COMPLETE', 'REPORT_FRESH', 'GRANT_VALID']) {
      expect(stdout).to.contain(code);
    }
    expect(exit).to.equal(0);
  });

  it('is INVALID for another bank or application, and UNKNOWN where none is named', async () => {
    const other = await run('--audience', OFFICE, ...asked);
    expect([other.exit, other.stdout.includes('GRANT_READER_WRONG')]).to.deep.equal([1, true]);
    const salted = ['--application', 'LN-2026-000119', '--application-salt', APPLICATION.salt];
    const foreign = await run('--audience', BANK, ...salted);
    expect([foreign.exit, foreign.stdout.includes('GRANT_APPLICATION_WRONG')]).to.deep.equal([1, true]);
    const unasked = await run();
    expect([unasked.exit, unasked.stdout.includes('GRANT_UNASKED')]).to.deep.equal([2, true]);
  });

  it('asks for reader, number and salt together', async () => {
    for (const args of [asked, ['--audience', BANK, ...asked.slice(0, 2)], asked.slice(2)]) {
      const { exit, stderr } = await run(...args);
      expect(stderr).to.contain('ARGUMENTS_INVALID');
      expect(exit).to.equal(2);
    }
  });
});
