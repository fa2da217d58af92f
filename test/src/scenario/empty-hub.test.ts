import '../support/quiet.js';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readConfig, type Environment } from '@hanlian/gateway/config';
import { start } from '@hanlian/gateway/start';
import { Closing } from '@hanlian/gateway/storage/closing';
import { expect } from 'chai';
import { pino } from 'pino';
import { newFolder, removeFolder } from '../support/folders.js';
import { commandsUnder, READMES } from '../support/readme.js';

const HUB = fileURLToPath(new URL('../../../gateway/dist/main.js', import.meta.url));

for (const { file, empty: heading } of READMES) {
  describe(`${file}, from an empty hub`, function () {
    this.timeout(120_000);
    let folder: string;
    const closing = new Closing();

    before(async () => {
      folder = await newFolder();
      await mkdir(join(folder, 'data'));
    });
    after(async () => {
      await closing.close();
      await removeFolder(folder);
    });

    const type = async (script: string): Promise<string> => {
      const typed = script.replaceAll('npm start --', `${process.execPath} ${HUB}`);
      const run = promisify(execFile);
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', typed], { cwd: folder });
      return stdout;
    };
    /** Starts what a line with settings before `npm start` says, on free ports. */
    const serve = async (line: string): Promise<string> => {
      const [, settings] = /^((?:[A-Z_]+=\S+ )+)npm start$/m.exec(line)!;
      const given = Object.fromEntries(
        settings!
          .trim()
          .split(' ')
          .map((each) => each.split('=')),
      ) as Environment;
      const data = join(folder, given.HANLIAN_DATA!);
      const config = readConfig({ ...given, HANLIAN_DATA: data, HANLIAN_PORT: '0' });
      return start(config, pino({ level: 'silent' }), closing);
    };

    it('leads to a certificate that two people signed and that verifies', async () => {
      const [appoint, run, found] = await commandsUnder(file, heading);
      await type(appoint!);
      const greeting = await serve(run!);
      const urlOf = (name: string): string => new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(greeting)![1]!;
      const stdout = await type(
        found!
          .replaceAll('http://127.0.0.1:8080', urlOf('bureau'))
          .replaceAll('http://127.0.0.1:8082', urlOf('auditor')),
      );
      expect(stdout).to.include('"verdict":"VALID"');
    });
  });
}
