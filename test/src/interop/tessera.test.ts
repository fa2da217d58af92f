import '../support/quiet.js';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LONG, runAll } from '@hanlian/bench/run';
import { parseCheckpoint, parseNote } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { goProgram, needsGo, type Answer } from '../support/go.js';

/** What a dishonest or damaged server makes of an answer. */
type Spoil = (path: string, body: Buffer) => Buffer | undefined;

const flip = (body: Buffer): Buffer => body.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) as Buffer;

describe('the log over HTTP, and Tessera', function () {
  this.timeout(300_000);
  let folder: string;
  let city: RunningCity;
  let key: string;
  let program: Awaited<ReturnType<typeof goProgram>>;
  let size: number;

  before(needsGo);
  before(async () => {
    folder = await newFolder();
    program = await goProgram('tessera', folder);
    city = await runCity(`${folder}/city`);
    for (const name of ['bureau', 'bank', 'auditor'] as const) await city.hub(name).administration.log.turn();
    const { logs } = (await city.ask('bureau', '/v1/trust')).body as unknown as {
      logs: { log: { keys: string[] }; checkpoint: string }[];
    };
    key = logs[0]!.log.keys[0]!;
    size = parseCheckpoint(parseNote(logs[0]!.checkpoint).text).size;
  });
  after(async () => {
    if (!folder) return;
    await city.stop();
    await removeFolder(folder);
  });

  const read = (url: string): Promise<Answer> => program('', 'read', `${url}/v1/log/`, key);

  /** Reads through a server that passes everything on but what it spoils. */
  const readSpoiled = async (spoil: Spoil): Promise<Answer> => {
    let spoiled = 0;
    const server: Server = createServer((request, response) => {
      const path = request.url ?? '';
      const passOn = async (): Promise<void> => {
        const answer = await fetch(city.url('bank') + path);
        const body = Buffer.from(await answer.arrayBuffer());
        const other = spoil(path, body);
        if (other !== undefined) spoiled++;
        response.writeHead(answer.status).end(other ?? body);
      };
      void passOn();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const answer = await read(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(spoiled, 'something was spoiled').to.be.greaterThan(0);
      return answer;
    } finally {
      server.close();
    }
  };

  for (const name of ['bureau', 'bank', 'auditor'] as const) {
    it(`its client reads every entry from the ${name}'s hub, proves each leaf, and that the log only grew`, async () => {
      expect((await read(city.url(name))).output.trim()).to.equal(`ok: ${size} leaves`);
    });
  }

  const isCheckpoint = (path: string): boolean => path.endsWith('/checkpoint');
  const BAD: Readonly<Record<string, readonly [Spoil, RegExp]>> = {
    'a tile with a flipped bit': [
      (path, body) => (path.includes('/tile/0/000') ? flip(body) : undefined),
      /entry 1 is not the one in the tree/,
    ],
    'an entry with a flipped bit': [
      (path, body) => (path.includes('/tile/entries/000') ? flip(body) : undefined),
      /entry 0 is not the one in the tree/,
    ],
    'a truncated tile': [
      (path, body) => (path.includes('/tile/0/000') ? body.subarray(0, -5) : undefined),
      /refused/,
    ],
    'a truncated bundle': [
      (path, body) => (path.includes('/tile/entries/000') ? body.subarray(0, -5) : undefined),
      /refused/,
    ],
    'a checkpoint of another size': [
      (path, body) =>
        isCheckpoint(path)
          ? Buffer.from(body.toString().replace(`\n${size}\n`, `\n${size - 1}\n`))
          : undefined,
      /signature/,
    ],
    'a checkpoint with CRLF': [
      (path, body) =>
        isCheckpoint(path) ? Buffer.from(body.toString().replaceAll('\n', '\r\n')) : undefined,
      /malformed note/,
    ],
  };
  for (const [what, [spoil, reason]] of Object.entries(BAD)) {
    it(`its client refuses ${what}`, async () => {
      const { ok, output } = await readSpoiled(spoil);
      expect(ok).to.equal(false);
      expect(output)
        .to.match(/^refused: /)
        .and.to.match(reason);
    });
  }

  it("its client refuses another log's key", async () => {
    const other = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    const { ok, output } = await program('', 'read', `${city.url('bank')}/v1/log/`, other);
    expect([ok, output.startsWith('refused: ')]).to.deep.equal([false, true]);
  });

  it('appends beside ours in one run of the benchmark', async () => {
    const { tessera } = LONG;
    const [result] = await runAll([tessera!], { batch: 20, transactions: 200, seconds: 1 }, 1);
    expect(result?.figures[0]?.value).to.be.greaterThan(0);
  });
});
