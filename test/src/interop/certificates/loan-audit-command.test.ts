import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LoanAuditReport } from '@hanlian/certificates';
import { expect } from 'chai';
import { trustedLog } from '../../support/contracts/sharing.js';
import { NULLIFIER_KEY } from '../../support/contracts/subsidies.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { LedLoan } from '../../support/loan-files.js';
import { needsOpenssl, run as openssl } from '../../support/openssl.js';
import { sealingDepartment } from '../../support/seals.js';

const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@hanlian/certificates/package.json')),
  'dist/command/main.js',
);
const TRUST = {
  v: 'hanlian-trust/1',
  madeAt: 1_789_952_400,
  departments: [],
  types: [],
  accreditations: [],
  sealKeys: [],
  stampRoots: [],
  logs: [trustedLog],
};

/** An auditor with loans' files and no line. */
describe('hanlian audit --loan', function () {
  this.timeout(60_000);
  before(needsOpenssl);

  let folder: string;
  before(async () => {
    folder = await newFolder();
    await writeFile(join(folder, 'trust.json'), JSON.stringify(TRUST));
    await writeFile(join(folder, 'key'), NULLIFIER_KEY);
    const right = await LedLoan.make();
    await writeFile(join(folder, 'right.json'), JSON.stringify(await right.file()));
    const wrong = await LedLoan.make();
    await wrong.forgeClaim();
    await writeFile(join(folder, 'wrong.json'), JSON.stringify(await wrong.file()));
  });
  after(() => removeFolder(folder));

  const run = (...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const given = [COMMAND, 'audit', '--trust', 'trust.json', '--lang', 'en', ...args];
      execFile(process.execPath, given, { cwd: folder }, (error, stdout, stderr) =>
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });

  it('says of a loan with a paid subsidy that each step holds, and what it cannot show', async () => {
    const { exit, stdout, stderr } = await run('--loan', 'right.json', '--nullifier-key', 'key');
    expect(stdout, stderr).to.contain('right.json: disbursed, 12 steps (12 judged), 1 claims: 0 violations');
    expect(stdout).to.contain('Whether money really went out or came back');
    expect(exit).to.equal(0);
  });

  it('names what is wrong, in a report under the audit office’s seal that openssl verifies', async () => {
    const office = await sealingDepartment('11420100MB9A000816', '示例市审计局');
    await writeFile(join(folder, 'seal.pem'), office.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await writeFile(join(folder, 'chain.pem'), office.certificate);
    await writeFile(join(folder, 'root.pem'), office.root);
    const sealing = ['--out', 'report.json', '--seal-key', 'seal.pem', '--seal-chain', 'chain.pem'];
    const { exit, stdout } = await run('--loan', 'right.json', '--loan', 'wrong.json', ...sealing);
    expect(stdout).to.contain('✘ CLAIM_REPEATED');
    expect(exit).to.equal(1);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as LoanAuditReport;
    expect(report).to.include({ v: 'hanlian-loan-audit/1', verdict: 'VIOLATIONS' });
    expect(report.files.map(({ audit }) => audit.violations.length)).to.deep.equal([0, 1]);
    const verify = ['cms', '-verify', '-inform', 'DER', '-in', 'report.json.p7s', '-content', 'report.json'];
    const trusted = ['-binary', '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'verified.json'];
    const { ok, output } = await openssl(folder, [...verify, ...trusted]);
    expect(ok, output).to.equal(true);
  });

  it('does not take another key of nullifiers for the office’s', async () => {
    await writeFile(join(folder, 'other'), Buffer.alloc(32, 1));
    const { exit, stdout } = await run('--loan', 'right.json', '--nullifier-key', 'other');
    expect([exit, stdout.includes('NULLIFIER_WRONG')]).to.deep.equal([1, true]);
  });

  it('cannot audit what is no loan’s file, or by no key', async () => {
    const wrongs = [
      ['--loan', 'trust.json'],
      ['--loan', 'nowhere.json'],
      ['--loan', 'right.json', '--nullifier-key', 'right.json'],
    ];
    for (const wrong of wrongs) {
      const { exit, stdout, stderr } = await run(...wrong);
      expect([exit, stdout], wrong.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.match(/FIELD_MISSING|FIELD_UNKNOWN|FIELD_INVALID|FILE_UNREADABLE|FILE_TOO_LARGE/);
    }
  });

  // Both audits asked for at once answered with the loans' verdict alone, and a key that nothing used was taken in silence.
  it('answers no question of which it would leave out a part', async () => {
    const given = [
      ...['--grants', '--receipts', '--log'].map((name) => ['--loan', 'right.json', name, 'trust.json']),
      ['--loan', 'right.json', '--staleness', '30'],
      ['--nullifier-key', 'key', '--grants', 'trust.json', '--log', '.'],
    ];
    for (const options of given) {
      const { exit, stdout, stderr } = await run(...options);
      expect([exit, stdout], options.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.contain('ARGUMENTS_INVALID');
      expect(stderr).to.contain(options.find((option) => option !== '--loan' && option.startsWith('--')));
    }
  });
});
