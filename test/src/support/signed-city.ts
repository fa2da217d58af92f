import { randomUUID } from 'node:crypto';
import type { JsonObject, SigningAnswer } from '@hanlian/chaincode/domain';
import { settle, type SigningClient } from '@hanlian/gateway/client/signing';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { Answer, RunningCity } from './city.js';
import { ownKeyOf } from './own-key.js';

/** A city in which sample callers that write keep their own keys, and sign whatever they are asked to. */
export class SignedCity implements RunningCity {
  readonly #city: RunningCity;
  readonly #clients = new Map<string, Promise<SigningClient>>();

  constructor(city: RunningCity) {
    this.#city = city;
  }

  get folder(): string {
    return this.#city.folder;
  }

  get callers(): RunningCity['callers'] {
    return this.#city.callers;
  }

  hub: RunningCity['hub'] = (name) => this.#city.hub(name);
  url: RunningCity['url'] = (name) => this.#city.url(name);
  stop: RunningCity['stop'] = () => this.#city.stop();

  ask: RunningCity['ask'] = async (caller, path, body, key = randomUUID()) => {
    const send = (): Promise<Answer> => this.#city.ask(caller, path, body, key);
    if (typeof caller === 'string' || body === undefined) return send();
    return this.#signed(caller, send);
  };

  put: RunningCity['put'] = (caller, path, body, headers) => {
    const own = { 'idempotency-key': randomUUID(), ...headers };
    return this.#signed(caller, () => this.#city.put(caller, path, body, own));
  };

  /** The client that signs for a caller: from then on the hub cannot. */
  clientOf({ name }: Pick<SampleCallerKey, 'name'>): Promise<SigningClient> {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const client = ownKeyOf(this.#city, CALLERS.find((one) => one.name === name)!.id);
    this.#clients.set(name, client);
    return client;
  }

  async #signed(caller: SampleCallerKey, send: () => Promise<Answer>): Promise<Answer> {
    const client = await this.clientOf(caller);
    const first = await send();
    if (!isSigning(first.body)) return first;
    const settled = await settle(client, first.body);
    return settled.status === 200 ? send() : settled;
  }
}

export const isSigning = (body: JsonObject): body is JsonObject & SigningAnswer => 'sign' in body;
