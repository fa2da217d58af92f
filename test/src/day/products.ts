import type { OnwardInput, OnwardReceipt, OnwardRecords, SignedReceipt } from '@hanlian/chaincode/domain';
import { random16, random32 } from '../support/contracts/people.js';
import type { Answer } from '../support/city.js';
import type { Planted, ProductWrong } from '../support/planted.js';
import type { DayCity } from './city.js';
import type { DishonestHub } from './dishonest.js';
import type { Given } from './grants.js';
import { CUSTOMERS, STRANGER, type Office } from './offices.js';

/** Operators hand on over HTTP what was released to them, and their customers confirm it. */
export class DayProducts {
  readonly #city: DayCity;
  readonly #dishonest: ReadonlyMap<string, DishonestHub>;

  #count = 0;

  constructor(city: DayCity, dishonest: ReadonlyMap<string, DishonestHub>) {
    this.#city = city;
    this.#dishonest = dishonest;
  }

  /** How many were handed on. */
  get count(): number {
    return this.#count;
  }

  async handOn(given: Given, query: string): Promise<void> {
    const customer = this.#customerOf(given);
    await this.#confirm(customer, await this.#record(given, query, customer));
  }

  /** What is left to be done to the operator's export is not done here. */
  async misuse(wrong: ProductWrong, given: Given, query: string): Promise<Planted> {
    const receipt = await this.#misused(wrong, given, query);
    const { provider, requester, id, seq } = receipt.record as OnwardReceipt;
    return { wrong, provider, requester, query: id, seqs: [seq] };
  }

  async #misused(wrong: ProductWrong, given: Given, query: string): Promise<SignedReceipt> {
    if (wrong === 'uncoveredProduct') return this.#slip(given, query);
    const customer = this.#customerOf(given);
    const receipt = await this.#record(given, query, customer);
    if (wrong !== 'forgedConfirmation') await this.#confirm(customer, receipt);
    return receipt;
  }

  /** Past the checks of the operator's hub, to one whom its grant does not name. */
  async #slip(given: Given, query: string): Promise<SignedReceipt> {
    const { code: provider, hub } = given.requester;
    this.#count += 1;
    const stranger = this.#city.offices[STRANGER]!;
    const pair = { provider, requester: stranger.code };
    const receipt = await this.#dishonest.get(hub)!.handOn(pair, productOf(given, query));
    await this.#confirm(stranger, receipt);
    return receipt;
  }

  #customerOf({ n }: Given): Office {
    return this.#city.offices[CUSTOMERS[n % CUSTOMERS.length]!]!;
  }

  async #record(given: Given, query: string, { code: recipient }: Office): Promise<SignedReceipt> {
    const product = { ...productOf(given, query), recipient };
    this.#count += 1;
    const answer = await this.#city.running.ask(given.requester.caller, '/v1/sharing/onward', product);
    return receiptIn(answer);
  }

  async #confirm({ caller }: Office, receipt: SignedReceipt): Promise<void> {
    const { product } = receipt.record as OnwardReceipt;
    const path = '/v1/sharing/onward/confirmations';
    receiptIn(await this.#city.running.ask(caller, path, { receipt, product }));
  }
}

const productOf = ({ id: grant, fields }: Given, query: string): Omit<OnwardInput, 'recipient'> => ({
  ...{ id: random16(), grant, queries: [query], fields: [...fields], product: random32() },
});

function receiptIn({ status, body }: Answer): SignedReceipt {
  if (status === 200 || status === 201) return (body as unknown as OnwardRecords).receipt;
  throw new Error(`A product was answered with ${body['code'] as string}`);
}
