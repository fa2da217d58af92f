import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { inTurns, mapInTurns } from '@hanlian/gateway/in-turns';

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

describe('Much work, done in turns', () => {
  it('maps every item, in its order, with its place', async () => {
    expect(await mapInTurns(['a', 'b', 'c'], (item, index) => `${item}${index}`)).to.deep.equal([
      'a0',
      'b1',
      'c2',
    ]);
    expect(await mapInTurns([], () => 1)).to.deep.equal([]);
  });

  // While the documents of a batch of 10,000 were made, everybody else waited for two seconds.
  it('lets others have their turn while it goes on', async () => {
    expect(await turnsDuring(() => mapInTurns([1, 2, 3, 4, 5], () => busy(15)))).to.be.at.least(4);
  });

  // While a state map took in what a checkpoint had brought, everybody else waited for that.
  it('does what comes by pieces in turns too, and gives what it comes to', async () => {
    function* work(): Generator<void, string> {
      for (let piece = 0; piece < 5; piece++) {
        busy(15);
        yield;
      }
      return 'done';
    }
    let came: string | undefined;
    expect(await turnsDuring(async () => (came = await inTurns(work())))).to.be.at.least(4);
    expect(came).to.equal('done');
  });

  const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
    const over = new AbortController();
    let turns = 0;
    const others = (async () => {
      for (; !over.signal.aborted; turns++) await nextTurn();
    })();
    await work();
    over.abort();
    await others;
    return turns;
  };

  it('ends with the first error, and goes no further', async () => {
    const seen: number[] = [];
    const fault = await mapInTurns([1, 2, 3], (item) => {
      seen.push(item);
      if (item === 2) throw new Error('the second is wrong');
    }).catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('message', 'the second is wrong');
    expect(seen).to.deep.equal([1, 2]);
  });
});
