import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sampleCallers } from '@hanlian/bench/demo/client';
import { readConfig } from '@hanlian/gateway/config';
import { start } from '@hanlian/gateway/start';
import { Closing } from '@hanlian/gateway/storage/closing';
import { expect } from 'chai';
import { pino } from 'pino';
import { commandsUnder } from '../support/readme.js';

describe('README', () => {
  const closing = new Closing();
  let folder: string;
  let script: string;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'hanlian-readme-'));
    const data = join(folder, 'data');
    await start(readConfig({ HANLIAN_DATA: data, HANLIAN_PORT: '0' }), pino({ level: 'silent' }), closing);
    const callers = await sampleCallers(data);
    const urlOf = (name: string): string =>
      callers.find(({ organisation }) => organisation === name)?.url ?? '';
    script = (await commandsUnder('First five minutes'))
      .join('\n')
      .replaceAll('http://127.0.0.1:8080', urlOf('bureau'))
      .replaceAll('http://127.0.0.1:8082', urlOf('auditor'));
  });

  after(async () => {
    await closing.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives commands that work: issue, verify, suspend, audit', async () => {
    const run = promisify(execFile);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });
    expect(stdout).to.match(/"certificates":\[\{"id":"1\.2\.156\.3005\.2\./);
    expect(stdout).to.include('"verdict":"VALID"');
    expect(stdout).to.include('"operation":"suspend","state":"02"');
    expect(stdout).to.match(/"entries":\[\{"operation":"issue".*\{"operation":"suspend"/);
  });
});
