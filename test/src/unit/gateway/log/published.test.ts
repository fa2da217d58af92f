import { keys } from '@hanlian/chaincode/domain';
import { PublishedLog } from '@hanlian/gateway/log/published';
import { expect } from 'chai';

type Model = ConstructorParameters<typeof PublishedLog>[0];
type Row = NonNullable<ReturnType<Model['get']>>;

/** A read model of some keys alone: what stands under them is not looked at here. */
function holding(names: readonly string[]): Model {
  const row = { value: Buffer.from('{"mspId":"BankMSP"}') } as unknown as Row;
  const between = (start: string, end: string): { key: string; row: Row }[] =>
    names
      .filter((key) => key >= start && key < end)
      .sort()
      .map((key) => ({ key, row }));
  return {
    get: (key) => (names.includes(key) ? row : undefined),
    range: (start, end) => Promise.resolve(between(start, end)),
    rows: async function* (start, end, reverse) {
      const found = between(start, end);
      await Promise.resolve();
      yield* reverse ? found.reverse() : found;
    },
  };
}

describe('what is published of the log', () => {
  // A description fuzzer waited for a proof for more than 40 seconds: with a checkpoint every second and a witness that
  // took a little longer, the newest one was never signed when it was looked at, and older ones were not looked at.
  it('is witnessed up to the newest checkpoint that enough have signed, however many came since', async () => {
    const log = new PublishedLog(
      holding([
        ...[3, 7, 12, 20].map((size) => keys.checkpoint(size)),
        ...[3, 7].map((size) => keys.cosignature(size, 'BankMSP')),
      ]),
    );
    expect(await log.newestWitnessed(0, 20)).to.equal(7);
    expect(await log.newestWitnessed(0, 6), 'no more than this hub has tiles for').to.equal(3);
    expect(await log.newestWitnessed(7, 20), 'none that is newer').to.equal(undefined);
  });

  it('is not witnessed at all where nobody but the publisher has signed', async () => {
    expect(await new PublishedLog(holding([keys.checkpoint(3)])).newestWitnessed(0, 3)).to.equal(undefined);
  });
});
