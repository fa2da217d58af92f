import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Documents } from '@hanlian/gateway/documents/documents';
import { HolderKeys } from '@hanlian/gateway/documents/holder-keys';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { newFolder, rawBytes, removeFolder } from '../../support/folders.js';
import { refusalOf } from '../../support/refusal.js';

const SECRET_KEY = { text: 'a secret for tests', drawn: true };
const LIN = { typeCode: '111', code: '11010519491231002X' };
const CHEN = { typeCode: '111', code: '110105194912310038' };
const SECRET = 'a name nobody may read';

describe('the document store', () => {
  let folder: string;
  let store: Store;
  let keys: HolderKeys;
  let documents: Documents;

  const open = async (): Promise<void> => {
    keys = await HolderKeys.open(folder, SECRET_KEY);
    store = await openStore(join(folder, 'store'));
    documents = new Documents(store, keys);
  };
  const close = async (): Promise<void> => {
    await keys.close();
    await store.close();
  };
  const keep = async (id: string, ...holders: (typeof LIN)[]): Promise<void> => {
    const { put, durable } = documents.prepare(id, holders, Buffer.from(`${SECRET} ${id}`));
    await durable;
    await new GroupWriter(store).write([put]);
  };

  beforeEach(async () => {
    folder = await newFolder();
    await open();
  });
  afterEach(async () => {
    await close();
    await removeFolder(folder);
  });

  it('gives back what was stored, also after it was opened again', async () => {
    await keep('one', LIN);
    await close();
    await open();
    expect(documents.read('one').toString()).equal(`${SECRET} one`);
  });

  it('writes neither content nor holder to any file', async () => {
    await keep('one', LIN);
    const bytes = await rawBytes(folder);
    expect(bytes.includes(SECRET)).equal(false);
    expect(bytes.includes(LIN.code)).equal(false);
  });

  it('says so when there is no such document', () => {
    expect(refusalOf(() => documents.read('none')).code).equal('NOT_FOUND');
  });

  it('erases one holder and leaves the others', async () => {
    await keep('one', LIN);
    await keep('two', CHEN);
    expect(await keys.erase(LIN)).equal(true);
    expect(await keys.erase(LIN)).equal(false);
    expect(refusalOf(() => documents.read('one')).code).equal('DOCUMENT_ERASED');
    expect(documents.read('two').toString()).equal(`${SECRET} two`);
  });

  it('erases a document held in common with either holder', async () => {
    await keep('shared', LIN, CHEN);
    await keys.erase(CHEN);
    expect(refusalOf(() => documents.read('shared')).code).equal('DOCUMENT_ERASED');
  });

  it('leaves no trace of an erased key in the files', async () => {
    await keep('one', LIN);
    const name = keys.name(LIN);
    await close();
    const database = await openStore(join(folder, 'keys'));
    const wrapped = database.getSync(name)!;
    await database.close();
    await open();
    expect((await rawBytes(join(folder, 'keys'))).includes(wrapped)).equal(true);
    await keys.erase(LIN);
    expect((await rawBytes(folder)).includes(wrapped)).equal(false);
  });

  it('makes an earlier copy of the key database worthless', async () => {
    await keep('one', LIN);
    await close();
    await cp(join(folder, 'keys'), join(folder, 'copy'), { recursive: true });
    await open();
    await keys.erase(LIN);
    await close();
    await rm(join(folder, 'keys'), { recursive: true });
    await cp(join(folder, 'copy'), join(folder, 'keys'), { recursive: true });
    await open();
    expect(refusalOf(() => documents.read('one')).code).equal('DOCUMENT_DAMAGED');
  });

  it('erases several at once, while new documents come in', async () => {
    await keep('one', LIN);
    await keep('two', CHEN);
    const others = Array.from({ length: 20 }, (_, i) => ({ typeCode: '099', code: `UNIT-${i}` }));
    const kept = others.map((holder) => keep(holder.code, holder));
    expect(await Promise.all([keys.erase(LIN), keys.erase(CHEN), keys.erase(LIN)])).deep.equal([
      true,
      true,
      false,
    ]);
    await Promise.all(kept);
    await close();
    await open();
    for (const id of ['one', 'two'])
      expect(refusalOf(() => documents.read(id)).code).equal('DOCUMENT_ERASED');
    for (const { code } of others) expect(documents.read(code).toString()).equal(`${SECRET} ${code}`);
  });

  it('takes a new document of an erased holder, under a new key', async () => {
    await keep('one', LIN);
    await keys.erase(LIN);
    await keep('two', LIN);
    expect(documents.read('two').toString()).equal(`${SECRET} two`);
    expect(refusalOf(() => documents.read('one')).code).equal('DOCUMENT_ERASED');
  });

  it('gives two documents that come together the same key of their holder', async () => {
    await Promise.all([keep('one', LIN), keep('two', LIN)]);
    await close();
    await open();
    expect(documents.read('one').toString()).equal(`${SECRET} one`);
    expect(documents.read('two').toString()).equal(`${SECRET} two`);
  });

  it('does not open with another secret, nor with the same words taken for a passphrase', async () => {
    await keep('one', LIN);
    await close();
    for (const wrong of [
      { text: 'another secret', drawn: true },
      { ...SECRET_KEY, drawn: false },
    ]) {
      const error = await HolderKeys.open(folder, wrong).then(
        () => undefined,
        (failure: unknown) => failure as { code: string },
      );
      expect(error?.code).equal('DOCUMENT_DAMAGED');
    }
    await open();
  });
});
