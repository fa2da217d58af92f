import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { Store } from '@hanlian/gateway/ledger/embedded/store';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { writerInput } from './writer-input.js';
import { call, commit, endorse, makeWorld, signed, type World } from '../../support/embedded.js';

const WRITER = fileURLToPath(new URL('writer.js', import.meta.url));
/** In blocks of 512 bytes: what `ulimit -f` lets a file grow to. */
const FILE_LIMIT = 1000;

/** Runs the writer where no file may grow beyond the limit; gives its lines until it gives up. */
async function writeUntilFull(world: World): Promise<string[]> {
  const input = writerInput(world);
  const child = spawn(
    'sh',
    ['-c', `ulimit -f ${FILE_LIMIT}; exec "$0" "$@"`, process.execPath, WRITER, input],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  await once(child, 'close');
  return output.split('\n').filter((line) => line !== '');
}

describe('embedded ledger: a full disk', function () {
  this.timeout(60_000);
  let world: World;

  beforeEach(async () => {
    world = await makeWorld();
  });

  afterEach(() => world.remove());

  it('acknowledges nothing it could not write, says why, and is whole afterwards', async () => {
    const lines = await writeUntilFull(world);
    expect(lines.join('\n')).to.include('LEDGER_DISK_FULL');
    const acknowledged = lines
      .map((line) => line.split(' '))
      .filter(([id]) => /^[0-9a-f]{64}$/.test(id ?? ''));
    expect(acknowledged.length).to.be.greaterThan(20);
    const host = await world.open();
    const ledger = host.forOrganisation('BureauMSP');
    for (const [id = '', block] of acknowledged) {
      expect((await ledger.transaction(id))?.block).to.equal(Number(block));
    }
    expect((await commit(ledger, world.bureau.client, call('put', 'after', 'room'))).code).to.equal('VALID');
    expect((await host.fsck()).problems).to.deep.equal([]);
    await host.close();
  });

  it('goes on by itself once there is room, with every acknowledged transaction', async () => {
    const host: EmbeddedLedger = await world.open();
    const ledger = host.forOrganisation('BureauMSP');
    const { client } = world.bureau;
    await commit(ledger, client, call('put', 'before', '1'));
    const lost = await endorse(ledger, client, call('put', 'lost', '2'));
    const original = Object.getOwnPropertyDescriptor(Store.prototype, 'commit') ?? {};
    Object.defineProperty(Store.prototype, 'commit', {
      ...original,
      value: () => Promise.reject(new Error('IO error: 000005.log: No space left on device')),
    });
    try {
      await ledger.submit(lost.bytes, await signed(client, lost));
      const failed: unknown = await ledger.status(lost.transactionId).catch((error: unknown) => error);
      expect(failed).to.be.instanceOf(LedgerError);
      expect([(failed as LedgerError).stage, (failed as LedgerError).code]).to.deep.equal([
        'commit',
        'LEDGER_DISK_FULL',
      ]);
      const refused: unknown = await commit(ledger, client, call('put', 'next', '3')).catch(
        (error: unknown) => error,
      );
      expect([(refused as LedgerError).stage, (refused as LedgerError).code]).to.deep.equal([
        'submit',
        'LEDGER_DISK_FULL',
      ]);
    } finally {
      Object.defineProperty(Store.prototype, 'commit', original);
    }
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await ledger.submit(lost.bytes, await signed(client, lost));
    expect((await ledger.status(lost.transactionId)).code).to.equal('VALID');
    expect((await host.fsck()).problems).to.deep.equal([]);
    await host.close();
  });
});
