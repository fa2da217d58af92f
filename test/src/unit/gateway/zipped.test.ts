import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { documentsIn } from '@hanlian/certificates';
import { zipped, type PackedFile } from '@hanlian/gateway/zip/zipped';
import { expect } from 'chai';
import { held } from '../../support/memory.js';

/** Files that no packing makes smaller, and how far they were drawn. */
class Drawn {
  count = 0;
  isEnded = false;

  async *files(most: number): AsyncGenerator<PackedFile> {
    try {
      for (; this.count < most; this.count += 1) {
        yield await Promise.resolve({ name: `${this.count}.bin`, bytes: randomBytes(100_000) });
      }
    } finally {
      this.isEnded = true;
    }
  }
}

describe('a zip that is packed as it is sent', function () {
  this.timeout(60_000);

  it('holds the files in their order, and none is a sound archive too', async () => {
    const names: string[] = [];
    const archive = await buffer(zipped(new Drawn().files(5)));
    for await (const { name, bytes } of documentsIn(archive)) {
      expect(bytes).to.have.length(100_000);
      names.push(name);
    }
    expect(names).to.deep.equal(['0.bin', '1.bin', '2.bin', '3.bin', '4.bin']);
    // An end of central directory, and nothing before it (APPNOTE 4.3.16).
    const empty = await buffer(zipped(new Drawn().files(0)));
    expect(empty.readUInt32BE()).to.equal(0x504b0506);
  });

  it('draws no further than it is read, and ends the drawing for who leaves', async () => {
    const drawn = new Drawn();
    const reading = zipped(drawn.files(1000));
    await reading.next();
    for (let turns = 0; turns < 1000; turns += 1) await turn();
    expect(drawn.count).to.be.at.most(2);
    await reading.return(undefined);
    expect(drawn.isEnded).to.equal(true);
  });

  // Seventy kilobytes of every file once stayed in memory until the archive was whole.
  it('holds no more of three hundred files than of thirty', async () => {
    const most = async (files: number): Promise<number> => {
      let [chunks, peak] = [0, 0];
      for await (const chunk of zipped(new Drawn().files(files))) {
        chunks += chunk.length > 0 ? 1 : 0;
        if (chunks % 150 === 0) peak = Math.max(peak, await held());
      }
      return peak;
    };
    const few = await most(30);
    expect((await most(300)) - few).to.be.lessThan(4_000_000);
  });

  it('breaks off where a file cannot be made', async () => {
    const fault = new Error('no more');
    const failing = async function* (): AsyncGenerator<PackedFile> {
      yield* new Drawn().files(2);
      throw fault;
    };
    const seen = await buffer(zipped(failing())).catch((error: unknown) => error);
    expect(seen).to.equal(fault);
  });
});
