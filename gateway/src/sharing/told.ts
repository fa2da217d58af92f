import {
  api,
  formatInstant,
  HanlianError,
  receiptDigest,
  type HandedOn,
  type OnwardNotice,
  type SignedOnward,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Speakers } from '../services/consents/speakers.js';
import type { RegistryView } from '../services/registry-view.js';
import { beginningWith, type Change } from '../storage/store.js';
import { names } from './names.js';
import { requireOperatorsWord } from './operators-word.js';
import { Outgoing, type SendingParts } from './outgoing.js';
import type { Receipts } from './receipts.js';

interface ToldParts extends SendingParts {
  readonly registry: RegistryView;
  readonly speakers: Pick<Speakers, 'of' | 'stands'>;
  readonly receipts: Pick<Receipts, 'providerOf'>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A product made of an answer, as the hub keeps it that gave the answer. */
export interface Product {
  readonly recipient: string;
  readonly at: number;
  readonly fields: readonly string[];
  readonly receipt: string;
}

/** A product as it is shown. */
export const handedOnOf = ({ recipient, at, fields, receipt }: Product): HandedOn => ({
  ...{ recipient, at: formatInstant(at), fields: [...fields], receipt },
});

/** Providers are told where products of their data went: they show it to whom they show the access. */
export class Told {
  readonly #parts: ToldParts;
  readonly #outgoing: Outgoing<OnwardNotice>;

  constructor(parts: ToldParts) {
    this.#parts = parts;
    this.#outgoing = new Outgoing(parts, {
      prefix: names.untold,
      path: '/v1/exchange/onward',
      reply: api.onwardNoted,
      addressOf: ({ to, receipt: { record } }) => ({ to, name: `${record.provider}~${record.id}` }),
      ending: ['QUERY_UNKNOWN', 'SIGNATURE_INVALID'],
      // The receipt stands, whatever the provider makes of it.
      refused: () => [],
    });
  }

  /** What is written with a product's receipt, so that those hear of it whose data it is made of. */
  put(providers: readonly string[], receipt: SignedOnward): readonly Change[] {
    return providers.flatMap((to) =>
      this.#parts.speakers.stands(to)
        ? this.#noted(receipt, this.#answeredBy(to, receipt))
        : [this.#outgoing.put({ v: 1, to, receipt })],
    );
  }

  /** Tells those in other hubs, behind the answer, of what was written. */
  send(providers: readonly string[], receipt: SignedOnward): void {
    for (const to of providers) {
      if (!this.#parts.speakers.stands(to)) this.#outgoing.send({ v: 1, to, receipt });
    }
  }

  /**
   * What another hub's operator made of data of a department here; said again it changes nothing.
   *
   * @throws {HanlianError} OTHER_DEPARTMENT, STATEMENT_OUT_OF_TIME, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID, QUERY_UNKNOWN
   *   where the department answered none of the queries
   */
  async hear({ to, receipt }: OnwardNotice): Promise<{ readonly onward: string }> {
    await this.#parts.speakers.of(to);
    requireOperatorsWord(this.#parts, receipt);
    const queries = this.#answeredBy(to, receipt);
    if (queries.length === 0) throw new HanlianError('QUERY_UNKNOWN', 'None of these queries was asked here');
    await this.#parts.writer.write(this.#noted(receipt, queries));
    return { onward: receipt.record.id };
  }

  /** The products that were made of the answer to a query, in no order. */
  async of(operator: string, query: string): Promise<readonly Product[]> {
    const { store, boxes } = this.#parts;
    const prefix = names.madeOf(operator, query);
    const found = await store.iterator(beginningWith(prefix)).all();
    return found.map(([key, box]) => boxes.open(key, box) as Product);
  }

  turn(): Promise<void> {
    return this.#outgoing.turn();
  }

  get failure(): unknown {
    return this.#outgoing.failure;
  }

  close(): Promise<void> {
    return this.#outgoing.close();
  }

  #answeredBy(provider: string, { record }: SignedOnward): readonly string[] {
    const { receipts } = this.#parts;
    return record.queries.filter((query) => receipts.providerOf(record.provider, query) === provider);
  }

  #noted(signed: SignedOnward, queries: readonly string[]): readonly Change[] {
    const { provider: operator, requester: recipient, at, fields } = signed.record;
    const receipt = receiptDigest(nodeHashes.sha256, signed);
    const product: Product = { recipient, at, fields, receipt };
    return queries.map((query) => this.#parts.boxes.put(names.madeOf(operator, query) + receipt, product));
  }
}
