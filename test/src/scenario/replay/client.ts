import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '@hanlian/chaincode/domain';

const AGAIN_MS = 50;
/** What tells a caller to come again: the hub stops, is busy, or still works on this very request. */
const AGAIN: ReadonlySet<number> = new Set([409, 429, 503]);

interface Sent {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One caller's program, as a department would write it: it sends again under the same key until it has an answer. */
export class Client {
  /** How often an answer did not come, or was to come again. */
  again = 0;
  readonly #url: () => string;
  readonly #key: string;

  constructor(url: () => string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  read(path: string): Promise<JsonObject> {
    return this.#ask(path, {});
  }

  /** @throws {Error} for an answer that no repetition changes */
  write(path: string, body: object, idempotencyKey: string): Promise<JsonObject> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #ask(path: string, init: Sent): Promise<JsonObject> {
    for (;;) {
      const answer = await this.#once(path, init);
      if (answer !== undefined) return answer;
      this.again++;
      await pause(AGAIN_MS);
    }
  }

  /** Undefined when it is to be asked again. */
  async #once(path: string, init: Sent): Promise<JsonObject | undefined> {
    const headers = { ...init.headers, authorization: `Bearer ${this.#key}` };
    const response = await fetch(this.#url() + path, { ...init, headers }).catch(() => undefined);
    const body = (await response?.json().catch(() => undefined)) as JsonObject | undefined;
    if (response === undefined || body === undefined) return undefined;
    if (response.ok) return body;
    if (AGAIN.has(response.status) && body.retryable === true) return undefined;
    throw new Error(`${path} answers ${response.status}: ${JSON.stringify(body)}`);
  }
}
