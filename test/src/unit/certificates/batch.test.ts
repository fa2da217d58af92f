import { documentsIn, isBatch } from '@hanlian/certificates';
import { expect } from 'chai';
import { renamedRaw } from '../../support/ofd.js';
import { rejectionOf } from '../../support/refusal.js';
import { zipped } from '../../support/workbook.js';

const read = async (bytes: Buffer): Promise<string[]> => {
  const found: string[] = [];
  for await (const { name, bytes: document } of documentsIn(bytes))
    found.push(`${name} ${document.toString()}`);
  return found;
};

describe('a batch of documents', () => {
  it('gives them by name, in order', async () => {
    const bytes = await zipped({ '证照/一.json': '1', 'b.json': '2' });
    expect(isBatch(bytes)).to.equal(true);
    expect(await read(bytes)).to.deep.equal(['证照/一.json 1', 'b.json 2']);
  });

  it('is none where the zip is one OFD', async () => {
    expect(isBatch(await zipped({ 'OFD.xml': '' }))).to.equal(false);
    expect(isBatch(await zipped({ 'x/OFD.xml': '' }))).to.equal(true);
    expect(isBatch(Buffer.from('{}'))).to.equal(false);
  });

  // Ten thousand files of one byte, 0.9 MB, made the hub answer 16 MB to whoever asked.
  it('is refused where it holds more files than are taken at once', async () => {
    const bytes = await zipped({ 'a.json': '1', 'b.json': '2' });
    const { code } = await rejectionOf(documentsIn(bytes, 1).next());
    expect(code).to.equal('BATCH_REFUSED');
  });

  // One of folders alone gave no report: alone it was VALID, and beside a good document nobody heard of it.
  it('is refused where it holds no document', async () => {
    const bytes = await zipped({ 'folder/': '' });
    expect(isBatch(bytes)).to.equal(true);
    const { code, details } = await rejectionOf(read(bytes));
    expect([code, details.received]).to.deep.equal(['BATCH_REFUSED', 'empty']);
  });

  it('is refused for bombs, steps upwards, names twice, and where it is cut short', async () => {
    const good = await zipped({ 'aa/a.json': 'x'.repeat(500) });
    for (const [bytes, reason] of [
      [await zipped({ 'a.json': Buffer.alloc(7 * 1024 * 1024) }), 'ratio'],
      [renamedRaw(good, 'aa/a.json', '../a.json'), 'archive'],
      [await zipped({ 'a.json': '1', 'A.json': '2' }), 'nameTwice'],
      [good.subarray(0, -9), 'archive'],
    ] as const) {
      const { code, details } = await rejectionOf(read(bytes));
      expect([code, details.received]).to.deep.equal(['BATCH_REFUSED', reason]);
    }
  });
});
