import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { LedgerError, type Commit, type TransactionRequest } from '@hanlian/gateway/ledger/port';
import type { EmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { call, commit, endorse, evaluate, makeWorld, signed, type World } from '../../support/embedded.js';

const keep = (collection: string, key: string, value: string): TransactionRequest => ({
  ...call('keep', collection, key),
  transient: { value: Buffer.from(value) },
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error instanceof LedgerError ? error.code : String(error)),
  );
}

/** Whether any file under a folder holds a text. */
async function holds(folder: string, text: string): Promise<boolean> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name))),
  );
  return contents.some((content) => content.includes(text));
}

describe('embedded ledger: private data', () => {
  let world: World;
  let host: EmbeddedLedger;
  const put = (request: TransactionRequest): Promise<Commit> =>
    commit(host.forOrganisation('BureauMSP'), world.bureau.client, request);
  const recall = (
    organisation: 'bureau' | 'bank' | 'auditor',
    collection: string,
    key: string,
  ): Promise<string> =>
    evaluate(
      host.forOrganisation(world[organisation].mspId),
      world[organisation].client,
      call('recall', collection, key),
    );

  beforeEach(async () => {
    world = await makeWorld();
    host = await world.open();
  });

  afterEach(async () => {
    await host.close();
    await world.remove();
  });

  it('shows members the value and everyone its hash', async () => {
    const { block } = await put(keep('pair', 'rate', '3.1'));
    expect(await recall('bank', 'pair', 'rate')).to.equal('3.1');
    expect(await codeOf(recall('auditor', 'pair', 'rate'))).to.equal('LEDGER_COLLECTION_NOT_MEMBER');
    const auditor = host.forOrganisation('AuditorMSP');
    const hash = await evaluate(auditor, world.auditor.client, call('recallHash', 'pair', 'rate'));
    expect(hash).to.equal(createHash('sha256').update('3.1').digest('hex'));
    const [transaction] = (await auditor.block(block))?.transactions ?? [];
    expect(transaction?.writes).to.deep.equal([]);
    expect(transaction?.privateWrites).to.have.length(1);
  });

  it('does not give a member’s client a value its peer does not hold', async () => {
    await put(keep('pair', 'rate', '3.1'));
    const foreignPeer = evaluate(
      host.forOrganisation('AuditorMSP'),
      world.bank.client,
      call('recall', 'pair', 'rate'),
    );
    expect(await codeOf(foreignPeer)).to.equal('LEDGER_PRIVATE_DATA_UNAVAILABLE');
  });

  it('refuses an outsider’s write', async () => {
    const write = endorse(
      host.forOrganisation('AuditorMSP'),
      world.auditor.client,
      keep('pair', 'rate', '9'),
    );
    expect(await codeOf(write)).to.equal('LEDGER_COLLECTION_NOT_MEMBER');
  });

  it('commits an envelope whose private values were endorsed before a restart', async () => {
    const endorsed = await endorse(
      host.forOrganisation('BankMSP'),
      world.bank.client,
      keep('pair', 'rate', '4'),
    );
    await host.close();
    host = await world.open();
    await host.forOrganisation('BankMSP').submit(endorsed.bytes, await signed(world.bank.client, endorsed));
    expect((await host.forOrganisation('BankMSP').status(endorsed.transactionId)).code).to.equal('VALID');
    expect(await recall('bureau', 'pair', 'rate')).to.equal('4');
  });

  it('takes a purged value off the disk, and off a restored backup', async () => {
    const secret = randomBytes(48).toString('hex');
    const backup = join(world.folder, 'backup');
    await put(keep('pair', 'secret', secret));
    await put(call('put', 'public', 'stays'));
    await host.backup(backup);
    await put(call('purge', 'pair', 'secret'));
    expect(await recall('bank', 'pair', 'secret')).to.equal('');
    await host.close();
    expect(await holds(world.options.path, secret), 'on disk after the purge').to.equal(false);
    expect(await holds(backup, secret), 'in the older backup').to.equal(true);

    const { restoreEmbeddedLedger } = await import('@hanlian/gateway/ledger/embedded/index');
    const restored = join(world.folder, 'restored');
    const report = await restoreEmbeddedLedger(
      backup,
      { ...world.options, path: restored },
      world.options.path,
    );
    expect(report).to.deep.equal({ backup: 2, height: 3 });
    host = await world.open({ path: restored });
    expect(await recall('bank', 'pair', 'secret')).to.equal('');
    expect(
      await evaluate(host.forOrganisation('BankMSP'), world.bank.client, call('get', 'public')),
    ).to.equal('stays');
    expect((await host.fsck()).problems).to.deep.equal([]);
  });

  it('lets values expire after the collection’s number of blocks', async () => {
    await put(keep('brief', 'offer', 'open'));
    await put(call('put', 'block-1', 'x'));
    await put(call('put', 'block-2', 'x'));
    expect(await recall('bank', 'brief', 'offer')).to.equal('open');
    await put(call('put', 'block-3', 'x'));
    expect(await recall('bank', 'brief', 'offer')).to.equal('');
    expect((await host.fsck()).problems).to.deep.equal([]);
  });
});
