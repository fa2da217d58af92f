import {
  keys,
  partCommitment,
  receiptBytes,
  receiptDigest,
  type Grant,
  type Lease,
  type LeaseUse,
  type OnwardInput,
  type Query,
  type QueryQuestion,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Hub } from '@hanlian/gateway/hub-types';
import type { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import type { Leases } from '@hanlian/gateway/sharing/leases';
import type { Pair } from '@hanlian/gateway/sharing/names';
import { grantOf } from '@hanlian/gateway/services/grants/read';
import { KnownSurroundings } from '@hanlian/gateway/services/grants/surroundings';
import { Rates } from '@hanlian/gateway/sharing/rates';
import { Release } from '@hanlian/gateway/sharing/release';
import { Sources } from '@hanlian/gateway/sharing/sources/index';
import { Views } from '@hanlian/gateway/sharing/views';
import { pino } from 'pino';
import { random16 } from '../support/contracts/people.js';
import { WORDS } from './grants.js';
import type { Office } from './offices.js';

const { sha256 } = nodeHashes;

/** What a provider that breaks the rules gives away. */
export interface Wanted {
  readonly grant: string;
  readonly resource: string;
  readonly provider: Office;
  readonly requester: Office;
  readonly fields: readonly string[];
  readonly subject: string;
  /** Whose lease it claims. */
  readonly window: string;
}

/**
 * A provider's own hub with its checks taken out: the very program, on its own stores, which sees every grant as live and
 * wide as it likes, and counts uses of leases from the far end. What it records is signed, chained and anchored as ever.
 */
export class DishonestHub {
  readonly #hub: Hub;
  readonly #sources: Sources;
  readonly #release: Release;
  readonly #views: Views;
  readonly #requesterHubs: (office: Office) => Hub;
  /** What the release at work is to look like. */
  #wanted: Wanted | undefined;
  readonly #uses = new Map<string, number>();

  private constructor(hub: Hub, sources: Sources, requesterHubs: (office: Office) => Hub) {
    const { licenses, sharing, holderKeys } = hub.administration;
    const { now, caughtUp, registry } = licenses;
    const model = this.#model(licenses.model);
    this.#hub = hub;
    this.#sources = sources;
    this.#requesterHubs = requesterHubs;
    this.#views = new Views({ model: licenses.model, caughtUp, now });
    this.#release = new Release({
      surroundings: new KnownSurroundings({ registry, model }),
      ...{ registry, model, sources, now, receipts: sharing.receipts, speakers: sharing.speakers },
      ...{ rates: new Rates(), views: this.#views },
      leases: { use: () => Promise.resolve(this.#use()) } as unknown as Leases,
      saltKey: holderKeys.keyFor('salts of released data'),
      logger: pino({ level: 'silent' }),
    });
  }

  /** @param folder the hub's own, in which stands where its data is */
  static async open(hub: Hub, folder: string, requesterHubs: (office: Office) => Hub): Promise<DishonestHub> {
    return new DishonestHub(hub, await Sources.open(folder), requesterHubs);
  }

  /** Releases what no grant covers to a requester that asks for it, and acknowledges it. One at a time. */
  async give(wanted: Wanted): Promise<{ readonly request: SignedReceipt; readonly release: SignedReceipt }> {
    this.#wanted = wanted;
    const question = await this.#question(wanted);
    const { request, outcome } = await this.#release.answer(question, '127.0.0.1');
    if (outcome.record.kind !== 'release') throw new Error(`It was refused: ${JSON.stringify(outcome)}`);
    await this.#acknowledge(wanted.requester, question.asked.query, outcome);
    return { request, release: outcome };
  }

  /** Puts on record that a product goes to whom its grant does not name. */
  async handOn(to: Pair, product: Omit<OnwardInput, 'recipient'>): Promise<SignedReceipt> {
    const { licenses, sharing } = this.#hub.administration;
    const { revision } = grantOf(licenses.model, product.grant);
    const view = await this.#views.newest();
    const said = { kind: 'onward', ...product, grantRevision: revision, view } as const;
    return sharing.receipts.handOn(to, said, () => []);
  }

  close(): Promise<void> {
    return this.#sources.close();
  }

  #model(real: ReadModel): ReadModel {
    const get = (key: string): ReturnType<ReadModel['get']> => {
      const row = real.get(key);
      const { grant, fields } = this.#wanted as Wanted;
      if (row === undefined || key !== keys.grant(grant)) return row;
      const record = { ...(JSON.parse(row.value.toString()) as Grant), fields, until: 4_000_000_000 };
      return { ...row, value: Buffer.from(JSON.stringify(record)) };
    };
    return {
      get,
      range: (...range: Parameters<ReadModel['range']>) => real.range(...range),
      get position() {
        return real.position;
      },
    } as unknown as ReadModel;
  }

  #use(): Awaited<ReturnType<Leases['use']>> {
    const { grant, window } = this.#wanted as Wanted;
    const row = this.#hub.administration.licenses.model.get(keys.lease(grant, window, 1));
    if (row === undefined) throw new Error(`Nobody took a lease of ${grant} in ${window}`);
    const { size } = JSON.parse(row.value.toString()) as Lease;
    const before = this.#uses.get(`${grant}~${window}`) ?? size + 1;
    this.#uses.set(`${grant}~${window}`, before - 1);
    const use: LeaseUse = { window, index: 1, use: before - 1 };
    const put = { type: 'put', key: `dishonest/${random16()}`, value: Buffer.alloc(0) } as const;
    return { use, requireAt: () => undefined, spent: () => put, giveBack: () => undefined };
  }

  async #question(wanted: Wanted): Promise<QueryQuestion> {
    const { provider, requester, grant, resource, fields } = wanted;
    const { exchange, licenses } = this.#requesterHubs(requester).administration;
    const opened = (value: string): { value: string; salt: string } => ({ value, salt: random16() });
    const opening = { subject: opened(wanted.subject), reason: opened('核验') };
    const query: Query = {
      ...{ v: 1, kind: 'query', id: random16(), grant, requester: requester.code },
      ...{ key: (await exchange.keys.of(requester.code)).id, provider: provider.code, resource },
      ...{ fields: [...fields], ...WORDS, operator: 'op-17', system: '行政审批系统' },
      subject: partCommitment(sha256, opening.subject),
      reason: partCommitment(sha256, opening.reason),
      issuedAt: licenses.now(),
    };
    const signature = await exchange.keys.sign(requester.code, receiptBytes(query));
    return { v: 1, asked: { query, signature }, opening };
  }

  async #acknowledge(requester: Office, query: Query, release: SignedReceipt): Promise<void> {
    const { exchange, licenses } = this.#requesterHubs(requester).administration;
    const acknowledgement = {
      ...({ v: 1, kind: 'acknowledgement', provider: query.provider, requester: requester.code } as const),
      ...{ query: query.id, release: receiptDigest(sha256, release), key: query.key },
      issuedAt: licenses.now(),
    };
    const signature = await exchange.keys.sign(requester.code, receiptBytes(acknowledgement));
    await this.#hub.administration.sharing.receipts.acknowledge({ acknowledgement, signature });
  }
}
