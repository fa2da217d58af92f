import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import {
  HanlianError,
  type QueryQuestion,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { Peers } from '@hanlian/gateway/exchange/peers';
import { failureOf, problemOf, statusOf } from '@hanlian/gateway/http/problem';
import { Boxes } from '@hanlian/gateway/sharing/boxes';
import { Received } from '@hanlian/gateway/sharing/received';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../../support/folders.js';
import { Receiver } from '../../../support/receiver.js';

const REQUESTER = 'requester';
const idOf = (name: string): string => name.padEnd(22, 'A');

/** Where nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('acknowledgements that are on their way', () => {
  let folder: string;
  let store: Store;
  let hub: Receiver;
  let received: Received;
  let refused: readonly string[];

  before(async () => {
    folder = await newFolder();
    store = await openStore(folder);
    refused = [];
    hub = await Receiver.open(({ body }, response) => {
      const { query } = (JSON.parse(body) as SignedAcknowledgement).acknowledgement;
      const failure = failureOf(new HanlianError('ACKNOWLEDGEMENT_OF_ANOTHER', 'It is not for that release'));
      const isRefused = refused.includes(query);
      response.statusCode = isRefused ? statusOf(failure.code) : 200;
      response.end(JSON.stringify(isRefused ? problemOf(failure, 'r1', 'en') : { query }));
      return undefined;
    });
    const urls = new Map([
      ['A', await deadUrl()],
      ['B', hub.url],
    ]);
    received = new Received({
      store,
      writer: new GroupWriter(store),
      boxes: new Boxes(Buffer.alloc(32, 7)),
      documents: {
        prepare: () => {
          throw new Error('Nothing is asked here');
        },
      },
      peers: new Peers({ registry: { department: () => undefined }, urls }),
      every: 0,
    });
  });
  after(async () => {
    await received.close();
    await hub.close();
    await store.close();
    await removeFolder(folder);
  });

  async function owed(provider: string, id: string): Promise<void> {
    const query = { id, provider, requester: REQUESTER };
    const acknowledgement = { provider, requester: REQUESTER, query: id };
    await received.answered(
      { asked: { query } } as unknown as QueryQuestion,
      {} as QueryReply,
      { acknowledgement } as unknown as SignedAcknowledgement,
    );
  }

  const unsent = (): Promise<string[]> =>
    store.keys({ gte: 'unacknowledged~', lt: 'unacknowledged~~' }).all();

  it('reach a provider while another is down, and one behind another that was refused', async () => {
    refused = [idOf('b1')];
    // In this order they are looked at.
    for (const id of ['a0', 'a1', 'b1', 'b2']) await owed(id.startsWith('a') ? 'A' : 'B', idOf(id));
    await received.turn();
    expect(await unsent()).to.deep.equal(
      ['a0', 'a1', 'b1'].map((id) => `unacknowledged~${REQUESTER}~${idOf(id)}`),
    );
    expect(received.failure).to.be.instanceOf(AggregateError);
    expect((received.failure as AggregateError).errors.map(({ code }) => code as unknown)).to.deep.equal([
      'EXCHANGE_UNREACHABLE',
      'ACKNOWLEDGEMENT_OF_ANOTHER',
    ]);
  });
});
