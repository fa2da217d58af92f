import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  HanlianError,
  startOfDate,
  type ErrorCode,
  type QueryQuestion,
  type QueryReply,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { Documents } from '@hanlian/gateway/documents/documents';
import { HolderKeys } from '@hanlian/gateway/documents/holder-keys';
import { Peers } from '@hanlian/gateway/exchange/peers';
import { failureOf, problemOf, statusOf } from '@hanlian/gateway/http/problem';
import { Boxes } from '@hanlian/gateway/sharing/boxes';
import { Openings } from '@hanlian/gateway/sharing/openings';
import { Received } from '@hanlian/gateway/sharing/received';
import { Closing } from '@hanlian/gateway/storage/closing';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openPrimary } from '@hanlian/gateway/storage/primary';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { eventually } from '../../../support/eventually.js';
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
  let boxes: Boxes;
  /** How B's hub answers the acknowledgement of a query; others it takes. */
  let answers: Readonly<Record<string, ErrorCode>>;
  const told: unknown[] = [];

  before(async () => {
    folder = await newFolder();
    store = await openStore(folder);
    boxes = new Boxes(Buffer.alloc(32, 7));
    hub = await Receiver.open(({ body }, response) => {
      const { query } = (JSON.parse(body) as SignedAcknowledgement).acknowledgement;
      const code = answers[query];
      const failure = code && failureOf(new HanlianError(code, 'Not so'));
      response.statusCode = failure ? statusOf(failure.code) : 200;
      response.end(JSON.stringify(failure ? problemOf(failure, 'r1', 'en') : { query }));
      return undefined;
    });
    const urls = new Map([
      ['A', await deadUrl()],
      ['B', hub.url],
    ]);
    received = new Received({
      store,
      writer: new GroupWriter(store),
      boxes,
      openings: {
        prepare: () => {
          throw new Error('Nothing is asked here');
        },
      },
      peers: new Peers({ registry: { department: () => undefined }, urls }),
      every: 0,
      failed: (failure) => void told.push(failure),
    });
  });
  after(async () => {
    await received.close();
    await hub.close();
    await store.close();
    await removeFolder(folder);
  });

  async function owed(provider: string, id: string, release = 'receipt'): Promise<void> {
    const query = { id, provider, requester: REQUESTER };
    const acknowledgement = { provider, requester: REQUESTER, query: id, release };
    await received.answered(
      { asked: { query } } as unknown as QueryQuestion,
      {} as QueryReply,
      { acknowledgement } as unknown as SignedAcknowledgement,
    );
  }

  const unsent = async (): Promise<string[]> =>
    (await store.keys({ gte: 'unacknowledged~', lt: 'unacknowledged~~' }).all()).map((key) => key.slice(-22));
  const codes = (failures: readonly unknown[]): unknown[] =>
    failures.map((failure) => (failure as HanlianError).code);

  it('are sent at once; one that is refused for good stands with its query, and is not sent again', async () => {
    answers = { [idOf('b1')]: 'ACKNOWLEDGEMENT_OF_ANOTHER', [idOf('b2')]: 'OVERLOADED' };
    for (const id of ['b0', 'b1', 'b2']) await owed('B', idOf(id));
    await eventually(() => expect(codes(told)).to.have.members(['ACKNOWLEDGEMENT_OF_ANOTHER', 'OVERLOADED']));
    await eventually(async () => expect(await unsent()).to.deep.equal([idOf('b2')]));
    expect(received.find(REQUESTER, idOf('b0'))).to.include({ standing: 'acknowledged' });
    expect(received.find(REQUESTER, idOf('b1'))).to.include({
      standing: 'released',
      acknowledgementRefused: 'ACKNOWLEDGEMENT_OF_ANOTHER',
    });
    expect(received.find(REQUESTER, idOf('b2'))).to.include({ standing: 'acknowledged' });
  });

  // The provider's hub had not heard of the requester's new key yet, and the word of its having the data was lost.
  it('go again after a refusal that passes by itself', async () => {
    told.length = 0;
    answers = { [idOf('b3')]: 'HOLDER_KEY_NOT_BOUND' };
    await owed('B', idOf('b3'));
    await eventually(() => expect(codes(told)).to.deep.equal(['HOLDER_KEY_NOT_BOUND']));
    expect(await unsent()).to.include(idOf('b3'));
    answers = {};
    await received.turn();
    expect(await unsent()).to.deep.equal([]);
    expect(received.find(REQUESTER, idOf('b3'))).to.include({ standing: 'acknowledged' });
  });

  it('reach a provider while another is down, and one behind another that was refused', async () => {
    told.length = 0;
    for (const id of ['a0', 'a1']) await owed('A', idOf(id));
    // Of a product that has the id of a query: one took the other's place.
    await owed('A', idOf('a1'), 'product');
    await eventually(() => expect(codes(told)).to.have.members(Array(3).fill('EXCHANGE_UNREACHABLE')));
    answers = { [idOf('b0')]: 'ACKNOWLEDGEMENT_OF_ANOTHER' };
    // As a stop leaves it: before it was sent.
    const acknowledgement = { provider: 'B', requester: REQUESTER, query: idOf('b0'), release: 'receipt' };
    const letter = `unacknowledged~B~${REQUESTER}~receipt~${idOf('b0')}`;
    await store.batch([boxes.put(letter, { acknowledgement })]);
    told.length = 0;
    await received.turn();
    expect(await unsent()).to.have.members(['a0', 'a1', 'a1'].map(idOf));
    expect(received.failure).to.be.instanceOf(AggregateError);
    // It was kept, and nobody heard of it.
    expect(told).to.deep.equal([received.failure]);
    expect(codes((received.failure as AggregateError).errors)).to.have.members([
      'EXCHANGE_UNREACHABLE',
      'ACKNOWLEDGEMENT_OF_ANOTHER',
    ]);
  });
});

describe("a requester's copy of what it asked of another hub", () => {
  const DAY = 86_400;
  let folder: string;
  const closing = new Closing();
  let now = startOfDate('2026-11-21');
  let openings: Openings;
  let received: Received;

  before(async () => {
    folder = await newFolder();
    const { store, writer } = await openPrimary(join(folder, 'store'), closing);
    const holderKeys = closing.add(
      await HolderKeys.open(folder, { text: 'of this test alone', drawn: true }),
    );
    const documents = new Documents(store, holderKeys);
    openings = new Openings({ documents, holderKeys, store, writer, now: () => now });
    const boxes = new Boxes(holderKeys.keyFor('receipts'));
    const peers = new Peers({ registry: { department: () => undefined }, urls: new Map() });
    received = closing.add(
      new Received({ store, writer, boxes, openings, peers, every: 0, failed: () => undefined }),
    );
  });
  after(async () => {
    await closing.close();
    await removeFolder(folder);
  });

  // The provider's ended; what the requester had written down of the same person stayed for ever.
  it('says whom it was about for three years, as a provider’s does, and then no more', async () => {
    const id = idOf('q1');
    const salt = 'A'.repeat(22);
    const opening = {
      subject: { value: '91350100M000100Y43', salt },
      reason: { value: '核验申请人的登记状态', salt },
    };
    const asked = { query: { id, requester: REQUESTER }, signature: 'signature' };
    await received.asked({ asked, opening } as unknown as QueryQuestion);
    // It was said to be unknown, and refused as asked before.
    expect(received.find(REQUESTER, id)).to.deep.equal({ standing: 'unanswered', asked });
    now += 3 * 365 * DAY;
    await openings.sweep();
    expect(openings.read(REQUESTER, id)).to.deep.equal(opening);
    now += 40 * DAY;
    await openings.sweep();
    expect(() => openings.read(REQUESTER, id)).to.throw(/erased/);
  });
});
