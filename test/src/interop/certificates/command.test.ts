import { execFile, spawnSync } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { CHECK_NAMES, type EvidenceDocument } from '@hanlian/certificates';
import { SEALED_AT, world, type World } from '../../support/evidence.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { trustIn } from '../../support/trust.js';
import { zipped } from '../../support/workbook.js';

const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@hanlian/certificates/package.json')),
  'dist/command/main.js',
);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('hanlian verify', function () {
  this.timeout(30_000);

  let city: World;
  let folder: string;
  before(async () => {
    city = await world(3);
    folder = await newFolder();
    await writeFile(join(folder, 'trust.json'), JSON.stringify(trustIn(city)));
    await Promise.all(city.documents.map((document, i) => put(`${i}.json`, document)));
  });
  after(() => removeFolder(folder));

  const put = (name: string, content: EvidenceDocument | Uint8Array | string): Promise<void> => {
    const bytes = typeof content === 'string' || content instanceof Uint8Array;
    return writeFile(join(folder, name), bytes ? content : JSON.stringify(content));
  };

  const exec = (program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: { ...process.env, LC_ALL: 'C', ...env } };
      execFile(program, args, options, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const hanlian = (...args: string[]): Promise<Ran> => exec(process.execPath, [COMMAND, ...args]);
  const verify = (...args: string[]): Promise<Ran> => hanlian('verify', '--trust', 'trust.json', ...args);

  interface Report {
    verdict: string;
    policy: string;
    trustMadeAt: number | null;
    files: {
      file: string;
      verdict: string;
      checks: { name: string; code: string }[];
      error?: { code: string };
    }[];
  }
  const reportOf = async (...args: string[]): Promise<Report & { code: number }> => {
    const { stdout, code } = await verify('--json', ...args);
    return { ...(JSON.parse(stdout) as Report), code };
  };

  it('finds a genuine document valid where the seal is enough, and lists every check', async () => {
    const report = await reportOf('--policy', 'seal-only', '0.json');
    expect([report.code, report.verdict]).to.deep.equal([0, 'VALID']);
    expect(report.trustMadeAt).to.equal(SEALED_AT);
    expect(report.files[0]!.checks.map(({ name }) => name)).to.deep.equal([...CHECK_NAMES]);
  });

  it('could not tell where status counts, and says what was not checked and how fresh the rest is', async () => {
    const { code, stdout } = await verify('0.json');
    expect(code).to.equal(2);
    expect(stdout).to.match(/^0\.json: COULD NOT TELL$/m);
    expect(stdout).to.match(/– status {2}NO_SOURCE/);
    expect(stdout).to.contain(
      `The registry is as of ${new Date(SEALED_AT * 1000).toISOString().slice(0, 16)}`,
    );
    expect(stdout).to.contain('Status was not checked');
  });

  it('finds an altered one invalid and names the field', async () => {
    const altered = structuredClone(city.documents[0]!);
    (altered.fields[1] as { value: string }).value = 'another';
    await put('altered.json', altered);
    const { code, stdout } = await verify('--policy', 'seal-only', '1.json', 'altered.json');
    expect(code).to.equal(1);
    expect(stdout).to.match(/^1\.json: VALID$/m);
    expect(stdout).to.match(/✘ integrity {2}FIELD_CHANGED .*grade/);
  });

  // It passed over a zip of folders alone, and exited with 0.
  it('names a batch of no document beside a valid one', async () => {
    await put('none.zip', await zipped({ 'licenses/': '' }));
    const { code, verdict, files } = await reportOf('--policy', 'seal-only', '0.json', 'none.zip');
    expect([code, verdict]).to.deep.equal([2, 'UNKNOWN']);
    expect(files.map(({ file, error }) => [file, error?.code])).to.deep.equal([
      ['0.json', undefined],
      ['none.zip', 'BATCH_REFUSED'],
    ]);
  });

  it('asks for a trust file where none is given', async () => {
    const { code, stdout } = await hanlian('verify', '--policy', 'seal-only', '0.json');
    expect(code).to.equal(2);
    expect(stdout).to.contain('name one with --trust');
  });

  it('finds it invalid on a day outside its dates', async () => {
    for (const [at, expected] of [
      ['2001-01-01', 'NOT_YET_VALID'],
      ['2099-01-01T00:00:00Z', 'EXPIRED'],
    ] as const) {
      const report = await reportOf('--policy', 'seal-only', '--at', at, '0.json');
      expect(report.code).to.equal(1);
      expect(report.files[0]!.checks.find(({ name }) => name === 'validity')!.code).to.equal(expected);
    }
  });

  it('speaks Chinese when asked, or where the machine does', async () => {
    for (const { stdout } of [
      await verify('--lang', 'zh', '0.json'),
      await exec(process.execPath, [COMMAND, 'verify', '0.json'], { LC_ALL: 'zh_CN.UTF-8' }),
    ]) {
      expect(stdout).to.match(/^0\.json: 无法判断$/m);
      expect(stdout).to.contain('未校验状态');
    }
  });

  const unreadable: [string, string, (name: string) => Promise<void>][] = [
    ['missing.json', 'FILE_UNREADABLE', () => Promise.resolve()],
    ['folder', 'FILE_IS_FOLDER', (name) => mkdir(join(folder, name)).then()],
    ['empty.json', 'FILE_EMPTY', (name) => put(name, '')],
    [
      'huge.json',
      'FILE_TOO_LARGE',
      async (name) => {
        const file = await open(join(folder, name), 'w');
        await file.truncate(100 * 1024 * 1024);
        await file.close();
      },
    ],
  ];
  for (const [name, code, make] of unreadable) {
    it(`could not tell of ${name}, says ${code}, and goes on with the next`, async () => {
      await make(name);
      const report = await reportOf('--policy', 'seal-only', name, '2.json');
      expect(report.code).to.equal(2);
      expect(report.files.map(({ verdict }) => verdict)).to.deep.equal(['UNKNOWN', 'VALID']);
      expect(report.files[0]!.error).to.deep.include({ code });
    });
  }

  const noise: [string, string | Uint8Array][] = [
    ['base64 noise', Buffer.alloc(3000, 'qL+/9').toString('base64')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['deep nesting', '['.repeat(500_000)],
    ['half a document', '{"v":"hanlian-evidence/1","id":"'],
    ['a key that stands twice', '{"v":"hanlian-evidence/1","v":"hanlian-evidence/1"}'],
  ];
  for (const [what, content] of noise) {
    it(`finds ${what} invalid`, async () => {
      await put('noise.json', content);
      const report = await reportOf('noise.json');
      expect([report.code, report.files[0]!.checks[0]!.code]).to.deep.equal([1, 'DOCUMENT_MALFORMED']);
    });
  }

  it('refuses a trust file that is none, and arguments it does not know', async () => {
    await put('bad-trust.json', '{"v":"hanlian-trust/1"}');
    for (const [args, code] of [
      [['verify', '--trust', 'bad-trust.json', '0.json'], 'TRUST_FILE_INVALID'],
      [['verify', '--trust', 'missing.json', '0.json'], 'FILE_UNREADABLE'],
      [['verify', '--trusted', 'trust.json', '0.json'], 'ARGUMENTS_INVALID'],
      [['verify'], 'ARGUMENTS_INVALID'],
      [['check', '0.json'], 'ARGUMENTS_INVALID'],
      [['verify', '--lang', 'fr', '0.json'], 'ARGUMENTS_INVALID'],
      [['verify', '--policy', 'none', '0.json'], 'ARGUMENTS_INVALID'],
      [['verify', '--at', '2026-02-30', '0.json'], 'DATE_IMPOSSIBLE'],
    ] as const) {
      const ran = await hanlian(...args);
      expect(ran.code, args.join(' ')).to.equal(2);
      expect(ran.stderr, args.join(' ')).to.contain(code);
    }
  });

  it('counts for people who wait for many files, and says nothing of it to a program', async function () {
    if (spawnSync('script', ['--version']).error) this.skip();
    const files = Array.from({ length: 25 }, (_, index) => `${index % 3}.json`);
    const args = ['verify', '--trust', 'trust.json', '--policy', 'seal-only', ...files];
    // `script` lends the command a terminal.
    const watched = await exec('script', [
      '-qec',
      [process.execPath, COMMAND, ...args].join(' '),
      '/dev/null',
    ]);
    expect(watched.code, watched.stdout).to.equal(0);
    expect(watched.stdout).to.contain('\r1/25\r2/25').and.to.contain('\r24/25\r\u001b[K');
    expect(watched.stdout).to.contain('25 valid, 0 invalid, 0 could not be told');
    expect((await hanlian(...args)).stderr).to.equal('');
  });

  it('tells of several files each, and the worst as the exit code', async () => {
    await put('foreign.json', 'no document');
    const codes = async (...files: string[]): Promise<unknown[]> => {
      const report = await reportOf('--policy', 'seal-only', ...files);
      return [report.code, ...report.files.map(({ file, verdict }) => `${file} ${verdict}`)];
    };
    expect(await codes('0.json', '1.json')).to.deep.equal([0, '0.json VALID', '1.json VALID']);
    expect(await codes('0.json', 'nowhere.json')).to.deep.equal([2, '0.json VALID', 'nowhere.json UNKNOWN']);
    expect(await codes('nowhere.json', 'foreign.json', '0.json')).to.deep.equal([
      1,
      'nowhere.json UNKNOWN',
      'foreign.json INVALID',
      '0.json VALID',
    ]);
  });

  it('takes no more memory for a file of 100 MB than for none', async () => {
    const file = await open(join(folder, 'vast.json'), 'w');
    await file.truncate(100_000_000);
    await file.close();
    const peakOf = async (...names: string[]): Promise<number> => {
      const args = JSON.stringify(['verify', '--trust', 'trust.json', ...names]);
      const program = `import { runCommand } from ${JSON.stringify(new URL('run.js', `file://${COMMAND}`).href)};
        const { exitCode } = await runCommand(${args}, { now: 0, language: 'en', progress: () => undefined });
        console.log(exitCode === 2 ? process.resourceUsage().maxRSS : 'another verdict');`;
      const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', program]);
      return Number(stdout);
    };
    const [small, vast] = [await peakOf('missing.json'), await peakOf('vast.json')];
    // In KiB; what two runs differ by for other reasons is far less than the file.
    expect(vast).to.be.below(small + 40_000);
  });

  it('explains itself', async () => {
    const { code, stdout } = await hanlian('--help');
    expect(code).to.equal(0);
    expect(stdout).to.contain('--trust FILE');
  });

  it('opens no socket', async function () {
    if (spawnSync('strace', ['-V']).error) this.skip();
    const watch = ['-f', '-qq', '-e', 'trace=socket,connect,sendto', '-o', 'calls'];
    const args = [...watch, process.execPath, COMMAND, 'verify', '--trust', 'trust.json', '0.json', '1.json'];
    expect((await exec('strace', args)).code).to.equal(2);
    const { stdout } = await exec('cat', ['calls']);
    expect(stdout).to.equal('');
    // The watch itself sees a program that does open one.
    const connect = "require('net').connect(9, '127.0.0.1').on('error', () => {})";
    await exec('strace', [...watch, process.execPath, '-e', connect]);
    expect((await exec('cat', ['calls'])).stdout).to.contain('socket(');
  });
});
