import { mkdir, mkdtemp, open, readdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { openStore } from '@hanlian/gateway/storage/store';

const PAGE = 4096;
const RECORDS = 20;

async function openingCode(folder: string): Promise<string> {
  try {
    await (await openStore(folder)).close();
    return 'opened';
  } catch (error) {
    return error instanceof HanlianError ? error.code : String(error);
  }
}

async function logOf(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.endsWith('.log'));
  if (name === undefined) throw new Error(`${folder} has no log`);
  return join(folder, name);
}

/** Overwrites a page in the middle of a file. */
async function spoil(file: string, byte: number): Promise<void> {
  const middle = Math.floor((await stat(file)).size / 2);
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(PAGE, byte), 0, PAGE, middle);
  await handle.close();
}

describe('stores that a crash or a disk has damaged', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hanlian-store-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function filled(): Promise<string> {
    const store = await openStore(folder);
    for (let i = 0; i < RECORDS; i++) await store.put(`key${i}`, Buffer.alloc(PAGE, 'v'), { sync: true });
    await store.close();
    return logOf(folder);
  }

  it('are opened when nothing is wrong', async () => {
    await filled();
    const store = await openStore(folder);
    expect(await store.keys().all()).to.have.length(RECORDS);
    await store.close();
  });

  it('are refused when a record in the middle is not what was written', async () => {
    await spoil(await filled(), 0x5a);
    expect(await openingCode(folder)).to.equal('LEDGER_DAMAGED');
  });

  it('are refused when a page in the middle was never written', async () => {
    await spoil(await filled(), 0);
    expect(await openingCode(folder)).to.equal('LEDGER_DAMAGED');
  });

  it('are refused without the file that says what belongs to them', async () => {
    await filled();
    await unlink(join(folder, 'CURRENT'));
    expect(await openingCode(folder)).to.equal('LEDGER_DAMAGED');
  });

  it('are made anew when the power failed while they were made', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'CURRENT'), 'MANIFEST-000001\n');
    await writeFile(join(folder, 'MANIFEST-000001'), '');
    expect(await openingCode(folder)).to.equal('opened');
  });

  it('are refused to a second opening', async () => {
    const first = await openStore(folder);
    expect(await openingCode(folder)).to.equal('LEDGER_LOCKED');
    await first.close();
  });

  it('are built anew where they hold a read model', async () => {
    const model = await ReadModel.open(folder, 'city');
    for (let block = 0; block < RECORDS; block++) await model.apply([transaction(block)]);
    await model.close();
    await spoil(await logOf(folder), 0);
    const again = await ReadModel.open(folder, 'city');
    expect(again.position.block).to.equal(-1);
    expect(again.get('key0')).to.equal(undefined);
    await again.close();
  });

  it('take a transaction once, however often the read model is offered it', async () => {
    const model = await ReadModel.open(folder, 'city');
    await model.apply([transaction(0), transaction(1)]);
    await model.apply([transaction(0), transaction(1), transaction(2)]);
    expect(model.position.block).to.equal(2);
    expect(await model.find('always', 1)).to.deep.include({ block: 1 });
    await model.close();
  });
});

const transaction = (block: number): CommittedTransaction => ({
  transactionId: `transaction${block}`,
  block,
  index: 0,
  code: 'VALID',
  timestamp: '2026-01-01T00:00:00Z',
  creator: { mspId: 'BureauMSP', certificate: '' },
  chaincode: 'city',
  function: 'put',
  writes: [
    { namespace: 'city', key: `key${block}`, value: Buffer.from(JSON.stringify({ text: 'v'.repeat(PAGE) })) },
    { namespace: 'city', key: 'always', value: Buffer.from(JSON.stringify({ block })) },
  ],
  privateWrites: [],
});
