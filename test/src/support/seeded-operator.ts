import type {
  Grant,
  OnwardReceipt,
  Receipt,
  ReceiptLine,
  SignedAcknowledgement,
  SignedReceipt,
} from '@hanlian/chaincode/domain';
import { type AuditCity } from './audit-city.js';
import { Pair, type Party } from './audit-pair.js';
import type { Planted, ProductWrong } from './planted.js';

/** What one provider lets the operator have, and hand on. */
interface Source {
  readonly released: Pair;
  readonly grant: Grant;
}

/**
 * An operator of public data: what each provider releases to it goes on as a product, to the customer whom all grants name
 * or, where that is what goes wrong, to one whom none names.
 */
export class SeededOperator {
  readonly #sources: readonly Source[];
  readonly #named: Pair;
  readonly #unnamed: Pair;
  readonly #removed = new Set<Receipt>();
  readonly #unconfirmed = new Set<string>();

  /** Its own number and those of its two customers begin at `first`. */
  constructor(city: AuditCity, providers: readonly Party[], first: number) {
    const operator = city.party(first);
    const [named, unnamed] = [city.party(first + 1), city.party(first + 2)];
    this.#named = new Pair(city, operator, named);
    this.#unnamed = new Pair(city, operator, unnamed);
    this.#sources = providers.map((provider) => {
      const grant = city.grant(provider, operator, { kind: 'operation', onwardRecipients: [named.code] });
      city.lease(grant);
      return { released: new Pair(city, provider, operator), grant };
    });
  }

  get pairs(): readonly Pair[] {
    return [...this.#sources.map(({ released }) => released), this.#named, this.#unnamed];
  }

  /** Asks for data, and hands a product of it on. */
  use(random: () => number): SignedReceipt {
    return this.#handOn(random, this.#named);
  }

  misuse(wrong: ProductWrong, random: () => number): Planted {
    const { record } = this.#handOn(random, wrong === 'uncoveredProduct' ? this.#unnamed : this.#named);
    const { provider, requester, seq, id } = record as OnwardReceipt;
    if (wrong === 'removedProduct') this.#removed.add(record);
    if (wrong === 'forgedConfirmation') this.#unconfirmed.add(id);
    return { wrong, provider, requester, query: id, seqs: [seq] };
  }

  /** The chains of what was released to it, and its own: without what it takes out, with what it forges. */
  files(): readonly (readonly ReceiptLine[])[] {
    const own = [this.#named, this.#unnamed].flatMap((pair) => [
      ...pair.records.filter(({ record }) => !this.#removed.has(record)),
      ...pair.acknowledgements.map((one) => this.#confirmation(pair, one)),
    ]);
    return [...this.#sources.map(({ released }) => released.lines()), own];
  }

  #handOn(random: () => number, to: Pair): SignedReceipt {
    const { released, grant } = this.#sources[Math.floor(random() * this.#sources.length)]!;
    return to.onward(grant, [released.release(grant)]);
  }

  /** One that the customer never gave, the operator signs in its name. */
  #confirmation(pair: Pair, confirmed: SignedAcknowledgement): SignedAcknowledgement {
    const { acknowledgement } = confirmed;
    return this.#unconfirmed.has(acknowledgement.query) ? pair.forge(acknowledgement) : confirmed;
  }
}
