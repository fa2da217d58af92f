import { cp, mkdir, open, readdir, rm, stat, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { restoreEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { call, commit, evaluate, makeWorld, type World } from '../../support/embedded.js';

const BLOCKS = 6;

async function openingCode(open: Promise<EmbeddedLedger>): Promise<string> {
  try {
    await (await open).close();
    return 'opened';
  } catch (error) {
    return error instanceof LedgerError ? error.code : String(error);
  }
}

async function flip(file: string, offset: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, offset);
  byte.writeUInt8(byte.readUInt8(0) ^ 0xff, 0);
  await handle.write(byte, 0, 1, offset);
  await handle.close();
}

/** Copies of a store that was cut off: the process is gone, nothing was closed. */
describe('embedded ledger: damage', () => {
  let world: World;
  let crashed: string;
  let copies = 0;
  let log: string;

  before(async () => {
    world = await makeWorld();
    const host = await world.open();
    for (let index = 0; index < BLOCKS; index++) {
      await commit(
        host.forOrganisation('BureauMSP'),
        world.bureau.client,
        call('put', `key${index}`, 'v'.repeat(400)),
      );
    }
    crashed = join(world.folder, 'crashed');
    await cp(world.options.path, crashed, { recursive: true });
    await rm(join(crashed, 'chain', 'LOCK'));
    await host.close();
    const names = await readdir(join(crashed, 'chain'));
    log = names.find((name) => name.endsWith('.log')) ?? '';
  });

  after(() => world.remove());

  async function copy(): Promise<string> {
    const path = join(world.folder, `copy${copies++}`);
    await mkdir(path);
    await cp(crashed, path, { recursive: true });
    return path;
  }

  it('opens what a crash left behind, whole', async () => {
    const host = await world.open({ path: await copy() });
    expect(await host.forOrganisation('BureauMSP').height()).to.equal(BLOCKS);
    expect((await host.fsck()).problems).to.deep.equal([]);
    await host.close();
  });

  it('drops a torn last block, which nobody was told of, and goes on', async () => {
    const path = await copy();
    const file = join(path, 'chain', log);
    await truncate(file, (await stat(file)).size - 100);
    const host = await world.open({ path });
    const ledger = host.forOrganisation('BureauMSP');
    expect(await ledger.height()).to.equal(BLOCKS - 1);
    expect((await commit(ledger, world.bureau.client, call('put', 'again', 'x'))).block).to.equal(BLOCKS - 1);
    expect((await host.fsck()).problems).to.deep.equal([]);
    await host.close();
  });

  it('refuses a store whose log is damaged before its end', async () => {
    const path = await copy();
    const file = join(path, 'chain', log);
    await flip(file, Math.floor((await stat(file)).size / 2));
    const refused = await world.open({ path }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(LedgerError);
    const { code, message } = refused as LedgerError;
    expect(code).to.equal('LEDGER_DAMAGED');
    expect(message)
      .to.match(/damaged at byte \d+/)
      .and.match(/restore the newest backup/);
  });

  it('refuses a folder without CURRENT instead of beginning anew', async () => {
    const path = await copy();
    await unlink(join(path, 'chain', 'CURRENT'));
    expect(await openingCode(world.open({ path }))).to.equal('LEDGER_DAMAGED');
  });

  it('refuses a truncated manifest', async () => {
    const path = await copy();
    const names = await readdir(join(path, 'chain'));
    await truncate(join(path, 'chain', names.find((name) => name.startsWith('MANIFEST')) ?? ''), 3);
    expect(await openingCode(world.open({ path }))).to.equal('LEDGER_DAMAGED');
  });

  it('refuses a second opening while the first lasts', async () => {
    const path = await copy();
    const host = await world.open({ path });
    expect(await openingCode(world.open({ path }))).to.equal('LEDGER_LOCKED');
    await host.close();
    expect(await openingCode(world.open({ path }))).to.equal('opened');
  });

  it('refuses another channel’s folder', async () => {
    expect(await openingCode(world.open({ path: await copy(), channel: 'other' }))).to.equal(
      'LEDGER_FOREIGN',
    );
  });

  it('restores a backup and adds what the damaged store still holds', async () => {
    const path = await copy();
    const host = await world.open({ path });
    const backup = join(world.folder, 'backup');
    await host.backup(backup);
    await commit(host.forOrganisation('BureauMSP'), world.bureau.client, call('put', 'later', 'kept'));
    await host.close();
    const target = join(world.folder, 'target');
    const report = await restoreEmbeddedLedger(backup, { ...world.options, path: target }, path);
    expect(report).to.deep.equal({ backup: BLOCKS, height: BLOCKS + 1 });
    const restored = await world.open({ path: target });
    const bureau = restored.forOrganisation('BureauMSP');
    expect(await evaluate(bureau, world.bureau.client, call('get', 'later'))).to.equal('kept');
    expect((await restored.fsck()).problems).to.deep.equal([]);
    await restored.close();
  });
});
