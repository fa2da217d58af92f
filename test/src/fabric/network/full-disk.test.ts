import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const STORY = fileURLToPath(new URL('./full-disk.js', import.meta.url));

interface Told {
  readonly verdicts: readonly string[];
  readonly code: string;
  readonly trouble?: { readonly en: string; readonly zh: string };
  readonly refusal: { readonly code?: string; readonly message?: string };
  readonly caughtUp: unknown;
}

describe('a peer whose disk is full', () => {
  let told: Told;

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hanlian-network-'));
    // Only a mount namespace of its own lets whoever is not root have a small disk.
    const alone = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
    const { stdout } = await run('unshare', [...alone, process.execPath, STORY, folder]);
    told = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Told;
  });

  it('ends, and the others go on without it', () => {
    expect(new Set([...told.verdicts, told.code])).to.deep.equal(new Set(['VALID']));
  });

  it('is named by status, with the cause and what to do', () => {
    expect(told.trouble?.en).to.match(/^peer0\.auditor: the disk is full .*; free space and try again/);
    expect(told.trouble?.zh).to.match(/^peer0\.auditor：磁盘空间不足/);
  });

  it('is not started again before there is space', () => {
    expect(told.refusal.code).to.equal('DISK_FULL');
    expect(told.refusal.message).to.match(/^peer0\.auditor: the disk is full \(0 MB left\)/);
  });

  it('has everything once it is', () => {
    expect(told.caughtUp).to.equal('1');
  });
});
