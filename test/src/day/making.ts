import type { JsonObject } from '@hanlian/chaincode/domain';
import { callerEntry, REGISTRAR } from '@hanlian/gateway/seed/callers';
import { SHARING_AGREEMENT } from '@hanlian/gateway/seed/sharing-rules';
import type { RunningCity } from '../support/city.js';
import { random16 } from '../support/contracts/people.js';
import type { DayClock } from './clock.js';
import { ITEMS } from './database.js';
import { actBy, isConditional, isDecided, LAW, requestOf, WORDS, type Given, type Shared } from './grants.js';
import { codeOf, hubOf, OPERATORS, type Office } from './offices.js';
import { inTurns } from './turns.js';

const MOST_ENTRIES = 200;
const AT_ONCE = 64;
const DAY = 86_400;

/** Puts on the ledger what must stand there before the day begins. */
export class Making {
  readonly #city: RunningCity;
  readonly #clock: DayClock;

  constructor(city: RunningCity, clock: DayClock) {
    this.#city = city;
    this.#clock = clock;
  }

  /** So many departments, each with a clerk and the key it signs with. */
  async offices(count: number): Promise<Office[]> {
    const made: Office[] = [];
    for (let n = 0; n < count; n++) made.push(await this.#office(n, n >= count - OPERATORS));
    return made;
  }

  /** The resources by their providers, in the catalogue. */
  async resources(shared: readonly Shared[]): Promise<void> {
    await this.#put('putResources', shared, ({ provider }) => provider, resourceFacts);
  }

  /** So many grants, each of another demand, drawn from all pairs of departments. */
  async grants(
    count: number,
    offices: readonly Office[],
    resources: readonly Shared[],
    random: () => number,
  ): Promise<Given[]> {
    const given = Array.from({ length: count }, (_, n): Given => {
      const resource = resources[n % resources.length]!;
      const others = offices.filter(({ code }) => code !== resource.provider.code);
      const requester = others[Math.floor(random() * others.length)]!;
      const fields = ITEMS.filter((item) => item === 'name' || random() < 0.5);
      return { n, id: random16(), resource, requester, fields };
    });
    await this.#put('putDemands', given, ({ requester }) => requester, demandFacts);
    await inTurns(given, AT_ONCE, (one) => this.#grant(one));
    return given;
  }

  async #grant(given: Given): Promise<void> {
    const { requester, resource } = given;
    const request = requestOf(given, this.#clock.start, SHARING_AGREEMENT.text);
    await this.#register(requester.hub, requester.clerk, 'sharing:requestGrant', request);
    if (!isDecided(given)) return;
    const { hub, clerk } = resource.provider;
    await this.#register(hub, clerk, 'sharing:decideGrant', { ...actBy(given, 0), decision: 'grant' });
  }

  async #office(n: number, isOperator: boolean): Promise<Office> {
    const hub = hubOf(n);
    const { mspId, administration } = this.#city.hub(hub);
    const { identities, callers, exchange } = administration;
    const code = codeOf(n);
    const kind = isOperator ? 'operator' : 'department';
    const name = { zh: `示例市第${n + 1}局`, en: `Department ${n + 1}` };
    const since = this.#clock.start - 365 * DAY;
    await this.#register('bureau', REGISTRAR.id, 'registry:putDepartment', {
      code,
      name,
      kind,
      mspId,
      since,
    });
    const clerk = `day-clerk-${n}`;
    await identities.enrol(clerk, { role: 'clerk', department: code });
    const department = { slug: `day-${n}`, hub, kind: 'department', name, code } as const;
    const entry = { id: clerk, name: name.zh, role: 'clerk', department, person: `D${1000 + n}` } as const;
    const key = await callers.register(callerEntry(entry, mspId));
    const { id, publicKey } = await exchange.keys.of(code);
    await this.#register('bureau', REGISTRAR.id, 'registry:bindHolderKey', {
      id,
      holder: { kind: 'organisation', code, publicKey },
      evidence: { kind: 'certificate', digest: id },
      since,
    });
    const url = this.#city.url(hub);
    const caller = { name: name.zh, role: 'clerk', organisation: hub, department: code, key, url };
    return { n, code, hub, kind, clerk, caller };
  }

  /** Entries of a list, each department's in its own name. */
  async #put<T>(
    operation: string,
    entries: readonly T[],
    owner: (entry: T) => Office,
    facts: (entry: T) => JsonObject,
  ): Promise<void> {
    for (const [{ hub, clerk }, own] of Map.groupBy(entries, owner)) {
      for (let from = 0; from < own.length; from += MOST_ENTRIES) {
        const part = own.slice(from, from + MOST_ENTRIES).map(facts);
        await this.#register(hub, clerk, `catalogue:${operation}`, { entries: part });
      }
    }
  }

  async #register(hub: Office['hub'], by: string, operation: string, facts: JsonObject): Promise<void> {
    await this.#city.hub(hub).administration.register(by, operation, facts);
  }
}

function resourceFacts(shared: Shared): JsonObject {
  const { n, code, provider } = shared;
  return {
    ...{ code, name: `登记信息${n + 1}`, category: 'department', provider: provider.code },
    ...{ abstract: '登记的基本信息', format: 3, method: '服务接口', open: false, updateCycle: 'day' },
    ...{ publishedAt: '2026-01-05', classified: false, level: 2 },
    ...(isConditional(shared) ? { share: 'conditional', condition: '限本市' } : { share: 'unconditional' }),
    items: ITEMS.map((item) => ({ name: item, title: item, type: 'text', sensitive: false })),
  };
}

const demandFacts = ({ n, requester, resource }: Given): JsonObject => ({
  ...{ department: requester.code, id: `D${n}`, ...WORDS, resource: resource.code, fields: [...ITEMS] },
  ...{ legalBasis: LAW, frequency: 'realtime' },
});
