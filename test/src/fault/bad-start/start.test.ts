import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { endOf, type Ended } from '../crash/processes.js';

const MAIN = fileURLToPath(new URL('../../../../gateway/dist/main.js', import.meta.url));
const ONE_HUB = { HANLIAN_HUBS: 'bureau', HANLIAN_SEED: 'none', HANLIAN_PORT: '0' };

type Started = ChildProcessByStdio<null, Readable, Readable>;

function start(data: string, settings: Readonly<Record<string, string>> = {}): Started {
  const env = { ...process.env, ...ONE_HUB, ...settings, HANLIAN_DATA: data, NODE_V8_COVERAGE: '' };
  return spawn(process.execPath, [MAIN], { stdio: ['ignore', 'pipe', 'pipe'], env });
}

/** Waits until a started city serves; gives its address. */
async function serving(child: Started): Promise<string> {
  let printed = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    printed += String(text);
    if (printed.includes('Ready in')) break;
  }
  const [url] = /http:\/\/\S+/.exec(printed) ?? [];
  if (url === undefined) throw new Error(`the city does not serve: ${printed}`);
  return url;
}

async function stop(child: Started): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

/** The line for a person: those before it are the log's. */
const sentenceOf = ({ errors }: Ended): string =>
  errors
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{'))
    .join('\n');

describe('a start that cannot be', function () {
  this.timeout(60_000);
  let data: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'hanlian-start-'));
  });

  afterEach(() => rm(data, { recursive: true }));

  it('on data another process uses: says so in one line, and leaves the other alone', async () => {
    const first = start(data);
    try {
      const url = await serving(first);
      const second = await endOf(start(data));
      expect(second.code).to.equal(1);
      expect(sentenceOf(second)).to.match(/^LEDGER_LOCKED .*Stop the other process[^\n]*$/);
      expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
    } finally {
      await stop(first);
    }
  });

  // Both ended with the stack of an error that was none of the hub's.
  it('in a file instead of a folder, or on an address of another machine: names the setting', async () => {
    const file = join(data, 'file');
    await writeFile(file, '');
    const inFile = await endOf(start(file));
    expect(`${inFile.code},${sentenceOf(inFile)}`).to.match(/^1,ENOTDIR: [^\n]* HANLIAN_DATA\.$/);
    // TEST-NET-1 (RFC 5737) is no machine's.
    const elsewhere = await endOf(start(data, { HANLIAN_HOST: '192.0.2.1' }));
    expect(`${elsewhere.code},${sentenceOf(elsewhere)}`).to.match(
      /^1,listen EADDRNOTAVAIL: [^\n]* of this machine\.$/,
    );
  });

  for (const [what, damage] of Object.entries({
    'with a manifest cut short': async (chain: string): Promise<void> => {
      const names = await readdir(chain);
      await truncate(join(chain, names.find((name) => name.startsWith('MANIFEST')) ?? ''), 5);
    },
    'without the file that says what belongs to it': (chain: string) => unlink(join(chain, 'CURRENT')),
  })) {
    it(`on a ledger ${what}: gives the reason and the way back`, async () => {
      const first = start(data);
      await serving(first);
      await stop(first);
      await damage(join(data, 'ledger', 'chain'));
      const refused = await endOf(start(data));
      expect(refused.code).to.equal(1);
      expect(sentenceOf(refused)).to.match(/^LEDGER_DAMAGED .*restore[^\n]*$/);
    });
  }
});
