import { expect } from 'chai';
import { utf8Encode } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { CommittedTransaction, Ledger, Position } from '@hanlian/gateway/ledger/port';
import { LogFollower } from '@hanlian/gateway/log/follower';
import { LogStore } from '@hanlian/gateway/log/log-store';
import { newFolder, removeFolder } from '../../../support/folders.js';

const CHAINCODE = 'hanlian';
const at = (block: number, index: number): CommittedTransaction => ({
  block,
  index,
  code: 'VALID',
  transactionId: `${block}${index}`.padStart(64, '0'),
  event: { chaincode: CHAINCODE, name: 'license.suspend', payload: utf8Encode('{}') },
  timestamp: '2026-11-20T00:00:00.000Z',
  creator: { mspId: 'BureauMSP', certificate: '' },
  chaincode: CHAINCODE,
  function: 'license:suspend',
  writes: [],
  privateWrites: [],
});

/** A ledger that tells its stream at once and then falls silent; `latest` answers one after the other, the last for good. */
function silentLedger(told: readonly CommittedTransaction[], latest: readonly Position[]): Ledger {
  let asked = 0;
  async function* stream(
    _after: Position,
    { signal }: { signal?: AbortSignal } = {},
  ): AsyncGenerator<CommittedTransaction> {
    yield* told;
    if (signal?.aborted !== true)
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
  }
  const ledger: Pick<Ledger, 'stream' | 'latest'> = {
    stream,
    latest: () => Promise.resolve(latest[Math.min(asked++, latest.length - 1)]!),
  };
  return ledger as Ledger;
}

describe('how the log follows the ledger', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));

  const follow = async (ledger: Ledger, wanted: Position): Promise<number> => {
    const store = await LogStore.open(folder, nodeHashes);
    const follower = new LogFollower(ledger, store, CHAINCODE);
    follower.start();
    await follower.reached(wanted, AbortSignal.timeout(1_500));
    await follower.close();
    return store.size;
  };

  // On three hubs on Fabric it stood still for a minute: the block had come by the stream, and the peer's height later.
  it('takes the last block up, though its end is known only after the stream fell silent', async () => {
    const told = [at(1, 0), at(1, 1)];
    const latest = [at(0, 0), at(0, 0), at(1, 1)];
    expect(await follow(silentLedger(told, latest), at(1, 1))).to.equal(2);
  });

  it('never ends in the middle of a block', async () => {
    const told = [at(1, 0), at(2, 0)];
    expect(await follow(silentLedger(told, [at(1, 0), at(2, 1)]), at(2, 0))).to.equal(1);
  });
});
