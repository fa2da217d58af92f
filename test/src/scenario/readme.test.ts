import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sampleCallers } from '@hanlian/bench/demo/client';
import { readConfig } from '@hanlian/gateway/config';
import { start } from '@hanlian/gateway/start';
import { Closing } from '@hanlian/gateway/storage/closing';
import { POLICIES, CHECK_NAMES } from '@hanlian/certificates';
import { expect } from 'chai';
import { pino } from 'pino';
import { bareCommands, commandsUnder, READMES, readmeText } from '../support/readme.js';

const VERIFIER = fileURLToPath(new URL('../../../certificates/dist/command/main.js', import.meta.url));

for (const { file, start: heading, offline } of READMES) {
  describe(file, () => {
    const closing = new Closing();
    let folder: string;
    let urlOf: (name: string) => string;

    before(async function () {
      this.timeout(60_000);
      folder = await mkdtemp(join(tmpdir(), 'hanlian-readme-'));
      const data = join(folder, 'data');
      await start(readConfig({ HANLIAN_DATA: data, HANLIAN_PORT: '0' }), pino({ level: 'silent' }), closing);
      const callers = await sampleCallers(data);
      urlOf = (name) => callers.find(({ organisation }) => organisation === name)?.url ?? '';
    });

    after(async () => {
      await closing.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** Types what stands under a heading, with this hub's ports. */
    const type = async (under: string): Promise<string> => {
      const script = (await commandsUnder(file, under))
        .join('\n')
        .replaceAll('http://127.0.0.1:8080', urlOf('bureau'))
        .replaceAll('http://127.0.0.1:8082', urlOf('auditor'))
        .replaceAll('npm run verify --', `${process.execPath} ${VERIFIER} verify`);
      const run = promisify(execFile);
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });
      return stdout;
    };

    it('gives commands that work: issue, verify, suspend, audit, publish, ask for data', async () => {
      const stdout = await type(heading);
      expect(stdout).to.match(/"certificates":\[\{"id":"1\.2\.156\.3005\.2\./);
      expect(stdout).to.include('"verdict":"VALID"');
      expect(stdout).to.include('"operation":"suspend","state":"02"');
      expect(stdout).to.match(/"entries":\[\{"operation":"issue".*\{"operation":"suspend"/);
      expect(stdout).to.match(/"document":"登记〔2020〕0043号","state":"standing"/);
      expect(stdout).to.match(/"provider":"11420100MB9A000223".*\{"act":"grant"/);
    });

    it('gives commands that work: the same document offline, by the trust file a hub hands out', async () => {
      expect(await type(offline)).to.match(/VALID[^]*NO_SOURCE|有效[^]*NO_SOURCE/);
    });

    it('names every setting of the hub', async () => {
      const text = await readmeText(file);
      const settings = settingNames();
      expect(settings).to.include('HANLIAN_PORT');
      expect(settings.filter((name) => !text.includes(`\`${name}\``))).to.deep.equal([]);
    });
  });
}

/** The settings, as the refusal of an unknown one lists them. */
function settingNames(): string[] {
  try {
    readConfig({ HANLIAN_NO_SUCH: '1' });
  } catch (error) {
    return ((error as Error).message.split('the settings are ')[1] ?? '').split(', ');
  }
  return [];
}

describe('the two READMEs', () => {
  it('give the same commands, the same links and the same number of sections', async () => {
    const [english, chinese] = READMES.map(({ file }) => file) as [string, string];
    expect(await bareCommands(chinese)).to.deep.equal(await bareCommands(english));
    const linksOf = (text: string): string[] =>
      [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!).filter((link) => !/^README/.test(link));
    const headingsOf = (text: string): number => text.match(/^#+ /gm)?.length ?? 0;
    const [englishText, chineseText] = await Promise.all([readmeText(english), readmeText(chinese)]);
    expect(linksOf(chineseText).sort()).to.deep.equal(linksOf(englishText).sort());
    expect(headingsOf(chineseText)).to.equal(headingsOf(englishText));
    expect(englishText).to.include(`](${chinese})`);
    expect(chineseText).to.include(`](${english})`);
  });

  it('name the checks that a verification makes', async () => {
    const text = await readmeText('README.md');
    expect(text).to.match(new RegExp(`\\(${[...CHECK_NAMES].join(',\\s')}\\)`));
    expect(text).to.include(`--policy ${POLICIES.sealOnly.name}`);
  });
});
