import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { formatCheckpoint, tilePath, utf8Encode, type LedgerEvent } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { noteVerifiers, trustBy } from '@hanlian/certificates';
import { Monitor } from '@hanlian/gateway/monitor/monitor';
import { policyOf } from '@hanlian/gateway/monitor/policy';
import { logAt } from '@hanlian/gateway/monitor/source';
import { MonitorState } from '@hanlian/gateway/monitor/state';
import type { Found } from '@hanlian/gateway/monitor/watch';
import { newFolder, removeFolder } from '../../support/folders.js';
import { keyText, signedNote } from '../../support/log.js';
import { refusalOf, rejectionOf } from '../../support/refusal.js';
import { ServedLog } from '../../support/served-log.js';

const PROGRAM = fileURLToPath(new URL('../../../../gateway/dist/monitor/main.js', import.meta.url));
const ISSUER = '11420100000000019X';
const TYPE = '111000000000000948001';
const BATCH = 'M-J0c58COxXO5VkOvyydHw';

const eventAt = (i: number): LedgerEvent => {
  if (i === 300)
    return { v: 1, type: 'license.issue', count: 9, batch: BATCH, issuer: ISSUER, certificateType: TYPE };
  if (i === 301) return { v: 1, type: 'license.revoke', count: 1, key: `lic~${TYPE}~${ISSUER}~A1~001` };
  return { v: 1, type: 'license.suspend', count: 1, key: `lic~other~none~${i}~001` };
};

describe('a monitor', () => {
  let folder: string;
  let served: ServedLog;
  let told: Found[];
  let monitor: Monitor;

  const policy = (): Parameters<typeof policyOf>[0] => ({
    log: `BureauMSP=${keyText(served.log)}`,
    witnesses: [`BankMSP=${keyText(served.witness)}`],
    quorum: 2,
  });

  beforeEach(async () => {
    folder = await newFolder();
    served = new ServedLog(eventAt);
    await served.open();
    told = [];
    monitor = new Monitor({
      source: logAt(served.url, 5000),
      state: await MonitorState.open(folder),
      trust: trustBy(policyOf(policy()), noteVerifiers),
      watch: { issuers: [ISSUER], types: [TYPE], records: [BATCH] },
      tell: (found) => void told.push(...found),
    });
  });
  afterEach(async () => {
    await served.close();
    await removeFolder(folder);
  });

  const evidence = async (): Promise<string[]> => {
    const files = await readdir(join(folder, 'evidence'));
    return Promise.all(files.map((file) => readFile(join(folder, 'evidence', file), 'utf8')));
  };
  const refused = async (): Promise<string> => (await rejectionOf(monitor.look())).code;

  it('follows a log as it grows, and tells each entry about what it watches once', async () => {
    for (const size of [1, 255, 256, 290, 600]) {
      await served.grow(size);
      expect((await monitor.look()).size).to.equal(size);
    }
    expect(told.map(({ index, because }) => [index, because])).to.deep.equal([
      [300, [ISSUER, TYPE, BATCH]],
      [301, [ISSUER, TYPE]],
    ]);
    expect(await monitor.look()).to.deep.equal({ from: 600, size: 600, found: [] });
    expect(await evidence()).to.deep.equal([]);
  });

  it('takes the full bundle where the partial one is gone already', async () => {
    await served.grow(600);
    const full = served.files.get(tilePath({ level: 'entries', index: 1, width: 256 }))!;
    await served.grow(300);
    served.files.delete(tilePath({ level: 'entries', index: 1, width: 44 }));
    expect(await refused()).to.equal('LOG_UNREACHABLE');
    served.files.set(tilePath({ level: 'entries', index: 1, width: 256 }), full);
    expect((await monitor.look()).size).to.equal(300);
  });

  it('tells an entry again when telling failed, and then goes on', async () => {
    await served.grow(302);
    let fails = true;
    const shaky = new Monitor({
      source: logAt(served.url, 5000),
      state: await MonitorState.open(folder),
      trust: trustBy(policyOf(policy()), noteVerifiers),
      watch: { issuers: [ISSUER], types: [], records: [] },
      tell: (found) => {
        if (fails) throw new Error('no line');
        told.push(...found);
      },
    });
    await shaky.look().then(
      () => expect.fail('telling fails'),
      () => undefined,
    );
    fails = false;
    await shaky.look();
    expect(told).to.have.length(2);
  });

  it('reports an entry it cannot read, and reads on', async () => {
    await served.grow(3, (i) => (i === 1 ? ({ v: 2, type: 'a.b' } as never) : eventAt(i)));
    expect((await monitor.look()).found).to.deep.equal([{ index: 1, because: ['unreadable'] }]);
  });

  describe('finds out, keeps as evidence, and looks on after', () => {
    beforeEach(async () => {
      await served.grow(300);
      await monitor.look();
    });

    /** The log is refused for this, evidence holds both checkpoints, and once it is honest again the monitor goes on. */
    const expectFound = async (code: string): Promise<void> => {
      expect(await refused()).to.equal(code);
      const [kept, ...more] = await evidence();
      expect(more).to.deep.equal([]);
      expect(kept)
        .to.match(new RegExp(`^${code}: `))
        .and.contain(served.files.get('checkpoint'));
      await served.grow(400);
      expect((await monitor.look()).size).to.equal(400);
    };

    it('a log that forks at the same size', async () => {
      await served.sign({ mapRoot: nodeHashes.sha256(utf8Encode('another')) });
      await expectFound('LOG_FORKED');
    });
    it('a log that shrinks', async () => {
      await served.grow(299);
      await expectFound('LOG_WENT_BACK');
    });
    it('a log that changed what it had shown', async () => {
      await served.grow(400, (i) => (i === 7 ? eventAt(301) : eventAt(i)));
      await expectFound('LOG_INCONSISTENT');
    });
    it('an SM3 root that is not that of the entries', async () => {
      await served.grow(400);
      await served.sign({ sm3Root: nodeHashes.sm3(utf8Encode('another')) });
      await expectFound('LOG_INCONSISTENT');
    });
    it('a bundle with a bit flipped', async () => {
      await served.grow(400);
      const path = tilePath({ level: 'entries', index: 1, width: 144 });
      served.files.set(
        path,
        Buffer.from(served.files.get(path)!).map((byte, i) => (i === 9000 ? byte ^ 1 : byte)),
      );
      await expectFound('LOG_INCONSISTENT');
    });
    it('a bundle cut short', async () => {
      await served.grow(400);
      const path = tilePath({ level: 'entries', index: 1, width: 144 });
      served.files.set(path, (served.files.get(path) as Uint8Array).subarray(0, -1));
      await expectFound('TILE_MALFORMED');
    });
    it('a signature that is wrong', async () => {
      await served.grow(400);
      const text = (await signedNote(served.checkpoint({ block: 999 }), served.log)).split('\n\n')[1]!;
      served.files.set('checkpoint', `${formatCheckpoint(served.checkpoint())}\n${text}`);
      await expectFound('NOTE_SIGNATURE_WRONG');
    });
  });

  it('takes no checkpoint that too few have signed, and none of a silent or broken log', async () => {
    await served.grow(5);
    await served.sign({}, [served.log]);
    expect(await refused()).to.equal('QUORUM_MISSING');
    served.files.set('checkpoint', 'no note');
    expect(await refused()).to.equal('NOTE_MALFORMED');
    served.files.clear();
    expect(await refused()).to.equal('LOG_UNREACHABLE');
    await writeFile(join(folder, 'state.json'), '{');
    expect(await refused()).to.equal('MONITOR_STATE_DAMAGED');
  });

  it('refuses a policy that its organisations cannot fulfil, and keys without an organisation', () => {
    for (const quorum of [0, 3, 1.5]) {
      expect(refusalOf(() => policyOf({ ...policy(), quorum })).code).to.equal('FIELD_INVALID');
    }
    expect(refusalOf(() => policyOf({ ...policy(), log: keyText(served.log).slice(0, 20) })).code).to.equal(
      'NOTE_KEY_MALFORMED',
    );
  });

  it('runs as a command: what it found, a line each, and an exit code', async () => {
    await served.grow(302);
    const { log, witnesses } = policy();
    const run = async (): Promise<{
      code: number;
      lines: { error?: string; index?: number; size?: number }[];
    }> => {
      const child = spawn(process.execPath, [
        PROGRAM,
        ...['--url', `${served.url}/`, '--folder', folder, '--log', log, '--witness', witnesses[0]!],
        ...['--quorum', '2', '--issuer', ISSUER, '--once'],
      ]);
      const out: Buffer[] = [];
      child.stdout.on('data', (part: Buffer) => out.push(part));
      const [code] = (await once(child, 'close')) as [number];
      const lines = Buffer.concat(out).toString().trim().split('\n');
      return { code, lines: lines.map((line) => JSON.parse(line) as object) };
    };
    const first = await run();
    expect(first.code).to.equal(0);
    expect(first.lines.map(({ index, size }) => index ?? size)).to.deep.equal([300, 301, 302]);
    await served.grow(301);
    const second = await run();
    expect(second.code).to.equal(1);
    expect(second.lines[0]!.error).to.equal('LOG_WENT_BACK');
    served.files.clear();
    expect((await run()).code).to.equal(2);
  });
});
