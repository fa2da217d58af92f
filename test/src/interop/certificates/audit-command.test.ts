import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AuditReport } from '@hanlian/certificates';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';
import { needsOpenssl, run as openssl } from '../../support/openssl.js';
import { WRONGS } from '../../support/planted.js';
import { sealingDepartment } from '../../support/seals.js';
import { SeededDay } from '../../support/seeded-audit.js';

const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@hanlian/certificates/package.json')),
  'dist/command/main.js',
);

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An auditor with files and no line; what went wrong in them, only this test knows. */
describe('hanlian audit', function () {
  this.timeout(60_000);
  before(needsOpenssl);

  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));

  const run = (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [COMMAND, 'audit', ...args],
        { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const GIVEN = ['--grants', 'grants.jsonl', '--log', 'log', '--trust', 'trust.json', '--lang', 'en'];
  const written = async (day: SeededDay): Promise<string[]> => {
    const files = day.files();
    await day.city.save(folder, files);
    return [...GIVEN, ...Object.keys(files).flatMap((name) => ['--receipts', name])];
  };

  it('finds all that was seeded, and nothing else', async () => {
    const seed = randomInt(2 ** 32);
    const day = new SeededDay({ departments: 8, queries: 600, wrongs: 5 * WRONGS.length, seed });
    const { exit, stdout } = await run(...(await written(day)), '--json');
    const { violations, counts } = JSON.parse(stdout) as AuditReport;
    expect(day.compare(violations), `seed ${seed}`).to.deep.equal({ unexpected: [], missed: [] });
    // Of 4 providers each for 4 requesters and the operator, of the operator for two customers.
    expect(counts.chains).to.equal(22);
    expect(exit).to.equal(1);
  });

  it('says of a day on which nothing went wrong that nothing did, and what it cannot show', async () => {
    const day = new SeededDay({ departments: 4, queries: 40, wrongs: 0, seed: randomInt(2 ** 32) });
    const { exit, stdout } = await run(...(await written(day)));
    expect(stdout).to.contain('40 releases and 0 refusals').and.to.contain('0 violations');
    expect(stdout).to.contain('outside the hubs, both agreed to keep no record');
    expect(exit).to.equal(0);
  });

  it('writes a report under the audit office’s seal, which openssl verifies', async () => {
    const office = await sealingDepartment('11420100MB9A000816', '示例市审计局');
    await writeFile(join(folder, 'seal.pem'), office.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await writeFile(join(folder, 'chain.pem'), office.certificate);
    await writeFile(join(folder, 'root.pem'), office.root);
    const day = new SeededDay({ departments: 4, queries: 10, wrongs: 5, seed: randomInt(2 ** 32) });
    const sealing = ['--out', 'report.json', '--seal-key', 'seal.pem', '--seal-chain', 'chain.pem'];
    expect((await run(...(await written(day)), ...sealing)).exit).to.equal(1);
    const verify = ['cms', '-verify', '-inform', 'DER', '-in', 'report.json.p7s', '-content', 'report.json'];
    const trusted = ['-binary', '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'verified.json'];
    const { ok, output } = await openssl(folder, [...verify, ...trusted]);
    expect(ok, output).to.equal(true);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as AuditReport;
    expect(report).to.include({ v: 'hanlian-audit/1', verdict: 'VIOLATIONS' });
    await writeFile(join(folder, 'report.json'), JSON.stringify({ ...report, violations: [] }));
    expect((await openssl(folder, [...verify, ...trusted])).ok).to.equal(false);
  });

  it('cannot audit by a log that nobody trusted has signed, without its files, or told what to do by halves', async () => {
    const day = new SeededDay({ departments: 2, queries: 1, wrongs: 0, seed: 1 });
    const args = await written(day);
    const trust = JSON.parse(await readFile(join(folder, 'trust.json'), 'utf8')) as object;
    await writeFile(join(folder, 'other.json'), JSON.stringify({ ...trust, logs: [] }));
    const untrusted = await run(...args, '--trust', 'other.json');
    expect([untrusted.exit, untrusted.stderr.includes('CHECKPOINT_FOREIGN')]).to.deep.equal([2, true]);
    for (const wrong of [
      ['--grants', 'nowhere.jsonl', ...args.slice(2)],
      // It was an audit of nothing, which found nothing.
      GIVEN,
      [...args, '--seal-key', 'trust.json', '--seal-chain', 'trust.json', '--out', 'report.json'],
      [...args, '--staleness', 'soon'],
    ]) {
      const { exit, stdout, stderr } = await run(...wrong);
      expect([exit, stdout], wrong.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.match(/FILE_UNREADABLE|ARGUMENTS_INVALID/);
    }
    expect((await run('--help', '--lang', 'zh')).stdout).to.contain('离线审计数据共享');
  });
});
