import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readStampResponse, verifySeal, verifyStamp, type EvidenceDocument } from '@hanlian/certificates';
import { statementBytes } from '@hanlian/chaincode/domain';
import { newFolder, removeFolder } from '../../support/folders.js';
import { needsOpenssl } from '../../support/openssl.js';
import { stamper, type Stamper } from '../../support/stamps.js';
import { make, type Ended } from '../crash/processes.js';
import { runKilled } from '../killed.js';
import type { Opened, Report, Said, WorkerInput } from './worker.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
/** How many certificates a run has acknowledged before it is killed, and how long after that at most. */
const KILLS = [
  [0, 60],
  [1, 10],
  [1, 100],
  [3, 30],
  [5, 200],
  [8, 5],
  [8, 300],
] as const;
/** Of its answers the authority loses one in so many, though it had made the stamp. */
const LOST_ONE_IN = 5;
/** What the queue may ask for at once. */
const AT_ONCE = 4;

/** An authority that outlives every hub, and knows what it gave. */
class Authority {
  readonly given = new Set<string>();
  /** Gives no answer. */
  isHanging = true;
  /** The most it was asked at once by one hub. */
  most = 0;
  #at = 0;
  #asked = 0;
  readonly #server: Server;

  constructor({ authority }: Stamper) {
    this.#server = createServer((request, response) => {
      this.#at += 1;
      this.most = Math.max(this.most, this.#at);
      response.on('close', () => (this.#at -= 1));
      void buffer(request).then(
        async (body) => {
          const answer = await authority.answer(body);
          const said = readStampResponse(answer);
          if (said.granted) this.given.add(said.token.toString('base64'));
          await pause(randomInt(20));
          if (this.isHanging) return;
          this.#asked += 1;
          if (this.#asked % LOST_ONE_IN === 0) response.destroy();
          else response.end(answer);
        },
        // Whoever asked was killed.
        () => response.destroy(),
      );
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }
}

describe('a stamp queue whose hub is killed again and again', function () {
  this.timeout(5 * 60_000);
  before(needsOpenssl);
  let folder: string;
  let tsa: Stamper;
  let authority: Authority;
  let url: string;
  let runs = 0;

  before(async () => {
    folder = await newFolder();
    await make(join(folder, 'data'));
    tsa = await stamper();
    authority = new Authority(tsa);
    url = await authority.open();
  });
  after(async () => {
    await authority.close();
    await removeFolder(folder);
  });

  const saidIn = (output: string): Said[] => {
    const whole = output.slice(0, output.lastIndexOf('\n') + 1);
    return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Said]));
  };
  const issuedIn = (said: readonly Said[]): string[] =>
    said.flatMap((each) => (each.type === 'issued' ? [each.id] : []));

  /** Runs a worker; killed some time after it has issued so many, unless it is to finish. */
  const run = async ({
    finish,
    kill = [0, 0],
  }: {
    finish?: readonly string[];
    kill?: readonly [number, number];
  }): Promise<Ended & { said: Said[] }> => {
    runs += 1;
    const file = join(folder, 'input.json');
    const input: WorkerInput = {
      data: join(folder, 'data'),
      url,
      root: tsa.root,
      run: runs,
      reportTo: join(folder, 'report.json'),
      ...(finish && { finish }),
    };
    await writeFile(file, JSON.stringify(input));
    const [after, most] = kill;
    const reached = (output: string): boolean => saidIn(output).length > after;
    const ended = await runKilled(PROGRAM, [file], finish ? undefined : { reached, most });
    return { ...ended, said: saidIn(ended.output) };
  };

  const stampOf = ({ seal, statement, stamp }: EvidenceDocument): string => {
    const sealed = verifySeal(Buffer.from(seal, 'base64'), statementBytes(statement));
    const token = stamp?.token ?? '';
    const found = sealed.ok && verifyStamp(Buffer.from(token, 'base64'), sealed.signature);
    expect(found && found.ok, `${statement.batch}: ${token}`).to.equal(true);
    return token;
  };

  it('loses no batch, gives each one stamp of its own, and never changes one', async () => {
    const issued: string[] = [];
    const opened: Opened[] = [];
    for (const kill of KILLS) {
      const { said, signal, errors } = await run({ kill });
      expect(signal, errors).to.equal('SIGKILL');
      issued.push(...issuedIn(said));
      opened.push(...said.filter((each) => each.type === 'open'));
      // What the second run finds is certain to wait.
      authority.isHanging = opened.length === 1;
    }
    const { code, errors } = await run({ finish: issued });
    expect(code, errors).to.equal(0);
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;

    expect(report.documents.map(({ id }) => id)).to.deep.equal(issued);
    const tokens = report.documents.map(stampOf);
    expect(new Set(tokens).size).to.equal(issued.length);
    for (const token of tokens) expect(authority.given.has(token)).to.equal(true);
    expect(report.waiting).to.deep.equal([]);
    expect(opened[2]!.waiting).to.not.deep.equal([]);
    // What a run found in the store is still there, and nothing waits that has its stamp.
    for (const { stamps, waiting } of opened) {
      for (const [batch, token] of Object.entries(stamps)) expect(report.stamps[batch]).to.equal(token);
      expect(waiting.filter((batch) => batch in stamps)).to.deep.equal([]);
    }
    expect(Object.values(report.stamps).length).to.be.at.least(issued.length);
    expect(authority.most).to.be.at.most(AT_ONCE);
  });
});
