import { join } from 'node:path';
import {
  windowOf,
  type Grant,
  type QueryAnswer,
  type ReleaseReceipt,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { queryOf } from '../support/sharing-city.js';
import { isOfProducts, type Planted, type ReleaseWrong } from '../support/planted.js';
import type { DayCity } from './city.js';
import { SECRET, subjectOf } from './database.js';
import { DishonestHub } from './dishonest.js';
import { actBy, endsEarly, isDecided, isWithdrawn, NOON, perOf, WORDS, type Given } from './grants.js';
import { HUBS } from './offices.js';
import { HOURS, type Planned } from './plan.js';
import { DayProducts } from './products.js';
import { inTurns } from './turns.js';

const AT_ONCE = 64;
/** What an honest provider may answer with on such a day, besides data. */
const REFUSED: ReadonlySet<unknown> = new Set(['GRANT_EXPIRED', 'GRANT_WITHDRAWN']);

export interface Traffic {
  readonly released: number;
  readonly refused: number;
  /** Products that operators handed on. */
  readonly products: number;
  readonly planted: readonly Planted[];
  /** How many of them were answered on the evening before. */
  readonly before: number;
  /** Of the day alone. */
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Asks the day's queries over HTTP, hour by hour; what is planted is given away by a provider that breaks the rules. */
export class DayTraffic {
  readonly #city: DayCity;
  readonly #dishonest: ReadonlyMap<string, DishonestHub>;
  readonly #products: DayProducts;
  readonly #planted: Planted[] = [];
  /** A dishonest hub does one thing at a time. */
  #giving: Promise<unknown> = Promise.resolve();
  #released = 0;
  #refused = 0;

  private constructor(city: DayCity, dishonest: ReadonlyMap<string, DishonestHub>) {
    this.#city = city;
    this.#dishonest = dishonest;
    this.#products = new DayProducts(city, dishonest);
  }

  static async run(
    city: DayCity,
    plan: readonly Planned[],
    seen: (hour: number, done: number) => void,
  ): Promise<Traffic> {
    const { running, folder } = city;
    const dishonest = new Map<string, DishonestHub>();
    for (const hub of HUBS) {
      const opened = DishonestHub.open(running.hub(hub), join(folder, hub), (office) =>
        running.hub(office.hub),
      );
      dishonest.set(hub, await opened);
    }
    try {
      return await new DayTraffic(city, dishonest).#run(plan, seen);
    } finally {
      for (const each of dishonest.values()) await each.close();
    }
  }

  async #run(plan: readonly Planned[], seen: (hour: number, done: number) => void): Promise<Traffic> {
    const { clock, given } = this.#city;
    await inTurns(given, AT_ONCE, (one) => this.#ask({ hour: 0, given: one, subject: 0 }));
    const before = this.#released;
    const hours = Map.groupBy(plan, ({ hour }) => hour);
    const [cpu, began] = [process.cpuUsage(), performance.now()];
    for (let hour = 0; hour < HOURS; hour++) {
      clock.strike(hour);
      if (hour === NOON) await this.#withdraw();
      await inTurns(hours.get(hour) ?? [], AT_ONCE, (planned) => this.#ask(planned));
      for (const hub of HUBS) await this.#city.running.hub(hub).administration.sharing.turn();
      seen(hour, this.#released + this.#refused);
    }
    const { user, system } = process.cpuUsage(cpu);
    return {
      released: this.#released,
      refused: this.#refused,
      products: this.#products.count,
      planted: this.#planted,
      before,
      seconds: (performance.now() - began) / 1000,
      cpuSeconds: (user + system) / 1e6,
    };
  }

  async #withdraw(): Promise<void> {
    const { running, given } = this.#city;
    for (const one of given.filter(isWithdrawn)) {
      const { hub, clerk } = one.resource.provider;
      const act = actBy(one, isDecided(one) ? 1 : 0);
      await running.hub(hub).administration.register(clerk, 'sharing:withdrawGrant', act);
    }
  }

  async #ask(planned: Planned): Promise<void> {
    const { wrong } = planned;
    if (wrong === 'overMask' || wrong === 'expiredGrant' || wrong === 'staleLease') {
      this.#giving = this.#giving.then(() => this.#give(planned, wrong));
      await this.#giving;
      return;
    }
    const { given, subject } = planned;
    const facts = { ...WORDS, fields: [...given.fields], subject: subjectOf(subject) };
    const { caller } = given.requester;
    const { status, body } = await this.#city.running.ask(
      caller,
      '/v1/sharing/queries',
      queryOf(given.id, facts),
    );
    if (status !== 200) {
      this.#requireRefusal(given, body.code);
      return;
    }
    this.#released += 1;
    const { request, release } = body as unknown as QueryAnswer;
    if (wrong !== undefined && !isOfProducts(wrong)) this.#note(wrong, request, release);
    // What is made of a read that is hidden would show it.
    else if (given.requester.kind === 'operator') await this.#handOn(planned, release);
  }

  async #handOn({ given, wrong }: Planned, { record }: SignedReceipt): Promise<void> {
    const { query } = record as ReleaseReceipt;
    if (!isOfProducts(wrong)) await this.#products.handOn(given, query);
    else this.#planted.push(await this.#products.misuse(wrong, given, query));
  }

  #requireRefusal(given: Given, code: unknown): void {
    if (!REFUSED.has(code) || !(endsEarly(given) || isWithdrawn(given))) {
      throw new Error(`A query under grant ${given.n} was answered with ${String(code)}`);
    }
    this.#refused += 1;
  }

  async #give({ given, subject }: Planned, wrong: ReleaseWrong): Promise<void> {
    const { resource, requester, id, fields } = given;
    const { provider } = resource;
    const hub = this.#dishonest.get(provider.hub)!;
    const { request, release } = await hub.give({
      ...{ grant: id, resource: resource.code, provider, requester, subject: subjectOf(subject) },
      fields: wrong === 'overMask' ? [...fields, SECRET] : fields,
      window: this.#windowOf(given, wrong),
    });
    this.#released += 1;
    this.#note(wrong, request, release);
  }

  /** A lease of the day is one of the evening before, where it is to be stale. */
  #windowOf(given: Given, wrong: ReleaseWrong): string {
    const { start, seconds } = this.#city.clock;
    const at = wrong === 'staleLease' ? start - 1 : seconds;
    return windowOf({ per: perOf(given) } as Grant['quota'], at);
  }

  #note(wrong: ReleaseWrong, request: SignedReceipt, release: SignedReceipt): void {
    const { provider, requester, query, seq } = release.record as ReleaseReceipt;
    this.#planted.push({ wrong, provider, requester, query, seqs: [request.record.seq, seq] });
  }
}
