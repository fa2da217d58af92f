import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { expect } from 'chai';
import { call, commit, makeWorld, type World } from '../../support/embedded.js';
import type { Problem } from '@hanlian/gateway/ledger/embedded/index';

/** Changes one record behind the ledger's back, and gives what fsck says. */
async function tampered(
  change: (value: Buffer) => Buffer | undefined,
  key: (keys: string[]) => string,
): Promise<readonly Problem[]> {
  const world: World = await makeWorld();
  const host = await world.open();
  const ledger = host.forOrganisation('BureauMSP');
  for (const value of ['1', '2', '3'])
    await commit(ledger, world.bureau.client, call('putUnseen', 'key', value));
  await commit(ledger, world.bureau.client, {
    ...call('keep', 'pair', 'secret'),
    transient: { value: Buffer.from('private') },
  });
  await host.close();
  const db = new ClassicLevel<string, Buffer>(join(world.options.path, 'chain'), { valueEncoding: 'buffer' });
  const name = key(await db.keys().all());
  const value = change((await db.get(name)) ?? Buffer.alloc(0));
  await (value ? db.put(name, value) : db.del(name));
  await db.close();
  const damaged = await world.open();
  const { problems } = await damaged.fsck();
  await damaged.close();
  await world.remove();
  return problems;
}

const flipAt =
  (offset: (length: number) => number) =>
  (value: Buffer): Buffer => {
    const changed = Buffer.from(value);
    const at = offset(value.length);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed;
  };
const startingWith =
  (prefix: string, index = 0) =>
  (keys: string[]): string =>
    keys.filter((key) => key.startsWith(prefix))[index] ?? '';

describe('embedded ledger: fsck', () => {
  it('names the block in which a transaction was changed', async () => {
    const problems = await tampered(
      flipAt((length) => Math.floor(length / 2)),
      startingWith('b\0', 1),
    );
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ block: 1 });
  });

  it('names the state record that no block wrote', async () => {
    const problems = await tampered(
      flipAt((length) => length - 1),
      startingWith('s\0'),
    );
    expect(problems).to.deep.equal([
      { key: 's·probe·key', message: 'the record differs from what the blocks say' },
    ]);
  });

  it('misses a removed index entry, and finds a removed state record', async () => {
    expect((await tampered(() => undefined, startingWith('x\0')))[0]?.message).to.equal(
      'the record is missing',
    );
    expect((await tampered(() => undefined, startingWith('s\0')))[0]?.key).to.equal('s·probe·key');
  });

  it('checks private values against their public hashes', async () => {
    const problems = await tampered(
      flipAt((length) => length - 1),
      startingWith('p\0'),
    );
    expect(problems).to.deep.equal([
      { key: 'p·probe·pair·secret', message: 'the private value does not match its hash' },
    ]);
  });
});
